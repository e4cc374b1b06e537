package summary

import (
	"go/constant"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Mismatch is a constant that a pool is given although another one, given to
// the same pool, does not allow it.
type Mismatch struct {
	Symbol, Limit string // what sets the two
	Value, Most   int64
	Pos           witness.Pos
	Call          ssa.CallInstruction // nil for a field
	Ignored       []string
}

// setting is a constant that a function gives to a pool.
type setting struct {
	pool   ssa.Value
	symbol string
	sets   model.PoolSets
	value  int64
	at     ssa.Instruction
}

// mismatches compares the constants that fn gives to one pool.
func (b *builder) mismatches(fn *ssa.Function) {
	if b.prog.IsTest(fn.Pos()) || b.prog.IsGenerated(fn.Pos()) {
		return
	}
	all := b.poolSettings(fn)
	for _, least := range all {
		for _, most := range all {
			if most.sets != model.PoolMax || least.sets == model.PoolMax || most.value <= 0 || least.value <= most.value ||
				!samePool(least.pool, most.pool) || receiverOf(least.symbol) != receiverOf(most.symbol) {
				continue
			}
			m := &Mismatch{Symbol: least.symbol, Limit: most.symbol, Value: least.value, Most: most.value, Ignored: b.opt.Ignored(least.at)}
			m.Pos = b.prog.Pos(least.at.Pos())
			if site, ok := least.at.(ssa.CallInstruction); ok {
				m.Call, m.Pos = site, b.prog.Pos(b.prog.CallPos(site))
				b.out.sites[siteKey{m.Pos, m.Symbol}] = site
			}
			b.out.Mismatches = append(b.out.Mismatches, m)
		}
	}
}

// poolSettings are the constants that a function gives to pools, each the only
// one of its kind for its pool.
func (b *builder) poolSettings(fn *ssa.Function) []setting {
	var out []setting
	add := func(s setting, v ssa.Value) {
		c, ok := v.(*ssa.Const)
		if conv, isConv := v.(*ssa.Convert); isConv {
			c, ok = conv.X.(*ssa.Const)
		}
		if ok && c.Value != nil && c.Value.Kind() == constant.Int {
			s.value = c.Int64()
			out = append(out, s)
		}
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch i := instr.(type) {
			case *ssa.Store:
				fa, ok := i.Addr.(*ssa.FieldAddr)
				if !ok {
					continue
				}
				if symbol, row := b.poolField(fa); row != nil {
					add(setting{pool: fa.X, symbol: symbol, sets: row.Sets, at: i}, i.Val)
				}
			case ssa.CallInstruction:
				for _, c := range b.prog.Callees(i) {
					if symbol, row := b.poolMethod(c); row != nil && len(c.Args) == 2 {
						add(setting{pool: c.Recv, symbol: symbol, sets: row.Sets, at: i}, c.Args[1])
					}
				}
			}
		}
	}
	return out
}

func (b *builder) poolField(fa *ssa.FieldAddr) (string, *model.Pool) {
	f := program.FieldOf(fa.X.Type(), fa.Field)
	typ := namedOf(fa.X.Type())
	if f == nil || typ == nil || typ.Obj().Pkg() == nil {
		return "", nil
	}
	lib := b.prog.Cat.Library(program.PathOf(typ.Obj().Pkg()))
	rel := typ.Obj().Name() + "." + f.Name()
	return model.Qualify(lib.Path(), rel), lib.Pool(rel)
}

func (b *builder) poolMethod(c program.Callee) (string, *model.Pool) {
	if c.Func == nil || c.Recv == nil {
		return "", nil
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		if row := sym.Lib.Pool(sym.Rel); row != nil {
			return sym.Full(), row
		}
	}
	return "", nil
}

// samePool reports whether two values are one pool: the same value, or loaded
// from the same place.
func samePool(p, q ssa.Value) bool {
	if p == q {
		return true
	}
	x, ok := p.(*ssa.UnOp)
	y, ok2 := q.(*ssa.UnOp)
	return ok && ok2 && (samePlace(x.X, y.X) || samePool(x.X, y.X))
}

// receiverOf is the type that a symbol's field or method belongs to.
func receiverOf(symbol string) string {
	for i := len(symbol) - 1; i >= 0; i-- {
		if symbol[i] == '.' {
			return symbol[:i]
		}
	}
	return symbol
}
