package summary

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// sharing says who besides its own function may assign to a variable.
type sharing uint8

const (
	unshared   sharing = iota
	byCalls            // whoever it is handed to, during that call
	everywhere         // a literal that may run during any call
)

// isShared reports whether a call may assign to a variable of its caller.
func (b *builder) isShared(cell ssa.Value, call *ssa.Call) bool {
	s, ok := b.shared[cell]
	if !ok {
		s = sharingOf(cell)
		b.shared[cell] = s
	}
	if s == byCalls {
		for _, a := range call.Call.Args {
			if a == cell {
				return true
			}
		}
	}
	return s == everywhere
}

func sharingOf(cell ssa.Value) sharing {
	if _, ok := cell.(*ssa.FreeVar); ok {
		return unshared // literals run one after the other as a rule
	}
	out := unshared
	for _, ref := range program.Refs(cell) {
		switch i := ref.(type) {
		case *ssa.Store:
			if i.Val == cell {
				return everywhere
			}
		case *ssa.MakeClosure:
			if assigns(i, cell) && !runsLast(i) {
				return everywhere
			}
		case *ssa.Call:
			out = byCalls
		case *ssa.MakeInterface, *ssa.Phi, *ssa.ChangeType:
			return everywhere
		}
	}
	return out
}

// assigns reports whether a literal, or one inside it, assigns to a variable
// that it captures.
func assigns(mc *ssa.MakeClosure, cell ssa.Value) bool {
	fn := mc.Fn.(*ssa.Function)
	for i, b := range mc.Bindings {
		if b != cell || i >= len(fn.FreeVars) {
			continue
		}
		fv := fn.FreeVars[i]
		for _, ref := range program.Refs(fv) {
			switch r := ref.(type) {
			case *ssa.Store:
				return true
			case *ssa.MakeClosure:
				if assigns(r, fv) {
					return true
				}
			case *ssa.UnOp:
			default:
				return true
			}
		}
	}
	return false
}

// runsLast reports whether a literal runs only when its function is left.
func runsLast(mc *ssa.MakeClosure) bool {
	for _, ref := range program.Refs(mc) {
		if d, ok := ref.(*ssa.Defer); !ok || d.Call.Value != mc {
			return false
		}
	}
	return true
}

// zero is what a new variable holds.
func zero(a *ssa.Alloc) fact {
	elem := a.Type().Underlying().(*types.Pointer).Elem()
	switch elem.Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Signature, *types.Chan, *types.Map, *types.Slice:
		return isNilValue
	}
	if isBool(elem) {
		return isFalse
	}
	return unknown
}
