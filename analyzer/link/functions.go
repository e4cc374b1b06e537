package link

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// holdsFuncs reports whether t is a map, slice or array of functions.
func holdsFuncs(t types.Type) bool {
	var elem types.Type
	switch u := t.Underlying().(type) {
	case *types.Map:
		elem = u.Elem()
	case *types.Slice:
		elem = u.Elem()
	default:
		return false
	}
	_, ok := elem.Underlying().(*types.Signature)
	return ok
}

// flowElements notes that what a slot holds has the functions in v, a map or
// slice.
func (c *collector) flowElements(to string, v ssa.Value) {
	to = program.ElementSlot(to)
	switch x := v.(type) {
	case *ssa.MakeMap:
		for _, ref := range *x.Referrers() {
			if u, ok := ref.(*ssa.MapUpdate); ok && u.Map == x {
				c.flow(to, u.Value)
			}
		}
		return
	case *ssa.ChangeType:
		c.flowElements(to[:len(to)-len(program.ElementSlot(""))], x.X)
		return
	case *ssa.Slice:
		for _, e := range program.Elements(x) {
			if e != v {
				c.flow(to, e)
			}
		}
		return
	case *ssa.Call:
		if b, ok := x.Common().Value.(*ssa.Builtin); ok && b.Name() == "append" {
			for _, a := range x.Common().Args {
				if _, ok := a.(*ssa.Slice); ok {
					c.flowElements(to[:len(to)-len(program.ElementSlot(""))], a)
				}
			}
			return
		}
		c.flowResult(x, 0, func(from string, kind FlowKind) {
			if kind == FromSlot {
				c.table.Flows = append(c.table.Flows, Flow{to, program.ElementSlot(from), kind})
			}
		})
		return
	}
	if from := program.ElementSlot(c.prog.FuncSlot(v)); from != program.ElementSlot("") && from != to {
		c.table.Flows = append(c.table.Flows, Flow{to, from, FromSlot})
	}
}

// adapts notes that a function becomes a value of a function type, whose
// methods call it.
func (c *collector) adapts(i *ssa.ChangeType) {
	named, ok := types.Unalias(i.Type()).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || named.NumMethods() == 0 || !c.isOwn(named.Obj().Pkg()) {
		return
	}
	if _, ok := named.Underlying().(*types.Signature); ok {
		c.flow(program.FuncTypeSlot(named), i.X)
	}
}
