package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// Some resources end with the context that the call which acquires them was
// given. A function that makes that context, and cancels it, releases them.

// endings are the calls that made the context which a call is given, or one
// that it derives from, and with it a function that cancels it.
func endings(call *ssa.Call) []*ssa.Call {
	var out []*ssa.Call
	v := contextGiven(call)
	for range 12 {
		v = plain(v)
		if ex, ok := v.(*ssa.Extract); ok {
			v = ex.Tuple
		}
		made, ok := v.(*ssa.Call)
		if !ok || made.Common().StaticCallee() == nil || made.Common().StaticCallee().Name() == "WithoutCancel" {
			break
		}
		if isCancel(made.Common().Signature().Results()) {
			out = append(out, made)
		}
		v = contextGiven(made)
	}
	return out
}

// contextGiven is the context that a call is given, nil if there is none.
func contextGiven(call *ssa.Call) ssa.Value {
	args := call.Common().Args
	if i := slices.IndexFunc(args, func(a ssa.Value) bool { return program.IsContext(a.Type()) }); i >= 0 {
		return args[i]
	}
	return nil
}

// endsWithInput reports whether a call is given a context that the function is
// given itself.
func (b *builder) endsWithInput(call *ssa.Call) bool {
	ctx := contextGiven(call)
	return ctx != nil && b.ctx(ctx).Kind == CtxInput
}

// plain is what a variable holds that is assigned to once, or v.
func plain(v ssa.Value) ssa.Value {
	if load, ok := v.(*ssa.UnOp); ok {
		if cell, ok := load.X.(*ssa.Alloc); ok {
			if vs := program.StoredIn(cell); len(vs) == 1 {
				return vs[0]
			}
		}
	}
	return v
}

// isCancel reports whether a function returns a context and what cancels it.
func isCancel(res *types.Tuple) bool {
	if res.Len() != 2 || !program.IsContext(res.At(0).Type()) {
		return false
	}
	name := types.TypeString(types.Unalias(res.At(1).Type()), nil)
	return strings.HasPrefix(name, "context.Cancel") || name == "func()"
}

// cancels reports whether a call, or deferred call, ends the context that the
// resource ends with: it calls its cancel function, or a literal that has it.
func (t *tracker) cancels(site ssa.CallInstruction) bool {
	if len(t.endings) == 0 {
		return false
	}
	if t.isCancelOf(site.Common().Value) {
		return true
	}
	mc, ok := site.Common().Value.(*ssa.MakeClosure)
	if !ok {
		return false
	}
	return slices.ContainsFunc(mc.Bindings, func(v ssa.Value) bool {
		cell, ok := v.(*ssa.Alloc)
		return t.isCancelOf(v) || ok && slices.ContainsFunc(program.StoredIn(cell), t.isCancelOf)
	})
}

func (t *tracker) isCancelOf(v ssa.Value) bool {
	ex, ok := plain(v).(*ssa.Extract)
	if !ok || ex.Index != 1 {
		return false
	}
	made, ok := ex.Tuple.(*ssa.Call)
	return ok && slices.Contains(t.endings, made)
}

// endsAnyway reports whether a call that was deferred before the resource was
// acquired ends its context when the function is left.
func (t *tracker) endsAnyway() bool {
	if len(t.endings) == 0 || t.origin == nil {
		return false
	}
	for b := t.origin.Block(); b != nil; b = b.Idom() {
		for _, instr := range b.Instrs {
			if d, ok := instr.(*ssa.Defer); ok && t.cancels(d) && (b != t.origin.Block() || indexOf(d) < indexOf(t.origin)) {
				return true
			}
		}
	}
	return false
}
