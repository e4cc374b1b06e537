package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file finds what limits the goroutines that a call starts: how many there
// are for a request, and at once.

// starting is flags of a call that may start goroutines, with what is known of
// who waits for them and of what limits them.
func (b *builder) starting(site ssa.CallInstruction, flags Flags) Flags {
	return b.spawning(site, b.attended(site, b.awaited(site, flags)))
}

// spawning is flags of a call that starts goroutines, with Permitted if something
// limits how many there are: a pool, a permit that the goroutine gives back, or a
// state of the program that lets one run at a time. A lock of the caller, which
// is unlocked before they end, does not.
func (b *builder) spawning(site ssa.CallInstruction, flags Flags) Flags {
	if !flags.Has(Starts) {
		return flags
	}
	if _, isGo := site.(*ssa.Go); !isGo && (flags.Has(Guarded) || b.isPool(site)) || b.hasPermit(site) || b.isOneAtATime(site) {
		flags |= Permitted
	}
	if flags.Has(Async) && slices.ContainsFunc(b.bodiesAt(site), isWorker) {
		flags |= Attended
	}
	if b.recovers(site) {
		flags |= Recovers
	}
	return flags
}

// isPool reports whether a site hands work to a group or pool that may have a
// limit and is made elsewhere, where that is set.
func (b *builder) isPool(site ssa.CallInstruction) bool {
	return slices.ContainsFunc(b.prog.Callees(site), func(c program.Callee) bool {
		if c.Recv == nil || !b.canLimit(c) {
			return false
		}
		_, isParam := rootOf(c.Recv).(*ssa.Parameter)
		return isParam || placeOf(c.Recv) != nil
	})
}

// hasPermit reports whether a permit is held at site that is no lock.
func (b *builder) hasPermit(site ssa.Instruction) bool {
	return slices.ContainsFunc(b.guardsOf(site.Parent()), func(g guard) bool {
		return !isLock(g) && g.dominates(site) && !b.givenBack(g, site)
	})
}

// isLock reports whether a guard is a lock: it is no use to limit what outlives
// the function that holds it.
func isLock(g guard) bool {
	return g.by != nil && strings.HasPrefix(strings.TrimPrefix(methodName(g.by.Common()), "Try"), "Lock")
}

// isOneAtATime reports whether a site is reached only when a state of the
// program says that nobody was there before: a compare-and-swap, or a field that
// the function sets.
func (b *builder) isOneAtATime(site ssa.Instruction) bool {
	for d := site.Block(); d.Idom() != nil; d = d.Idom() {
		cond, ok := d.Idom().Instrs[len(d.Idom().Instrs)-1].(*ssa.If)
		if ok && b.asksState(cond.Cond, 0) {
			return true
		}
	}
	return false
}

func (b *builder) asksState(v ssa.Value, depth int) bool {
	if depth > 4 {
		return false
	}
	switch x := v.(type) {
	case *ssa.Call:
		switch methodName(x.Common()) {
		case "CompareAndSwap", "Swap", "TryLock", "TryAcquire", "SetNX", "Allow":
			return true
		}
		fn := x.Common().StaticCallee()
		return fn != nil && (strings.HasPrefix(fn.Name(), "CompareAndSwap") || strings.HasPrefix(fn.Name(), "Swap"))
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok {
			return strings.HasPrefix(methodName(call.Common()), "LoadOr") || b.asksState(call, depth+1)
		}
		lookup, ok := x.Tuple.(*ssa.Lookup)
		return ok && lookup.CommaOk && b.isSet(lookup.X, x.Parent())
	case *ssa.UnOp:
		if x.Op == token.NOT {
			return b.asksState(x.X, depth+1)
		}
		return x.Op == token.MUL && b.isSet(x, x.Parent())
	case *ssa.BinOp:
		return b.asksState(x.X, depth+1) || b.asksState(x.Y, depth+1)
	}
	return false
}

// isSet reports whether a function stores in the field or variable that a value
// is read from, or in a map that is.
func (b *builder) isSet(v ssa.Value, fn *ssa.Function) bool {
	at := placeOf(v)
	if at == nil {
		return false
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch i := instr.(type) {
			case *ssa.Store:
				if placeOf(i.Addr) == at {
					return true
				}
			case *ssa.MapUpdate:
				if placeOf(i.Map) == at {
					return true
				}
			}
		}
	}
	return false
}

// isWorker reports whether a goroutine's function goes on for as long as others
// give it something to do: it is not there for one request.
func isWorker(fn *ssa.Function) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if len(channelsOf(instr)) == 0 {
				continue
			}
			if end, ok := mustDo(instr); isEndless(block) || ok && end.forever {
				return true
			}
		}
	}
	return false
}

// each is the set of inputs that decide how many goroutines a call starts: what
// the loop around it ranges over, unless a limit or a permit bounds it.
func (b *builder) each(site ssa.CallInstruction, flags Flags) Inputs {
	if flags.Has(Permitted) || !reaches(site.Block(), site.Block()) {
		return 0
	}
	var out Inputs
	for d := site.Block(); d != nil; d = d.Idom() {
		if !reaches(d, d) || !reaches(site.Block(), d) {
			continue
		}
		if cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If); ok {
			out |= b.elements(cond.Cond, site.Block())
		}
	}
	return out &^ Foreign
}

// elements is what a loop's condition says that it ranges over: a slice by its
// length, a map or string by an iterator. What was found to be short enough
// before is nothing.
func (b *builder) elements(cond ssa.Value, at *ssa.BasicBlock) Inputs {
	switch x := cond.(type) {
	case *ssa.BinOp:
		if call, ok := x.Y.(*ssa.Call); ok && x.Op == token.LSS && isBuiltin(call.Common()) && len(call.Common().Args) == 1 {
			return b.ranged(call.Common().Args[0], at)
		}
	case *ssa.Extract:
		if next, ok := x.Tuple.(*ssa.Next); ok {
			if r, ok := next.Iter.(*ssa.Range); ok {
				return b.ranged(r.X, at)
			}
		}
	}
	return 0
}

// ranged is what a collection derives from, 0 if some of that was read at run
// time: then nobody knows who decides its length.
func (b *builder) ranged(v ssa.Value, at *ssa.BasicBlock) Inputs {
	if _, isArray := v.Type().Underlying().(*types.Array); isArray || b.isCapped(v, at) {
		return 0
	}
	from := b.derives(v)
	if from&Foreign != 0 {
		return 0
	}
	return from
}

// recovers reports whether a panic in a goroutine that a site starts is
// recovered there.
func (b *builder) recovers(site ssa.CallInstruction) bool {
	for _, body := range b.bodiesAt(site) {
		if !b.defersRecover(body) {
			return false
		}
	}
	return true
}

func (b *builder) defersRecover(fn *ssa.Function) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			d, ok := instr.(*ssa.Defer)
			if !ok {
				continue
			}
			for _, c := range b.prog.Callees(d) {
				if c.Body == nil && c.Func != nil || c.Body != nil && callsRecover(c.Body) {
					return true // what a library defers may recover
				}
			}
		}
	}
	return false
}

func callsRecover(fn *ssa.Function) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if call, ok := instr.(*ssa.Call); ok {
				if builtin, ok := call.Common().Value.(*ssa.Builtin); ok && builtin.Name() == "recover" {
					return true
				}
			}
		}
	}
	return false
}
