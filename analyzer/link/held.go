package link

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Held is something that takes long while something is held that others wait
// for: a lock, or a connection of a pool.
type Held struct {
	Hold *summary.Hold
	Node *summary.Node // that holds it
	Op   *summary.Op
	Pos  witness.Pos // of the operation
	// More are further waits under the same hold in the same function, and
	// Others further places where something is held across the same operation.
	More   []*Wait
	Others []*summary.Hold
	Roots  []string
	Chain  witness.Chain // from a root, or from the function that holds it, to the operation
	// Background says that no request comes to a wait under a lock: others wait
	// for the lock.
	Background bool
	// Closer is the function that wants the lock, and is waited for under it.
	Closer string
	// SamePool says that it takes a second connection from the same pool.
	SamePool bool
}

func (h *Held) id() string {
	p := h.Pos
	return fmt.Sprintf("%s/%s:%d:%d held%d", p.Pkg, p.File, p.Line, p.Col, h.Hold.Kind)
}

// held finds what takes long under holds of a kind, and what no table below
// reported: one for each place where something is taken, and for each
// operation. A rule's judge looks at what happens under the i-th hold of a node.
func (g *graph) held(closed []string, kind summary.HoldKind, rule string, judge func(n *summary.Node, i int) *Held) []*Held {
	var out []*Held
	for _, n := range g.order {
		for i := range n.Holds {
			h := &n.Holds[i]
			if h.Kind != kind || slices.Contains(h.Ignored, rule) {
				continue
			}
			if c := judge(n, i); c != nil {
				if _, done := slices.BinarySearch(closed, c.id()); !done {
					out = append(out, c)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *Held) int {
		return cmp.Or(a.Pos.Compare(b.Pos), len(a.Chain)-len(b.Chain), a.Hold.Pos.Compare(b.Hold.Pos))
	})
	merged := out[:0]
	for _, c := range out {
		if last := len(merged) - 1; last >= 0 && merged[last].Pos == c.Pos {
			merged[last].Others = append(merged[last].Others, c.Hold)
		} else {
			merged = append(merged, c)
		}
	}
	return merged
}

// nearest makes one of the waits under the i-th hold of a node: one for something
// outside before one for a channel, the one with the fewest calls between, and
// the others besides.
func nearest(n *summary.Node, i int, waits []*Wait) *Held {
	best := slices.MinFunc(waits, func(a, b *Wait) int {
		return cmp.Or(isInside(a.Op)-isInside(b.Op), len(a.Chain)-len(b.Chain))
	})
	h := &Held{Hold: &n.Holds[i], Node: n, Op: best.Op, Pos: best.Chain[len(best.Chain)-1].Pos, Chain: best.Chain}
	for _, w := range waits {
		if w != best {
			h.More = append(h.More, w)
		}
	}
	return h
}

// isInside is 1 for what waits for another part of the program, 0 for the rest.
func isInside(op *summary.Op) int {
	if op.Kind == model.KindChan {
		return 1
	}
	return 0
}

// whileHeld finds the waits that a node comes to while it holds its i-th hold: its
// own, and the nearest of each call. Those of a callee that is given what is
// held may be work on it.
func (g *graph) whileHeld(n *summary.Node, i int, rule string, skip func(op *summary.Op, given bool) bool) []*Wait {
	bit := uint64(1) << i
	var out []*Wait
	add := func(w *Wait) {
		if w == nil {
			return
		}
		first := w.Chain[0].Pos
		if !slices.ContainsFunc(out, func(o *Wait) bool { return o.Op == w.Op || o.Chain[0].Pos == first }) {
			out = append(out, w)
		}
	}
	for j := range n.Ops {
		if op := &n.Ops[j]; op.Held&bit != 0 && stalls(op, rule, true) && !skip(op, false) {
			add(&Wait{op, witness.Chain{{Pos: op.Pos, Caller: Name(n.Key), Callee: Name(op.Symbol)}}})
		}
	}
	for j := range n.Edges {
		e := &n.Edges[j]
		if e.Held&bit == 0 || e.Flags.Has(unwaited) || slices.Contains(e.Ignored, rule) {
			continue
		}
		for _, to := range g.targets[e] {
			hop := witness.Hop{Pos: e.Pos, Caller: Name(n.Key), Callee: Name(to.node.Key), Dynamic: to.dynamic}
			given := e.Gives&bit != 0
			add(g.nearestFrom(to.node, witness.Chain{hop}, rule, func(op *summary.Op) bool { return skip(op, given) }))
		}
	}
	return out
}

// stalls reports whether an operation is an outside wait that its caller waits
// for. A connection is to be held across even less: no channel, no password. own
// says that the function does it which holds something: only that knows whether
// a pause under its lock counts.
func stalls(op *summary.Op, rule string, own bool) bool {
	waits := op.Class == summary.ClassWait && (op.Kind.Outside() || rule == ConnRule && op.Kind == model.KindLocalDB) ||
		op.Class == summary.ClassHandoff && (own || rule == LockedRule) ||
		op.Class == summary.ClassPause && (own || rule == ConnRule) ||
		rule == ConnRule && op.Class == summary.ClassCPU && op.Flags.Has(summary.KDF)
	return waits && !op.Flags.Has(unwaited) && !slices.Contains(op.Ignored, rule)
}

// nearestFrom finds the first outside wait that a function comes to, breadth
// first, behind the calls in chain.
func (g *graph) nearestFrom(n *summary.Node, chain witness.Chain, rule string, skip func(*summary.Op) bool) *Wait {
	type step struct {
		node  *summary.Node
		chain witness.Chain
	}
	seen := map[string]bool{n.Key: true}
	for todo := []step{{n, chain}}; len(todo) > 0; todo = todo[1:] {
		s := todo[0]
		for i := range s.node.Ops {
			op := &s.node.Ops[i]
			if !stalls(op, rule, false) || skip(op) {
				continue
			}
			if !op.Pos.IsValid() { // a library's method behind an interface
				return &Wait{op, s.chain}
			}
			hop := witness.Hop{Pos: op.Pos, Caller: Name(s.node.Key), Callee: Name(op.Symbol)}
			return &Wait{op, append(slices.Clone(s.chain), hop)}
		}
		for i := range s.node.Edges {
			e := &s.node.Edges[i]
			if e.Flags.Has(unwaited) || slices.Contains(e.Ignored, rule) {
				continue
			}
			for _, to := range g.targets[e] {
				if !seen[to.node.Key] {
					seen[to.node.Key] = true
					hop := witness.Hop{Pos: e.Pos, Caller: Name(s.node.Key), Callee: Name(to.node.Key), Dynamic: to.dynamic}
					todo = append(todo, step{to.node, append(slices.Clone(s.chain), hop)})
				}
			}
		}
	}
	return nil
}
