package link

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Locked is a wait for something outside while a lock is held that requests
// share: whoever wants the lock waits as well.
type Locked struct {
	Hold *summary.Hold
	Node *summary.Node // that holds it
	Op   *summary.Op
	Pos  witness.Pos // of the wait
	// More are further waits under the same lock in the same function, and
	// Others further places where a lock is held across the same wait.
	More   []*Wait
	Others []*summary.Hold
	Roots  []string
	Chain  witness.Chain // from a root, or from the function that holds it, to the wait
	// Background says that no request comes to the wait: others wait for the lock.
	Background bool
}

func (l *Locked) id() string {
	p := l.Pos
	return fmt.Sprintf("%s/%s:%d:%d locked", p.Pkg, p.File, p.Line, p.Col)
}

// locked finds the waits under locks that no table below reported: one for each
// place where a lock is taken, and for each wait.
func (g *graph) locked(closed []string) []*Locked {
	var out []*Locked
	for _, n := range g.order {
		for i := range n.Holds {
			h := &n.Holds[i]
			if h.Kind != summary.HoldLock || slices.Contains(h.Ignored, LockedRule) {
				continue
			}
			if l := g.lockedBy(n, i); l != nil {
				if _, done := slices.BinarySearch(closed, l.id()); !done {
					out = append(out, l)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *Locked) int {
		return cmp.Or(a.Pos.Compare(b.Pos), len(a.Chain)-len(b.Chain), a.Hold.Pos.Compare(b.Hold.Pos))
	})
	merged := out[:0]
	for _, l := range out {
		if last := len(merged) - 1; last >= 0 && merged[last].Pos == l.Pos {
			merged[last].Others = append(merged[last].Others, l.Hold)
		} else {
			merged = append(merged, l)
		}
	}
	return merged
}

// LockedRule is the rule that reports these waits, for ignore comments.
const LockedRule = "lockedwait"

// lockedBy finds what a node waits for while it holds its i-th hold.
func (g *graph) lockedBy(n *summary.Node, i int) *Locked {
	h := &n.Holds[i]
	waits := g.whileHeld(n, i, LockedRule, func(op *summary.Op, _ bool) bool {
		return op.Flags.Has(summary.Minor) || op.Peer == summary.AnyPeer || op.Peer != "" && (op.Peer == h.Owner || slices.Contains(h.Parts, op.Peer))
	})
	if len(waits) == 0 || !g.isShared(h) {
		return nil
	}
	best := slices.MinFunc(waits, func(a, b *Wait) int { return len(a.Chain) - len(b.Chain) })
	l := &Locked{Hold: h, Node: n, Op: best.Op, Pos: best.Chain[len(best.Chain)-1].Pos, Chain: best.Chain}
	for _, w := range waits {
		if w != best {
			l.More = append(l.More, w)
		}
	}
	roots, chain := g.entries(n)
	if len(roots) == 0 {
		roots = g.contenders(n, h)
		l.Background = true
	} else {
		l.Chain = append(slices.Clone(chain), l.Chain...)
	}
	l.Roots = roots
	if len(roots) == 0 || l.Background && !g.isBackground(n) || !h.Queues && !g.queues(h) {
		return nil
	}
	return l
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
		if op := &n.Ops[j]; op.Held&bit != 0 && stalls(op, rule) && !skip(op, false) {
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
// for. A connection is to be held across even less: no channel, no password.
func stalls(op *summary.Op, rule string) bool {
	waits := op.Class == summary.ClassWait && op.Kind.Outside() ||
		rule == ConnRule && (op.Class == summary.ClassPause || op.Class == summary.ClassCPU && op.Flags.Has(summary.KDF))
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
			if !stalls(op, rule) || skip(op) {
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

// isShared reports whether more than one request may want a lock: it is not a
// variable of what a request runs, nor a field of what a request makes.
func (g *graph) isShared(h *summary.Hold) bool {
	if h.Maker != "" {
		n := g.nodes[h.Maker]
		return n == nil || !g.isRequested(n)
	}
	for _, n := range g.makers[h.Owner] {
		if g.isRequested(n) {
			return false
		}
	}
	return true
}

// isRequested reports whether requests reach a function, in any way, more than
// once.
func (g *graph) isRequested(n *summary.Node) bool {
	found := false
	g.ancestors(n, summary.Once, func(n *summary.Node, _ *summary.Edge) { found = found || n.Root != program.NotRoot })
	return found
}

// isBackground reports whether a function runs in a goroutine that goes on by
// itself, beside the requests.
func (g *graph) isBackground(n *summary.Node) bool {
	found := false
	g.ancestors(n, 0, func(_ *summary.Node, e *summary.Edge) { found = found || e != nil && e.Flags.Has(summary.Async) })
	return found
}

// ancestors visits a node and all from which calls lead to it, each with one of
// the calls.
func (g *graph) ancestors(n *summary.Node, without summary.Flags, visit func(*summary.Node, *summary.Edge)) {
	seen := map[string]bool{n.Key: true}
	visit(n, nil)
	for todo := []*summary.Node{n}; len(todo) > 0; todo = todo[1:] {
		for _, c := range g.callers[todo[0].Key] {
			if c.edge.Flags.Has(without) {
				continue
			}
			visit(c.caller, c.edge)
			if !seen[c.caller.Key] {
				seen[c.caller.Key] = true
				todo = append(todo, c.caller)
			}
		}
	}
}

// contenders are the roots of requests that want a lock which something in the
// background holds.
func (g *graph) contenders(n *summary.Node, h *summary.Hold) []string {
	var out []string
	for _, m := range g.order {
		if m == n || !slices.ContainsFunc(m.Holds, func(o summary.Hold) bool { return o.ID == h.ID && o.Queues && !(o.Shared && h.Shared) }) {
			continue
		}
		roots, _ := g.entries(m)
		out = append(out, roots...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// queues reports whether somebody waits for a lock that here is only tried.
func (g *graph) queues(h *summary.Hold) bool {
	return slices.ContainsFunc(g.order, func(n *summary.Node) bool {
		return slices.ContainsFunc(n.Holds, func(o summary.Hold) bool { return o.ID == h.ID && o.Queues })
	})
}

// LockName is how a person names a lock: "store.Cache.mu", without the name of
// an embedded mutex.
func LockName(id string) string {
	name := id[strings.LastIndex(id, "/")+1:]
	return strings.TrimSuffix(strings.TrimSuffix(name, ".RWMutex"), ".Mutex")
}

// pruneHolds keeps the holds that something is done under, with the nodes that
// take the same locks or make the structs that they are in, and drops others.
func (t *Table) pruneHolds(live map[string]bool, mark func(string)) {
	ids, owners := map[string]bool{}, map[string]bool{}
	for _, n := range t.Nodes {
		var used uint64
		for i := range n.Ops {
			used |= n.Ops[i].Held
		}
		for i := range n.Edges {
			if e := &n.Edges[i]; e.Method != "" || live[e.Callee] {
				used |= e.Held
			}
		}
		for i, h := range n.Holds {
			if used&(1<<i) != 0 {
				ids[h.ID], owners[h.Owner] = true, true
			}
		}
	}
	for _, n := range t.Nodes {
		if !slices.ContainsFunc(n.Holds, func(h summary.Hold) bool { return ids[h.ID] }) {
			n.Holds = nil
			for i := range n.Ops {
				n.Ops[i].Held = 0
			}
			for i := range n.Edges {
				n.Edges[i].Held = 0
			}
		} else {
			mark(n.Key)
		}
		n.Ops = slices.DeleteFunc(n.Ops, func(op summary.Op) bool { return op.Class == summary.ClassMake && !owners[op.Symbol] })
		if len(n.Ops) > 0 {
			mark(n.Key)
		}
	}
	for _, n := range t.Nodes { // variables of other functions
		for _, h := range n.Holds {
			if h.Maker != "" {
				mark(h.Maker)
			}
		}
	}
}
