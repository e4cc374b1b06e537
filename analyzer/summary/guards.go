package summary

import (
	"go/constant"
	"go/token"
	"go/types"
	"iter"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// guard is a place in a function after which a permit or lock is held: a call
// of Lock or Acquire, or a send on, or receive from, a channel of permits.
type guard struct {
	block *ssa.BasicBlock
	index int       // of the instruction in the block; -1 for the block's beginning
	on    ssa.Value // the lock, semaphore or channel; nil when a helper took it
	by    *ssa.Call // the call of that helper
	sent  bool      // to the channel, rather than received from it
}

// isGuarded reports whether a permit is held at site wherever control comes
// from: a guard dominates it, and no release stands between. It is a *must*
// analysis by dominance, so a permit taken on one branch only does not count.
// Whether the permit is given back in the end is not asked: that is a leak.
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

// reaches reports whether control may come from the guard to site.
func (g guard) reaches(site ssa.Instruction) bool {
	if g.block == site.Block() && g.index < indexOf(site) {
		return true
	}
	seen := map[*ssa.BasicBlock]bool{}
	todo := slices.Clone(g.block.Succs)
	for len(todo) > 0 {
		block := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if block == site.Block() {
			return true
		}
		if !seen[block] {
			seen[block] = true
			todo = append(todo, block.Succs...)
		}
	}
	return false
}

// guardsOf lists the guards of a function once. A channel operation is a guard
// when the function also does the opposite: a permit that is taken is given
// back.
func (b *builder) guardsOf(fn *ssa.Function) []guard {
	if gs, ok := b.guards[fn]; ok {
		return gs
	}
	b.guards[fn] = nil
	var out []guard
	for g := range b.exchangesIn(fn) {
		if b.exchanged(g) {
			out = append(out, g)
		}
	}
	out = append(out, b.calledGuards(fn)...)
	if b.shapes[fn] != nil { // else callees may still change
		b.guards[fn] = out
	} else {
		delete(b.guards, fn)
	}
	return out
}

// calledGuards are the guards that calls are.
func (b *builder) calledGuards(fn *ssa.Function) []guard {
	var out []guard
	for _, block := range fn.Blocks {
		for i, instr := range block.Instrs {
			if call, ok := instr.(*ssa.Call); ok {
				out = append(out, b.callGuard(block, i, call)...)
			}
		}
	}
	return out
}

// exchangesIn yields the places after which something was sent to, or received
// from, a channel that may hold permits.
func (b *builder) exchangesIn(fn *ssa.Function) iter.Seq[guard] {
	return func(yield func(guard) bool) {
		for _, block := range fn.Blocks {
			for i, instr := range block.Instrs {
				for _, g := range exchanges(block, i, instr) {
					if b.mayHoldPermits(g) && !yield(g) {
						return
					}
				}
			}
		}
	}
}

// mayHoldPermits rules out channels without room, and what is received from a
// channel made here: results of other goroutines, unless it says nothing.
func (b *builder) mayHoldPermits(g guard) bool {
	if isDone(g.on) || !b.isBuffered(g.on) {
		return false
	}
	_, isLocal := b.outer(g.on).(*ssa.MakeChan)
	return g.sent || !isLocal || isPermit(g.on.Type())
}

// exchanges are the sends and receives that an instruction does: after a
// select, only where it is known which case ran.
func exchanges(block *ssa.BasicBlock, i int, instr ssa.Instruction) []guard {
	var out []guard
	for _, x := range transfersOf(instr) {
		g := guard{block: block, index: i, on: x.on, sent: x.sent}
		if sel, ok := instr.(*ssa.Select); ok {
			g.block, g.index = selected(sel, x.nth), -1
			if g.block == nil || len(g.block.Preds) != 1 {
				continue
			}
		}
		out = append(out, g)
	}
	return out
}

// callGuard is a call that takes a lock or a permit, or waits for a limiter.
// One that says by a boolean whether it did guards the branch where it did.
func (b *builder) callGuard(block *ssa.BasicBlock, i int, call *ssa.Call) []guard {
	if isPaired(call.Common(), map[string]string{"Lock": "Unlock", "Acquire": "Release"}) {
		return []guard{{block: block, index: i, on: call.Common().Value}}
	}
	for _, c := range b.prog.Callees(call) {
		if shape := b.shapeOf(c); shape != nil && shape.Acquires {
			gs, tested := whereTrue(call, nil)
			if !tested {
				gs = []guard{{block: block, index: i, by: call}}
			}
			return gs
		}
		if on, ok := b.takes(c); ok {
			if isBool(call.Type()) {
				gs, _ := whereTrue(call, on)
				return gs
			}
			return []guard{{block: block, index: i, on: on, by: call}}
		}
	}
	return nil
}

// takes reports whether the catalogue says that a callee takes a lock or a
// permit, or passes a rate limiter, and which. Any number of readers may hold
// a read lock, so that one limits nothing.
func (b *builder) takes(c program.Callee) (on ssa.Value, ok bool) {
	for _, sym := range b.prog.SymbolsOf(c) {
		if strings.Contains(sym.Rel, ").RLock") || strings.Contains(sym.Rel, ").TryRLock") {
			return nil, false
		}
		for _, r := range sym.Lib.Resources(sym.Rel) {
			if r.Result < 0 && (r.Duty == model.DutyLock || r.Duty == model.DutyPermit) {
				return c.Recv, true
			}
		}
		for _, r := range sym.Lib.Bounds(sym.Rel) {
			if r.Scope == model.ScopeCall && (r.Bounds == model.BoundsRate || r.Bounds == model.BoundsConcurrency) &&
				c.Recv != nil && !takesFunc(c.Func) && !configures(c.Func) {
				if r.Bounds == model.BoundsConcurrency {
					on = c.Recv
				}
				return on, true
			}
		}
	}
	return nil, false
}

// takesFunc reports whether a function is given another to run: the bound is
// then on that.
func takesFunc(fn *types.Func) bool {
	for v := range fn.Signature().Params().Variables() {
		if program.IsFunc(v.Type()) {
			return true
		}
	}
	return false
}

// configures reports whether a function sets a bound for what comes later, as
// errgroup's SetLimit does, rather than passing one.
func configures(fn *types.Func) bool {
	return strings.HasPrefix(fn.Name(), "Set") || strings.HasPrefix(fn.Name(), "With")
}

// isPaired reports whether a call is of a method of an interface that has the
// other half of the pair as well, such as Lock and Unlock.
func isPaired(c *ssa.CallCommon, pairs map[string]string) bool {
	other, ok := pairs[methodName(c)]
	if !ok || !c.IsInvoke() {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(c.Value.Type(), false, c.Method.Pkg(), other)
	_, ok = obj.(*types.Func)
	return ok
}

func isBool(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Kind() == types.Bool
}

// whereTrue are the branches on which a call returned true, and whether that is
// asked at all.
func whereTrue(call *ssa.Call, on ssa.Value) (out []guard, tested bool) {
	var visit func(v ssa.Value, want int)
	visit = func(v ssa.Value, want int) {
		for _, ref := range program.Refs(v) {
			switch x := ref.(type) {
			case *ssa.UnOp:
				if x.Op == token.NOT {
					visit(x, 1-want)
				}
			case *ssa.If:
				tested = true
				if to := x.Block().Succs[want]; len(to.Preds) == 1 {
					out = append(out, guard{block: to, index: -1, on: on, by: call})
				}
			}
		}
	}
	if isBool(call.Type()) {
		visit(call, 0)
	}
	return out, tested
}

// exchanged reports whether what a channel operation took is given back after
// it: by the function, a literal that it makes afterwards or defers, or a
// helper.
func (b *builder) exchanged(g guard) bool {
	fn := g.block.Parent()
	for _, block := range fn.Blocks {
		for i, instr := range block.Instrs {
			_, deferred := instr.(*ssa.Defer)
			if !deferred && !g.reaches(instr) {
				continue
			}
			for _, x := range exchanges(block, i, instr) {
				if x.opposes(b, g) {
					return true
				}
			}
			if b.helperExchanges(instr, g) {
				return true
			}
		}
	}
	return false
}

// helperExchanges reports whether an instruction makes a literal that does the
// opposite on the channel, or calls a function that gives a permit back.
func (b *builder) helperExchanges(instr ssa.Instruction, g guard) bool {
	for _, op := range instr.Operands(nil) {
		var anon *ssa.Function
		switch x := (*op).(type) {
		case *ssa.Function:
			anon = x
		case *ssa.MakeClosure:
			anon, _ = x.Fn.(*ssa.Function)
		}
		if anon != nil && anon.Parent() == instr.Parent() && b.opposes(anon, g) {
			return true
		}
	}
	site, ok := instr.(ssa.CallInstruction)
	return ok && b.givesBackAt(site)
}

// opposes reports whether a literal, or one in it, gives back what the function
// around it took.
func (b *builder) opposes(fn *ssa.Function, g guard) bool {
	for _, block := range fn.Blocks {
		for i, instr := range block.Instrs {
			for _, x := range exchanges(block, i, instr) {
				if x.opposes(b, g) {
					return true
				}
			}
		}
	}
	return slices.ContainsFunc(fn.AnonFuncs, func(anon *ssa.Function) bool { return b.opposes(anon, g) })
}

// opposes reports whether one of two operations on a channel sends and the
// other receives.
func (g guard) opposes(b *builder, h guard) bool { return g.sent != h.sent && b.samePlace(g.on, h.on) }

// isBuffered reports whether a channel has room, as one that holds permits
// must. Where it is made cannot always be seen.
func (b *builder) isBuffered(ch ssa.Value) bool {
	for _, v := range b.madeBy(ch) {
		if mc, ok := v.(*ssa.MakeChan); ok {
			size, isConst := mc.Size.(*ssa.Const)
			return !isConst || size.Value == nil || constant.Sign(size.Value) > 0
		}
	}
	return true
}

// madeBy are the values that a field, variable or local may hold.
func (b *builder) madeBy(v ssa.Value) []ssa.Value {
	v = b.outer(v)
	switch x := v.(type) {
	case *ssa.ChangeType:
		return b.madeBy(x.X)
	case *ssa.UnOp:
		switch a := x.X.(type) {
		case *ssa.FieldAddr:
			return b.prog.Stored(program.FieldOf(a.X.Type(), a.Field))
		case *ssa.Global:
			return b.prog.Stored(a)
		case *ssa.Alloc:
			return program.StoredIn(a)
		case *ssa.FreeVar:
			return b.boundValues(a)
		}
	}
	return []ssa.Value{v}
}
