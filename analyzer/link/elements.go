package link

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// holdsLinked reports whether t is a slice, an array or a map of functions or
// of interfaces of the user's own, such as the listeners of an event.
func (c *collector) holdsLinked(t types.Type, depth int) bool {
	var elem types.Type
	switch u := t.Underlying().(type) {
	case *types.Slice:
		elem = u.Elem()
	case *types.Array:
		elem = u.Elem()
	case *types.Map:
		elem = u.Elem()
	default:
		return false
	}
	if program.IsFunc(elem) || c.isLinked(elem) {
		return true
	}
	return depth < 2 && c.holdsLinked(elem, depth+1)
}

// elements notes that the elements of v are among those that the slot to is.
func (c *collector) elements(to string, v ssa.Value, seen map[ssa.Value]bool) {
	if seen[v] {
		return
	}
	seen[v] = true
	switch x := v.(type) {
	case *ssa.ChangeType:
		c.elements(to, x.X, seen)
	case *ssa.Slice:
		c.elements(to, x.X, seen)
	case *ssa.Phi:
		for _, e := range x.Edges {
			c.elements(to, e, seen)
		}
	case *ssa.Alloc, *ssa.MakeSlice, *ssa.MakeMap:
		c.putInto(to, x, seen)
	case *ssa.Call:
		if b, ok := x.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
			for _, a := range x.Call.Args {
				c.elements(to, a, seen)
			}
			return
		}
		c.elementsOf(to, x)
	case *ssa.Const: // nil
	default:
		c.elementsOf(to, x)
	}
}

// elementsOf notes the elements of what is kept in a slot.
func (c *collector) elementsOf(to string, v ssa.Value) {
	switch from := program.ElementSlot(program.SlotOf(v)); from {
	case to:
	case "":
		c.table.Flows = append(c.table.Flows, Flow{to, "", FromUnknown})
	default:
		c.table.Flows = append(c.table.Flows, Flow{to, from, FromSlot})
	}
}

// putInto notes what is stored in a slice, an array or a map that is made here.
func (c *collector) putInto(to string, made ssa.Value, seen map[ssa.Value]bool) {
	for _, ref := range program.Refs(made) {
		switch r := ref.(type) {
		case *ssa.MapUpdate:
			if r.Map == made {
				c.flow(to, r.Value)
			}
		case *ssa.IndexAddr:
			for _, at := range program.Refs(r) {
				if st, ok := at.(*ssa.Store); ok && st.Addr == ssa.Value(r) {
					c.flow(to, st.Val)
				}
			}
		case *ssa.Store: // into a variable that has it
			if r.Addr == made {
				c.elements(to, r.Val, seen)
			}
		}
	}
}

// put notes that v becomes an element of a slice, an array or a map that is
// kept in a slot.
func (c *collector) put(into, v ssa.Value) {
	c.flow(program.ElementSlot(program.SlotOf(into)), v)
}
