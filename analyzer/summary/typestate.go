package summary

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// The typestate of one resource is a forward *may* analysis over the control
// flow graph, from the instruction that acquires it: is there a path on which
// it is still held? Its states, in order:
//
//	unchecked  held if the verdict that came with it, an error or a boolean, says so
//	held       held: the verdict is known, or there is none
//
// A path ends when the resource is released, or escapes to somebody else who
// then owes the release, or is known not to exist (its error is not nil, it is
// nil itself, its rows are exhausted). A deferred call that releases ends it as
// well, since it runs on every way out; a deferred literal is looked at where
// the function is left, with what the path knows of the variables it tests.
// Calls that do not return end the path too.
//
// A path knows which values are the resource on it, and which way it took at
// earlier tests of the same condition, so that it takes the same way again.
// Too many paths end the analysis without a finding.
type state uint8

const (
	unchecked state = iota
	held
)

// event is what an instruction does to the resource.
type event uint8

const (
	nothing  event = iota
	released       // the duty is done
	escapes        // the duty is somebody else's
)

// maxPoints bounds the points that the analysis of one resource visits.
const maxPoints = 3000

// tracker follows one resource through one function.
type tracker struct {
	candidates
	b      *builder
	fn     *ssa.Function
	origin ssa.Instruction // the acquisition; nil for a parameter
	forms  []string        // how it is released
	drains bool            // reading to the end releases it
	fails  []string        // methods that release it when they return an error
	nth    int             // the case of a select that it is the acquisition in
	lock   *place          // the lock or semaphore, when it is not a value that is held
	wraps  bool            // a struct that has it in a field may be returned
	// leading says that only a struct counts through which it can be released.
	leading bool
	depth   int
	// hands says that a variable of the function around a literal may be given
	// it, and handedTo which were.
	hands    bool
	handedTo []*ssa.FreeVar
	homes    []*home // structs of the function that it may be put in: see findHomes
	loops    bool    // deferred releases do not end a path: see late
	// endings made the context that the resource ends with: see endings.go.
	endings []*ssa.Call
	// under collects the instructions that are reached while it is held, and
	// releaseDeferred says that a deferred call releases it; releasing remembers
	// which do.
	under           map[ssa.Instruction]bool
	releasing       map[*ssa.Defer]bool
	releaseDeferred bool
	// recovers is what recover returns in a deferred literal: nil, unless the
	// function panics.
	recovers fact

	conds  *conditions
	ids    *numbers
	defers []*ssa.Defer // those that are looked at where the function is left
	cur    path         // where the walk is
	onPath bool         // cur is valid; else only the sets count
	// drained says that some path read it to the end.
	drained bool
	// lentOut says that a function which the caller gives is given it: that may
	// release it where this one never does.
	lentOut bool
}

// path is what distinguishes two visits of an instruction.
type path struct {
	state   state
	env     env
	pending uint64 // which of the tracker's defers are set up
	// lent says that a goroutine uses the resource, and the function does not
	// any more: whoever uses it last should release it.
	lent bool
	// told says that something else knows the verdict, and may say it in its
	// own words: err = hook.After(err).
	told bool
	// late is the deferred call that releases it, when loops are looked at.
	late *ssa.Defer
}

func (b *builder) newTracker(fn *ssa.Function, forms []string, drains bool) *tracker {
	return &tracker{
		candidates: newCandidates(),
		b:          b, fn: fn, forms: forms, drains: drains,
		conds: b.conditionsOf(fn),
		ids:   &numbers{of: map[ssa.Value]int32{}},
	}
}

// point is a place in the walk over the control flow graph.
type point struct {
	block *ssa.BasicBlock
	index int
	path
}

// walk is the state of one run.
type walk struct {
	*tracker
	out  outcome
	seen map[string]bool
	todo []point
}

// run walks every path from an instruction.
func (t *tracker) run(block *ssa.BasicBlock, index int, from path) outcome {
	t.onPath = true
	w := &walk{tracker: t, seen: map[string]bool{}}
	w.out.returned, w.out.wrapped = map[int]bool{}, map[int]bool{}
	w.push(point{block, index, from})
	for len(w.todo) > 0 {
		p := w.todo[len(w.todo)-1]
		w.todo = w.todo[:len(w.todo)-1]
		w.block(p)
		if len(w.seen) > maxPoints {
			return outcome{tooLong: true, returned: w.out.returned}
		}
	}
	w.out.released = w.out.released || t.drained
	if t.lentOut && !w.out.released {
		w.out.escaped, w.out.leaks = true, nil
	}
	slices.SortFunc(w.out.leaks, compareExits)
	return w.out
}

func (w *walk) push(p point) {
	flags := byte(0)
	if p.lent {
		flags = 1
	}
	if p.told {
		flags |= 2
	}
	key := string([]byte{
		flags, byte(p.block.Index), byte(p.block.Index >> 8), byte(p.index), byte(p.index >> 8), byte(p.state),
		byte(p.pending), byte(p.pending >> 8), byte(p.pending >> 16), byte(p.pending >> 24),
		byte(p.pending >> 32), byte(p.pending >> 40), byte(p.pending >> 48), byte(p.pending >> 56),
	}) + p.env.key()
	if p.late != nil {
		key += fmt.Sprint(p.late.Pos())
	}
	if !w.seen[key] {
		w.seen[key] = true
		w.todo = append(w.todo, p)
	}
}

// block follows one block to its end and pushes what comes after.
func (w *walk) block(p point) {
	w.cur = p.path
	for i := p.index; i < len(p.block.Instrs); i++ {
		instr := p.block.Instrs[i]
		if instr == w.origin || w.loops && w.renews(instr) {
			w.again(instr)
			return
		}
		if w.cur.lent && w.uses(instr) {
			w.cur.lent = false
		}
		if w.ends(instr) {
			return
		}
		w.assign(instr)
	}
	for _, succ := range p.block.Succs {
		w.enter(p.block, succ)
	}
}

// ends handles an instruction that may end the path, or part it.
func (w *walk) ends(instr ssa.Instruction) bool {
	switch w.event(instr) {
	case released:
		if d, ok := instr.(*ssa.Defer); ok && w.loops {
			w.cur.late = d
			w.releaseDeferred = true
			return false
		}
		w.out.released = true
		return true
	case escapes:
		if w.under != nil && w.b.lends(instr) {
			break
		}
		if _, isGo := instr.(*ssa.Go); isGo && w.under != nil && w.willRelease() {
			w.under[instr] = true // it is released all the same
		}
		w.leaves(instr)
		return true
	}
	w.note(instr)
	switch instr := instr.(type) {
	case *ssa.Call:
		return w.b.noReturn(instr) || w.b.serves(instr)
	case *ssa.Return:
		w.exit(exit{instr: instr})
		return true
	case *ssa.Panic:
		w.exit(exit{instr: instr, panics: true})
		return true
	case *ssa.If:
		before := w.cur
		for i, succ := range instr.Block().Succs {
			if w.refine(instr.Cond, i == 0) {
				w.enter(instr.Block(), succ)
			}
			w.cur = before
		}
		return true
	}
	return false
}

// leaves notes an escape. A return passes the duty to the caller, unless a
// deferred literal releases what is returned.
func (w *walk) leaves(instr ssa.Instruction) {
	ret, ok := instr.(*ssa.Return)
	if !ok {
		w.out.escaped = true
		return
	}
	if w.deferred(false) {
		w.out.released = true
		return
	}
	if i := slices.IndexFunc(ret.Results, w.releasesLater); i >= 0 {
		if w.lock != nil {
			w.out.handed, w.out.unlock = append(w.out.handed, exit{instr: ret}), i
		} else {
			w.out.escaped = true
		}
		return
	}
	direct := false
	for i, r := range ret.Results {
		if w.isAlias(r) {
			switch by := w.b.comesReleased(w.fn, i, w.origin); by {
			case nil:
				w.out.returned[i] = true
			case w.origin: // the caller says whether it is released
				w.out.escaped = true
			default:
				w.leak(exit{instr: ret})
			}
			direct = true
		} else if w.wraps && w.readers[r] {
			w.out.wrapped[i] = true
			direct = true
		}
	}
	w.out.escaped = w.out.escaped || !direct
}

// releasesLater reports whether v is a literal that releases the resource: who
// gets both is to call it.
func (w *walk) releasesLater(v ssa.Value) bool {
	return slices.ContainsFunc(literalsOf(v), func(mc *ssa.MakeClosure) bool {
		return w.touches(mc) && w.literal(mc.Fn.(*ssa.Function), mc.Bindings, unknown) == released
	})
}

// exit notes that the function is left while the resource is held, unless a
// deferred literal releases it.
func (w *walk) exit(e exit) {
	switch {
	case w.loops:
		if asksNext(w.fn, e.instr) {
			w.nextTurn()
		}
	case w.deferred(e.panics) || w.endsAnyway():
		w.out.released = true
	case w.cur.lent || w.cur.told && w.cur.state == unchecked:
		w.out.escaped = true
	default:
		w.leak(e)
	}
}

// again handles a path that comes back to the acquisition.
func (w *walk) again(instr ssa.Instruction) {
	if w.loops {
		w.nextTurn()
	} else {
		w.leak(exit{instr: instr, loop: true})
	}
}

func (w *walk) leak(e exit) {
	if !slices.Contains(w.out.leaks, e) {
		w.out.leaks = append(w.out.leaks, e)
	}
}

// enter pushes the beginning of a block, with the values that its phis have
// when control comes from another.
func (w *walk) enter(from, to *ssa.BasicBlock) {
	saved := w.cur
	edge := slices.Index(to.Preds, from)
	before := w.cur
	n := 0
	for _, instr := range to.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		n++
		if edge < 0 || !w.isRelevant(phi) && !w.conds.counters[phi] {
			continue
		}
		after := w.cur
		w.cur = before // phis happen at once
		f := w.arriving(phi, phi.Edges[edge])
		w.cur = after
		w.forget(phi)
		if f != unknown {
			w.learn(phi, f)
		}
	}
	w.push(point{to, n, w.cur})
	w.cur = saved
}
