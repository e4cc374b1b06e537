package summary

import (
	"fmt"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// conditions says which values of a function decide its branches. Two tests
// of the same thing are one value here, so that a path that took one way at
// the first takes the same at the second:
//
//	if verbose { f, err = os.Open(name) }
//	…
//	if verbose { f.Close() }
type conditions struct {
	// canon maps comparisons, and loads of fields that the function does not
	// assign to, to the first one with the same meaning.
	canon map[ssa.Value]ssa.Value
	// uses counts the branches that depend on a value.
	uses map[ssa.Value]int
	// dependents are the canonical values to forget when a value changes.
	dependents map[ssa.Value][]ssa.Value
	// counters are the variables of which 0 is told from other numbers.
	counters map[*ssa.Phi]bool
}

// conditionsOf computes the conditions of a function once.
func (b *builder) conditionsOf(fn *ssa.Function) *conditions {
	if c, ok := b.conds[fn]; ok {
		return c
	}
	c := &conditions{map[ssa.Value]ssa.Value{}, map[ssa.Value]int{}, map[ssa.Value][]ssa.Value{}, countersOf(fn)}
	b.conds[fn] = c
	assigned := assignedFields(fn)
	first := map[string]ssa.Value{}
	for _, block := range fn.DomPreorder() {
		for _, instr := range block.Instrs {
			if v, ok := instr.(ssa.Value); ok {
				c.canonize(v, assigned, first)
			}
		}
	}
	for _, block := range fn.Blocks {
		if cond, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If); ok {
			c.count(cond.Cond, map[ssa.Value]bool{})
		}
	}
	return c
}

// assignedFields are the fields that a function or its literals assign to.
func assignedFields(fn *ssa.Function) map[*types.Var]bool {
	out := map[*types.Var]bool{}
	var visit func(*ssa.Function)
	visit = func(fn *ssa.Function) {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if s, ok := instr.(*ssa.Store); ok {
					if fa, ok := s.Addr.(*ssa.FieldAddr); ok {
						out[program.FieldOf(fa.X.Type(), fa.Field)] = true
					}
				}
			}
		}
		for _, anon := range fn.AnonFuncs {
			visit(anon)
		}
	}
	visit(fn)
	return out
}

// canonize gives v its canonical value if it is a pure function of others.
func (c *conditions) canonize(v ssa.Value, assigned map[*types.Var]bool, first map[string]ssa.Value) {
	key := ""
	var operands []ssa.Value
	switch x := v.(type) {
	case *ssa.BinOp:
		switch x.Op {
		case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
			key, operands = x.Op.String(), []ssa.Value{x.X, x.Y}
		}
	case *ssa.FieldAddr:
		if f := program.FieldOf(x.X.Type(), x.Field); !assigned[f] {
			key, operands = fmt.Sprintf("field %d", x.Field), []ssa.Value{x.X}
		}
	case *ssa.UnOp:
		if _, ok := c.canon[x.X].(*ssa.FieldAddr); ok && x.Op == token.MUL {
			key, operands = "load", []ssa.Value{x.X}
		}
	case *ssa.Call:
		if fn, ok := x.Call.Value.(*ssa.Builtin); ok && fn.Name() == "len" {
			if _, isMap := x.Call.Args[0].Type().Underlying().(*types.Map); !isMap {
				key, operands = "len", x.Call.Args
			}
		}
	}
	if key == "" {
		return
	}
	for _, op := range operands {
		key += " " + c.operandKey(op)
	}
	if first[key] == nil {
		first[key] = v
		for _, op := range operands {
			c.depend(v, c.canonical(op))
		}
	}
	c.canon[v] = first[key]
}

func (c *conditions) operandKey(v ssa.Value) string {
	if k, ok := v.(*ssa.Const); ok {
		return k.String()
	}
	return fmt.Sprintf("%p", c.canonical(v))
}

// depend notes that v is to be forgotten when op, or what op depends on,
// changes.
func (c *conditions) depend(v, op ssa.Value) {
	for leaf, deps := range c.dependents {
		for _, d := range deps {
			if d == op {
				c.dependents[leaf] = append(c.dependents[leaf], v)
				break
			}
		}
	}
	if c.canon[op] == nil {
		c.dependents[op] = append(c.dependents[op], v)
	}
}

func (c *conditions) canonical(v ssa.Value) ssa.Value {
	if x := c.canon[v]; x != nil {
		return x
	}
	return v
}

// isPure reports whether a value changes only when its operands do.
func (c *conditions) isPure(v ssa.Value) bool { return c.canon[v] != nil }

// count adds one branch to the uses of all that cond depends on.
func (c *conditions) count(cond ssa.Value, seen map[ssa.Value]bool) {
	if cond == nil || seen[cond] {
		return
	}
	seen[cond] = true
	c.uses[c.canonical(cond)]++
	switch x := cond.(type) {
	case *ssa.UnOp:
		c.count(x.X, seen) // of a load, the variable
	case *ssa.BinOp:
		if isNil(x.X) || isNil(x.Y) || isBool(x.X.Type()) {
			c.count(x.X, seen)
			c.count(x.Y, seen)
		}
	case *ssa.Phi:
		for _, e := range x.Edges {
			c.count(e, seen)
		}
	}
}
