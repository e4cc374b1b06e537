package summary

import (
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// closing is an instruction at which a function closes a client or shuts a
// server down.
type closing struct {
	at     ssa.Instruction // the call, or the defer statement that it is in
	site   ssa.CallInstruction
	symbol string
	server bool
}

// closings finds the clients that a function closes before it shuts the server
// down whose requests use them.
func (b *builder) closings(fn *ssa.Function) {
	all := b.closingsIn(fn, nil)
	for _, c := range all {
		for _, s := range all {
			if s.server && !c.server && endsBefore(c.at, s.at) {
				b.addAsset(c.site, Asset{Kind: AssetEarly, Symbol: c.symbol})
				break
			}
		}
	}
}

// closingsIn lists what a function closes, itself or in literals that it
// defers; at is the defer statement of such a literal.
func (b *builder) closingsIn(fn *ssa.Function, at ssa.Instruction) []closing {
	var out []closing
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			site, ok := instr.(ssa.CallInstruction)
			if _, started := instr.(*ssa.Go); !ok || started {
				continue
			}
			where := at
			if where == nil {
				where = instr
			}
			if lit := deferredLiteral(instr); lit != nil && at == nil {
				out = append(out, b.closingsIn(lit, instr)...)
			}
			for _, c := range b.prog.Callees(site) {
				for _, sym := range b.closingSymbols(c) {
					if row := closes(sym); row != nil {
						out = append(out, closing{where, site, sym.Full(), row.Result < 0})
						break
					}
				}
			}
		}
	}
	return out
}

func (b *builder) closingSymbols(c program.Callee) []program.Symbol {
	if c.Recv == nil || c.Func == nil || c.Body != nil {
		return nil
	}
	return b.prog.SymbolsOf(c)
}

// deferredLiteral is the function literal that a defer statement calls.
func deferredLiteral(i ssa.Instruction) *ssa.Function {
	d, ok := i.(*ssa.Defer)
	if !ok {
		return nil
	}
	fn := d.Call.StaticCallee()
	if fn == nil || fn.Parent() != d.Parent() {
		return nil
	}
	return fn
}

// closes is the row of what a method closes: a client that its library tells
// to build once, or a server; nil for other methods.
func closes(sym program.Symbol) *model.Resource {
	recv, _, ok := model.Receiver(sym.Rel)
	if !ok {
		return nil
	}
	for maker, r := range lasting(sym) {
		if by, _, _ := model.Receiver(maker); r.Result < 0 && by == recv {
			return r
		}
		made := strings.TrimPrefix(r.Type, "*")
		if r.Result >= 0 && sym.Lib.Client(maker) != nil && made == model.Qualify(sym.Lib.Path(), strings.TrimPrefix(recv, "*")) {
			return r
		}
	}
	return nil
}

// endsBefore reports whether one closing always runs before another: calls in
// their order, deferred ones in the opposite order.
func endsBefore(first, then ssa.Instruction) bool {
	_, isDefer := first.(*ssa.Defer)
	if _, alike := then.(*ssa.Defer); alike != isDefer || first == then {
		return false
	}
	if isDefer {
		first, then = then, first
	}
	return dominates(first, then)
}
