package program

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// FuncSlot is the slot that a function value is read from, also through a
// variable that a literal captures, out of a map or slice, or as the receiver of
// a function type's method; "" if it is none.
func (p *Package) FuncSlot(v ssa.Value) string { return p.funcSlot(v, 0) }

func (p *Package) funcSlot(v ssa.Value, depth int) string {
	if depth > 4 {
		return ""
	}
	if param, ok := v.(*ssa.Parameter); ok {
		if named := receiverFunc(param); named != nil {
			return FuncTypeSlot(named)
		}
	}
	if s := SlotOf(v); s != "" {
		return s
	}
	switch x := v.(type) {
	case *ssa.FreeVar:
		return p.onlySlot(p.Bound(x), depth+1)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return p.loadSlot(x.X, depth+1)
		}
	case *ssa.Lookup:
		return p.elementSlot(x.X, depth+1)
	case *ssa.Index:
		return p.elementSlot(x.X, depth+1)
	case *ssa.Extract:
		switch t := x.Tuple.(type) {
		case *ssa.Lookup:
			return p.elementSlot(t.X, depth+1)
		case *ssa.Next:
			if r, ok := t.Iter.(*ssa.Range); ok && x.Index == 2 {
				return p.elementSlot(r.X, depth+1)
			}
		}
	}
	return ""
}

// loadSlot is the slot behind a variable that is set once, or behind an element
// of a slice.
func (p *Package) loadSlot(addr ssa.Value, depth int) string {
	switch a := addr.(type) {
	case *ssa.Alloc:
		return p.onlySlot(StoredIn(a), depth)
	case *ssa.IndexAddr:
		return p.elementSlot(a.X, depth)
	case *ssa.FreeVar:
		var stored []ssa.Value
		for _, b := range p.Bound(a) {
			if cell, ok := b.(*ssa.Alloc); ok {
				stored = append(stored, StoredIn(cell)...)
			}
		}
		return p.onlySlot(stored, depth)
	}
	return ""
}

func (p *Package) onlySlot(vs []ssa.Value, depth int) string {
	if len(vs) != 1 {
		return ""
	}
	return p.funcSlot(vs[0], depth)
}

func (p *Package) elementSlot(v ssa.Value, depth int) string {
	if s := p.funcSlot(v, depth); s != "" {
		return ElementSlot(s)
	}
	return ""
}

// receiverFunc is the function type whose method has the parameter as its
// receiver, or nil.
func receiverFunc(param *ssa.Parameter) *types.Named {
	fn := param.Parent()
	if fn.Signature.Recv() == nil || len(fn.Params) == 0 || fn.Params[0] != param {
		return nil
	}
	named, ok := types.Unalias(param.Type()).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || !isFunc(named) {
		return nil
	}
	return named
}
