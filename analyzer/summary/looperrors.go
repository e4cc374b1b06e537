package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file knows what errors say that end loops.

// failed is what it says that an error is not nil: that of a call which is
// given the context, or talks to the client, that the request may be over.
func (b *builder) failed(err ssa.Value) leaving {
	calls := errorSources(err)
	for _, c := range calls {
		if methodName(c.Common()) == "Err" || b.heeds(c) || talks(c) {
			return leavesDone
		}
	}
	if len(calls) == 0 {
		return leavesDone // of unknown origin
	}
	return leavesFail
}

// heeds reports whether a call ends with a context that may end: one that it is
// given, in whatever, that it captured, or that its receiver was bound to.
func (b *builder) heeds(call *ssa.Call) bool {
	common := call.Common()
	args := slices.Clone(common.Args)
	if common.IsInvoke() {
		args = append(args, common.Value)
	}
	for _, a := range args {
		if b.mayEnd(a, 0) {
			return true
		}
	}
	for _, c := range b.prog.Callees(call) {
		if slices.ContainsFunc(c.Free, func(v ssa.Value) bool { return b.mayEnd(v, 0) }) {
			return true
		}
	}
	return false
}

// mayEnd reports whether v carries a context that may end.
func (b *builder) mayEnd(v ssa.Value, depth int) bool {
	t := v.Type()
	if ptr, ok := t.Underlying().(*types.Pointer); ok && program.IsContext(ptr.Elem()) {
		t = ptr.Elem()
	}
	if program.CarriesContext(t) {
		return b.bound(v).Kind != CtxNever
	}
	if holdsContext(t) {
		return true
	}
	if call, ok := v.(*ssa.Call); ok && depth < 8 { // db.WithContext(ctx).Where(…)
		if recv := receiver(call.Common()); recv != nil && b.mayEnd(recv, depth+1) {
			return true
		}
		return slices.ContainsFunc(call.Common().Args, func(a ssa.Value) bool { return program.CarriesContext(a.Type()) && b.mayEnd(a, depth+1) })
	}
	return false
}

// holdsContext reports whether t is a struct with a field for a context.
func holdsContext(t types.Type) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		if program.IsContext(f.Type()) {
			return true
		}
	}
	return false
}

// errorSources are the calls that an error may come from.
func errorSources(v ssa.Value) []*ssa.Call {
	var out []*ssa.Call
	seen := map[ssa.Value]bool{}
	var visit func(v ssa.Value)
	visit = func(v ssa.Value) {
		if v == nil || seen[v] {
			return
		}
		seen[v] = true
		switch x := v.(type) {
		case *ssa.Call:
			out = append(out, x)
			if fn := x.Common().StaticCallee(); fn != nil && fn.Pkg != nil && fn.Pkg.Pkg.Path() == "fmt" {
				for _, w := range wrapped(x) {
					visit(w)
				}
			}
		case *ssa.Extract:
			visit(x.Tuple)
		case *ssa.Phi:
			for _, e := range x.Edges {
				visit(e)
			}
		case *ssa.MakeInterface:
			visit(x.X)
		case *ssa.ChangeInterface:
			visit(x.X)
		case *ssa.UnOp:
			switch a := x.X.(type) {
			case *ssa.Alloc:
				for _, s := range program.StoredIn(a) {
					visit(s)
				}
			case *ssa.FieldAddr: // gorm's tx.Error
				visit(a.X)
			}
		}
	}
	visit(v)
	return out
}

// wrapped are the errors among the arguments of fmt.Errorf.
func wrapped(call *ssa.Call) []ssa.Value {
	var out []ssa.Value
	for _, a := range call.Common().Args {
		sl, ok := a.(*ssa.Slice)
		if !ok {
			continue
		}
		for _, e := range elementsOf(sl.X) {
			if ci, ok := e.(*ssa.ChangeInterface); ok {
				out = append(out, ci.X)
			}
		}
	}
	return out
}

// elementsOf are the values that are stored in an array.
func elementsOf(array ssa.Value) []ssa.Value {
	var out []ssa.Value
	for _, ref := range program.Refs(array) {
		if ia, ok := ref.(*ssa.IndexAddr); ok {
			for _, st := range program.Refs(ia) {
				if s, ok := st.(*ssa.Store); ok {
					out = append(out, s.Val)
				}
			}
		}
	}
	return out
}
