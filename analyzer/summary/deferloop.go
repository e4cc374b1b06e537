package summary

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Late is a release that is deferred in a loop: what each turn acquires is held
// until the function returns.
type Late struct {
	Symbol string      // what acquired it
	Pos    witness.Pos // of the deferred call
	Call   *ast.CallExpr
	// Acquired is where each turn acquires it.
	Acquired witness.Pos
	Lock     bool
	// Same says that each turn locks the same lock, and Shared that it is a read
	// lock, which any number may hold.
	Same, Shared bool
	Permit       bool
	Cancel       bool // it is a context, which is cancelled
	Ignored      []string
}

// late finds the deferred call that releases what a duty acquires in one turn
// of a loop, and after which the next turn acquires the next: nil if there is
// none. It walks the paths of the duty without ending them at deferred calls.
// A resource that outlives its turn, because it is stored or lent to a
// goroutine, needs the function's end.
func (b *builder) late(fn *ssa.Function, d duty) *Late {
	if at := d.origin(); !isYield(fn) && !reaches(at.Block(), at.Block()) || !b.defersAfter(fn, at) {
		return nil
	}
	d.Exhausts = false
	t := b.track(fn, d)
	t.loops = true
	t.cur.pending = 0 // what earlier turns deferred is for what they acquired
	block, index := d.start()
	out := t.run(block, index, t.cur)
	if out.late == nil || out.escaped || len(out.returned) > 0 || d.lock != nil && !d.lock.isStable() && isLockAll(d, out.late) {
		return nil
	}
	l := b.newLate(out.late, b.dutyPos(d))
	l.Symbol, l.Lock, l.Permit = d.Symbol, d.lock != nil && !d.permit, d.permit
	l.Cancel = slices.Equal(d.Release, cancelled)
	if l.Lock {
		l.Same, l.Shared = d.lock.isStable(), slices.ContainsFunc(d.Release, func(f string) bool { return strings.HasPrefix(f, "R") })
	}
	return l
}

func (b *builder) newLate(d *ssa.Defer, acquired token.Pos) *Late {
	return &Late{Pos: b.prog.Pos(b.prog.CallPos(d)), Call: b.prog.CallExpr(d), Ignored: b.opt.Ignored(d), Acquired: b.prog.Pos(acquired)}
}

// defersAfter reports whether a deferred call may follow the acquisition in the
// same turn.
func (b *builder) defersAfter(fn *ssa.Function, from ssa.Instruction) bool {
	for _, block := range fn.Blocks {
		for i, instr := range block.Instrs {
			if _, ok := instr.(*ssa.Defer); ok && (block == from.Block() && i > indexOf(from) || block != from.Block() && reaches(from.Block(), block)) {
				return true
			}
		}
	}
	return false
}

// isYield reports whether fn is the body of a loop over a function: what it
// defers runs when the function around the loop returns, and it runs for the
// next element when it returns true.
func isYield(fn *ssa.Function) bool { return fn.Synthetic == "range-over-func yield" }

// asksNext reports whether the body of a loop over a function asks for the next
// element where it returns.
func asksNext(fn *ssa.Function, instr ssa.Instruction) bool {
	ret, ok := instr.(*ssa.Return)
	if !ok || !isYield(fn) {
		return false
	}
	c, ok := ret.Results[0].(*ssa.Const)
	return !ok || constFact(c) == isTrue
}

// nextTurn notes, where a path comes back to the acquisition, which deferred
// call is to release what the turn before acquired.
func (w *walk) nextTurn() {
	by := w.cur.late
	for i, d := range w.defers {
		if by == nil && w.cur.pending&(1<<i) != 0 && w.defersRelease(d) {
			by = d
		}
	}
	switch {
	case by == nil:
	case w.cur.lent:
		w.out.escaped = true
	case w.out.late == nil || by.Pos() < w.out.late.Pos():
		w.out.late = by
	}
}

// renews reports whether an instruction makes the next turn's variable for the
// resource: what a literal that captures this turn's releases is then known.
func (w *walk) renews(instr ssa.Instruction) bool {
	a, ok := instr.(*ssa.Alloc)
	return ok && w.cells[a] && w.cur.pending != 0
}

// defersRelease reports whether a deferred literal releases the resource.
func (t *tracker) defersRelease(d *ssa.Defer) bool {
	if t.lock != nil && t.lockEvent(d) == released {
		return true
	}
	return slices.ContainsFunc(t.b.prog.Callees(d), func(c program.Callee) bool {
		return c.Body != nil && t.literal(c.Body, c.Free, isNilValue) == released
	})
}

// isLockAll reports whether a loop does nothing but take many locks, to hold
// them all at once.
func isLockAll(d duty, by *ssa.Defer) bool {
	for _, block := range by.Parent().Blocks {
		if !reaches(by.Block(), block) && block != by.Block() || !reaches(block, d.origin().Block()) {
			continue
		}
		for i, instr := range block.Instrs {
			if block == by.Block() && i <= indexOf(by) && !reaches(by.Block(), by.Block()) {
				continue
			}
			switch x := instr.(type) {
			case *ssa.Call:
				if x == d.call {
					continue
				}
				if _, builtin := x.Call.Value.(*ssa.Builtin); !builtin {
					return false
				}
			case *ssa.Store, *ssa.MapUpdate, *ssa.Send, *ssa.Go:
				return false
			}
		}
	}
	return true
}

// cancelled is how the function that comes with a context is released.
var cancelled = []string{"call"}

// cancels are the contexts that a call makes, with the function that ends them.
func (b *builder) cancels(call *ssa.Call) []duty {
	res := call.Common().Signature().Results()
	for i := range res.Len() {
		if program.TypeKey(res.At(i).Type()) == "context.CancelFunc" {
			_, symbol := b.callName(call)
			return []duty{{Owned: Owned{Result: i, Err: -1, Symbol: symbol, Release: cancelled}, call: call}}
		}
	}
	return nil
}

// streams is what a call through an interface returns to be read or written, and
// closed. Whether it must be closed only the implementation knows; that it is,
// by a deferred call, says that it may.
func (b *builder) streams(call *ssa.Call) []duty {
	if !call.Common().IsInvoke() || len(b.acquired(call)) > 0 {
		return nil
	}
	res := call.Common().Signature().Results()
	for i := range res.Len() {
		t := res.At(i).Type()
		if !program.HasMethod(t, "Close") || !program.HasMethod(t, "Read") && !program.HasMethod(t, "Write") {
			continue
		}
		_, symbol := b.callName(call)
		o := Owned{Result: i, Err: -1, Symbol: symbol, Release: []string{"Close"}}
		if last := res.Len() - 1; last > i && isVerdictType(res.At(last).Type()) {
			o.Err = last
		}
		return []duty{{Owned: o, call: call}}
	}
	return nil
}

// lates finds what fn defers in loops, and says of which duties unreleased has
// nothing more to say.
func (b *builder) lates(fn *ssa.Function) map[ssa.Instruction]bool {
	if b.prog.IsGenerated(fn.Pos()) || isTestSupport(b.prog.Syntax(fn.Pos())) || fn.Synthetic != "" && !isYield(fn) {
		return nil
	}
	done := map[ssa.Instruction]bool{}
	var found []*Late
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			duties := b.permitsOf(instr)
			if call, ok := instr.(*ssa.Call); ok {
				duties = slices.Concat(b.acquired(call), b.lockDuties(call), b.cancels(call), b.streams(call))
			}
			for _, d := range duties {
				if l := b.late(fn, d); l != nil {
					done[instr] = true
					found = append(found, l)
				}
			}
		}
	}
	for _, l := range found {
		if !slices.ContainsFunc(b.out.Lates, func(m *Late) bool { return m.Pos == l.Pos }) {
			b.out.Lates = append(b.out.Lates, l)
		}
	}
	return done
}
