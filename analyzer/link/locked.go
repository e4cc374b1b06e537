package link

import (
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// LockedRule is the rule that reports these waits, for ignore comments.
const LockedRule = "lockedwait"

// locked finds the waits for something outside while a lock is held that
// requests share: whoever wants the lock waits as well.
func (g *graph) locked(closed []string) []*Held {
	return g.held(closed, summary.HoldLock, LockedRule, g.lockedBy)
}

// lockedBy finds what a node waits for while it holds its i-th hold.
func (g *graph) lockedBy(n *summary.Node, i int) *Held {
	h := &n.Holds[i]
	waits := g.whileHeld(n, i, LockedRule, func(op *summary.Op, _ bool) bool {
		return op.Flags.Has(summary.Minor) || op.Peer == summary.AnyPeer || op.Peer != "" && (op.Peer == h.Owner || slices.Contains(h.Parts, op.Peer))
	})
	if len(waits) == 0 || !g.isShared(h) {
		return nil
	}
	l := nearest(n, i, waits)
	roots, chain := g.entries(n)
	if l.Op.Class == summary.ClassPause && l.Op.Variant != "" {
		l.Closer = l.Op.Variant
		l.Roots, l.Chain = roots, append(slices.Clone(chain), l.Chain...)
		return l
	}
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
		if slices.ContainsFunc(n.Ops, func(op summary.Op) bool { return op.Class != summary.ClassQueue }) {
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
