package summary

import (
	"go/token"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// guard is an instruction after which a permit or lock is held: a call of
// Lock or Acquire, or a send on, or receive from, a channel of permits.
type guard struct {
	block *ssa.BasicBlock
	index int
	on    ssa.Value // the lock, semaphore or channel; nil when a helper took it
}

// isGuarded reports whether a permit is held at site wherever control comes
// from: a guard dominates it, and no release stands between. It is a *must*
// analysis by dominance, so a permit taken on one branch only does not count.
func (b *builder) isGuarded(site ssa.Instruction) bool {
	for _, g := range b.guardsOf(site.Parent()) {
		if g.dominates(site) && !b.givenBack(g, site) {
			return true
		}
	}
	return false
}

func (g guard) dominates(site ssa.Instruction) bool {
	if g.block == site.Block() {
		return g.index < indexOf(site)
	}
	return g.block.Dominates(site.Block())
}

// guardsOf lists the guards of a function once.
func (b *builder) guardsOf(fn *ssa.Function) []guard {
	if gs, ok := b.guards[fn]; ok {
		return gs
	}
	b.guards[fn] = nil
	var out []guard
	for _, block := range fn.Blocks {
		for i, instr := range block.Instrs {
			out = append(out, b.guardAt(block, i, instr)...)
		}
	}
	b.guards[fn] = out
	return out
}

func (b *builder) guardAt(block *ssa.BasicBlock, i int, instr ssa.Instruction) []guard {
	switch x := instr.(type) {
	case *ssa.Send:
		if b.exchanges(x.Parent(), x.Chan, true) {
			return []guard{{block, i, x.Chan}}
		}
	case *ssa.UnOp:
		if x.Op == token.ARROW && !isDone(x.X) && b.exchanges(x.Parent(), x.X, false) {
			return []guard{{block, i, x.X}}
		}
	case *ssa.Select:
		var out []guard
		for n, s := range x.States {
			if to := selected(x, n); to != nil && !isDone(s.Chan) && b.exchanges(x.Parent(), s.Chan, s.Send != nil) {
				out = append(out, guard{to, -1, s.Chan})
			}
		}
		return out
	case *ssa.Call:
		return b.callGuard(block, i, x)
	}
	return nil
}

// callGuard is a call that takes a lock or a permit, or waits for a limiter.
func (b *builder) callGuard(block *ssa.BasicBlock, i int, call *ssa.Call) []guard {
	for _, c := range b.prog.Callees(call) {
		if shape := b.shapeOf(c); shape != nil && shape.Acquires {
			return []guard{{block, i, nil}}
		}
		for _, sym := range b.prog.SymbolsOf(c) {
			for _, r := range sym.Lib.Resources(sym.Rel) {
				if r.Result < 0 && (r.Duty == model.DutyLock || r.Duty == model.DutyPermit) {
					return []guard{{block, i, c.Recv}}
				}
			}
			for _, r := range sym.Lib.Bounds(sym.Rel) {
				if r.Scope == model.ScopeCall && r.Bounds == model.BoundsRate {
					return []guard{{block, i, nil}}
				}
			}
		}
	}
	return nil
}

// exchanges reports whether a function, or a literal in it, also does the
// opposite on the channel: a permit that is taken is given back.
func (b *builder) exchanges(fn *ssa.Function, ch ssa.Value, taken bool) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch x := instr.(type) {
			case *ssa.Send:
				if !taken && b.samePlace(x.Chan, ch) {
					return true
				}
			case *ssa.UnOp:
				if taken && x.Op == token.ARROW && b.samePlace(x.X, ch) {
					return true
				}
			}
		}
	}
	for _, anon := range fn.AnonFuncs {
		if b.exchanges(anon, ch, taken) {
			return true
		}
	}
	return false
}

// givenBack reports whether the permit is released between the guard and the
// site, on every path.
func (b *builder) givenBack(g guard, site ssa.Instruction) bool {
	if g.on == nil {
		return false
	}
	for _, block := range site.Parent().Blocks {
		for i, instr := range block.Instrs {
			if instr == site || !b.releasesGuard(instr, g.on) {
				continue
			}
			after := guard{block, i, nil}
			if after.dominates(site) && g.dominates(instr) {
				return true
			}
		}
	}
	return false
}

func (b *builder) releasesGuard(instr ssa.Instruction, on ssa.Value) bool {
	switch x := instr.(type) {
	case *ssa.Call:
		name := methodName(x.Common())
		return (strings.HasSuffix(name, "Unlock") || name == "Release") && b.samePlace(receiver(x.Common()), on)
	case *ssa.UnOp:
		return x.Op == token.ARROW && b.samePlace(x.X, on)
	case *ssa.Send:
		return b.samePlace(x.Chan, on)
	}
	return false
}

// samePlace reports whether two values are the same field, variable or local.
func (b *builder) samePlace(x, y ssa.Value) bool {
	if x == nil || y == nil {
		return false
	}
	if x == y {
		return true
	}
	x, y = b.outer(x), b.outer(y)
	if x == y {
		return true
	}
	switch a := x.(type) {
	case *ssa.UnOp:
		c, ok := y.(*ssa.UnOp)
		return ok && a.Op == token.MUL && c.Op == token.MUL && b.samePlace(a.X, c.X)
	case *ssa.FieldAddr:
		c, ok := y.(*ssa.FieldAddr)
		return ok && a.Field == c.Field && b.samePlace(a.X, c.X)
	case *ssa.ChangeType:
		return b.samePlace(a.X, y)
	}
	return false
}

// outer is what a captured variable is bound to, when that is one value.
func (b *builder) outer(v ssa.Value) ssa.Value {
	fv, ok := v.(*ssa.FreeVar)
	if !ok {
		if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
			if a, ok := load.X.(*ssa.Alloc); ok { // a parameter that a literal captures
				if vs := program.StoredIn(a); len(vs) == 1 {
					return vs[0]
				}
			}
			if fv, ok := load.X.(*ssa.FreeVar); ok {
				if vs := b.boundValues(fv); len(vs) == 1 {
					return vs[0]
				}
			}
		}
		return v
	}
	if bound := b.prog.Bound(fv); len(bound) == 1 {
		return bound[0]
	}
	return v
}

// acquires reports whether fn leaves with a permit held that it does not give
// back: a helper that takes one for its caller.
func (b *builder) acquires(fn *ssa.Function) bool {
	rets := returns(fn)
	for _, g := range b.helperGuards(fn) {
		for _, ret := range rets {
			if g.dominates(ret) && !b.givenBackAnywhere(fn, g.on) {
				return true
			}
		}
	}
	return false
}

// helperGuards are the guards of a function that does not itself give permits
// back: any send on a channel of a field or variable counts.
func (b *builder) helperGuards(fn *ssa.Function) []guard {
	var out []guard
	for _, block := range fn.Blocks {
		for i, instr := range block.Instrs {
			switch x := instr.(type) {
			case *ssa.Send:
				if isShared(x.Chan) && isSignal(x.Chan) {
					out = append(out, guard{block, i, x.Chan})
				}
			case *ssa.Select:
				for n, s := range x.States {
					if to := selected(x, n); to != nil && s.Send != nil && isShared(s.Chan) && isSignal(s.Chan) {
						out = append(out, guard{to, -1, s.Chan})
					}
				}
			case *ssa.Call:
				out = append(out, b.callGuard(block, i, x)...)
			}
		}
	}
	return out
}

func (b *builder) givenBackAnywhere(fn *ssa.Function, on ssa.Value) bool {
	if on == nil {
		return false
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if b.releasesGuard(instr, on) {
				return true
			}
			if d, ok := instr.(*ssa.Defer); ok {
				name := methodName(&d.Call)
				if (strings.HasSuffix(name, "Unlock") || name == "Release") && b.samePlace(receiver(&d.Call), on) {
					return true
				}
			}
		}
	}
	for _, anon := range fn.AnonFuncs {
		if onlyDeferred(fn, anon) && b.givenBackAnywhere(anon, on) {
			return true
		}
	}
	return false
}

// onlyDeferred reports whether a literal is deferred by fn, rather than given
// to the caller as the release.
func onlyDeferred(fn, anon *ssa.Function) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if d, ok := instr.(*ssa.Defer); ok {
				if mc, ok := d.Call.Value.(*ssa.MakeClosure); ok && mc.Fn == anon {
					return true
				}
			}
		}
	}
	return false
}

// callbackFlags says how a function is called that is given to a library, and
// whether it is called at all before the request ends.
func (b *builder) callbackFlags(site ssa.CallInstruction, c program.Callee, r *model.Callback) (f Flags, calls bool) {
	switch r.Mode {
	case model.ModeAsync:
		f = Async
		if b.isLimited(site, c.Recv) {
			f |= Guarded
		}
	case model.ModeBounded:
		f = Async | Guarded
	case model.ModeOnce:
		f = Once | Guarded
	case model.ModeDeferred:
		return 0, false
	}
	if r.Holding == model.HoldingLock || r.Holding == model.HoldingPermit || strings.Contains(r.Limit, "at most") {
		f |= Guarded
	}
	return f, true
}

// isLimited reports whether a group or pool was given a limit in the same
// function, as by errgroup's SetLimit.
func (b *builder) isLimited(site ssa.CallInstruction, group ssa.Value) bool {
	if group == nil {
		return false
	}
	for _, block := range site.Parent().Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			for _, c := range b.prog.Callees(call) {
				if c.Recv == nil || !b.samePlace(c.Recv, group) && ssa.Value(call) != group {
					continue
				}
				for _, sym := range b.prog.SymbolsOf(c) {
					for _, r := range sym.Lib.Bounds(sym.Rel) {
						if r.Bounds == model.BoundsConcurrency {
							return true
						}
					}
				}
			}
		}
	}
	return false
}

// isKept reports whether what v makes is kept for later requests: stored in a
// package variable, in a field of something that was not made here, in a map
// or by a method such as Store or LoadOrStore.
func (b *builder) isKept(v ssa.Value) bool {
	seen := map[ssa.Value]bool{}
	var visit func(v ssa.Value, depth int) bool
	visit = func(v ssa.Value, depth int) bool {
		if v.Referrers() == nil || seen[v] || depth > 8 {
			return false
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch x := ref.(type) {
			case *ssa.Store:
				if x.Val == v && keeps(x.Addr) {
					return true
				}
				if a, ok := x.Addr.(*ssa.Alloc); ok && x.Val == v {
					for _, use := range *a.Referrers() {
						if load, ok := use.(*ssa.UnOp); ok && visit(load, depth+1) {
							return true
						}
					}
				}
				if fa, ok := x.Addr.(*ssa.FieldAddr); ok && x.Val == v { // part of a literal
					if a, ok := fa.X.(*ssa.Alloc); ok && visit(a, depth+1) {
						return true
					}
				}
			case *ssa.MapUpdate:
				if x.Value == v {
					return true
				}
			case *ssa.Call:
				if isCacheMethod(methodName(x.Common())) && receiver(x.Common()) != v {
					return true
				}
			case *ssa.Phi, *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Extract, *ssa.UnOp, *ssa.Slice:
				if visit(x.(ssa.Value), depth+1) {
					return true
				}
			}
		}
		return false
	}
	return visit(v, 0)
}

// keeps reports whether an address outlives the call: a package variable, or a
// field reached through a pointer that was not made here.
func keeps(addr ssa.Value) bool {
	switch a := addr.(type) {
	case *ssa.Global:
		return true
	case *ssa.FieldAddr:
		for {
			switch base := a.X.(type) {
			case *ssa.FieldAddr:
				a = base
				continue
			case *ssa.Alloc:
				return false
			case *ssa.Call:
				return false
			}
			return true
		}
	}
	return false
}

func isCacheMethod(name string) bool {
	switch name {
	case "Store", "LoadOrStore", "Set", "SetDefault", "SetWithTTL", "Add", "Put", "Swap", "CompareAndSwap", "GetOrSet", "PeekOrAdd", "ContainsOrAdd":
		return true
	}
	return false
}
