package summary

import (
	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// callbackFlags says how a function is called that is given to a library, and
// whether it is called at all before the request ends.
func (b *builder) callbackFlags(site ssa.CallInstruction, c program.Callee, r *model.Callback) (f Flags, calls bool) {
	switch r.Mode {
	case model.ModeAsync:
		f = Async | Starts
	case model.ModeBounded:
		f = Async | Starts | Guarded
	case model.ModeOnce:
		f = Once | Guarded
	case model.ModeDeferred:
		return 0, false
	}
	if r.Joined {
		f &^= Async
	}
	if r.Holding == model.HoldingLock || r.Holding == model.HoldingPermit || b.boundsConcurrency(c) || b.isLimited(site, c) {
		f |= Guarded
	}
	return f, true
}

// boundsConcurrency reports whether a callee bounds, by itself, how many of the
// functions that it is given run at once, as singleflight does.
func (b *builder) boundsConcurrency(c program.Callee) bool {
	for _, sym := range b.prog.SymbolsOf(c) {
		for _, r := range sym.Lib.Bounds(sym.Rel) {
			if r.Bounds == model.BoundsConcurrency && r.Scope == model.ScopeCall {
				return true
			}
		}
	}
	return false
}

// isLimited reports whether a group or pool was given a limit: where it was
// made, or, by a call such as errgroup's SetLimit, in the same function or,
// when it is a field or variable, anywhere in the package.
func (b *builder) isLimited(site ssa.CallInstruction, c program.Callee) bool {
	if c.Recv == nil || !b.canLimit(c) {
		return false
	}
	for _, v := range append(b.madeBy(c.Recv), c.Recv) {
		if b.madeLimited(v) {
			return true
		}
	}
	fns := []*ssa.Function{site.Parent()}
	if placeOf(c.Recv) != nil {
		fns = b.prog.Funcs
	}
	for _, fn := range fns {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if call, ok := instr.(*ssa.Call); ok && b.setsLimit(call, c.Recv) {
					return true
				}
			}
		}
	}
	return false
}

// canLimit reports whether a type of the library of the callee has a method
// that sets a limit.
func (b *builder) canLimit(c program.Callee) bool {
	for _, sym := range b.prog.SymbolsOf(c) {
		for row := range sym.Lib.All() {
			if row.Kind != model.RowBound { // they come first
				break
			}
			r := row.Entry.(*model.Bound)
			if _, _, isMethod := model.Receiver(row.Symbol); isMethod && r.Bounds == model.BoundsConcurrency && r.Scope == model.ScopeCall {
				return true
			}
		}
	}
	return false
}

// madeLimited reports whether a chain of calls that makes a pool, such as
// pool.New().WithErrors().WithMaxGoroutines(8), sets a limit.
func (b *builder) madeLimited(v ssa.Value) bool {
	for range 8 {
		if ex, ok := v.(*ssa.Extract); ok {
			v = ex.Tuple
		}
		call, ok := v.(*ssa.Call)
		if !ok {
			return false
		}
		for _, c := range b.prog.Callees(call) {
			if b.boundsConcurrency(c) {
				return true
			}
		}
		v = receiver(call.Common())
	}
	return false
}

func (b *builder) setsLimit(call *ssa.Call, group ssa.Value) bool {
	for _, c := range b.prog.Callees(call) {
		if c.Recv != nil && (b.samePlace(c.Recv, group) || placeOf(group) != nil && placeOf(c.Recv) == placeOf(group)) && b.boundsConcurrency(c) {
			return true
		}
	}
	return false
}
