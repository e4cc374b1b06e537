package link

import (
	"slices"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// drains finds the operations that read all that a request has, with nothing on
// the way in that limits it, and that no table below reported.
func (g *graph) drains(closed []string) []*Load {
	var out []*Load
	for _, n := range g.order {
		for i := range n.Ops {
			op := &n.Ops[i]
			l := &Load{Op: op, Node: n}
			if !op.Class.IsRead() || op.Class == summary.ClassDecode {
				continue
			}
			if _, done := slices.BinarySearch(closed, l.id()); done {
				continue
			}
			l.Roots, l.Chain = g.readsRequest(n, op)
			if len(l.Roots) > 0 {
				l.Chain = append(l.Chain, witness.Hop{Pos: op.Pos, Caller: Name(n.Key), Callee: Name(op.Symbol)})
				out = append(out, l)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *Load) int { return a.Op.Pos.Compare(b.Op.Pos) })
	return slices.CompactFunc(out, func(a, b *Load) bool { return a.id() == b.id() })
}

// readsRequest finds the roots whose request an operation reads, going back
// from it. A limit on the way does not hold for what is inflated.
func (g *graph) readsRequest(n *summary.Node, op *summary.Op) (roots []string, chain witness.Chain) {
	type state struct {
		key      string
		from     summary.Inputs
		inflated bool
	}
	type step struct {
		state
		node  *summary.Node
		chain witness.Chain
	}
	first := state{n.Key, op.From, op.Flags.Has(summary.Inflated)}
	seen := map[state]bool{first: true}
	best := ""
	for todo := []step{{first, n, nil}}; len(todo) > 0; todo = todo[1:] {
		s := todo[0]
		if s.node.Root != program.NotRoot {
			if s.from&s.node.Requests != 0 && (s.inflated || !g.limits(s.node, summary.LimitsSize)) {
				if best == "" || s.chain.Compare(chain) < 0 {
					chain, best = s.chain, rootName(s.node)
				}
				roots = append(roots, rootName(s.node))
			}
			continue
		}
		for _, c := range g.callers[s.node.Key] {
			from, inflated := readsOf(c, s.from, s.inflated)
			next := state{c.caller.Key, from, inflated}
			if from == 0 || seen[next] {
				continue
			}
			seen[next] = true
			hop := witness.Hop{Pos: c.edge.Pos, Caller: Name(c.caller.Key), Callee: Name(s.node.Key), Dynamic: c.dyn}
			todo = append(todo, step{next, c.caller, append(witness.Chain{hop}, s.chain...)})
		}
	}
	return arrange(roots, best), chain
}

// readsOf turns the inputs of a callee whose data is read into those of its
// caller.
func readsOf(c call, from summary.Inputs, inflated bool) (out summary.Inputs, inflates bool) {
	inflates = inflated
	for _, g := range c.edge.Bodies {
		if i := g.Input + c.shift; i < 63 && from&(1<<i) != 0 && (inflated || !g.Body.Limited) {
			out |= g.Body.From
			inflates = inflates || g.Body.Inflated
		}
	}
	return out, inflates
}

// limits reports whether middleware sets a limit before a root. It may do so as
// long as the package that registers the root is not seen.
func (g *graph) limits(root *summary.Node, l summary.Limits) bool {
	return root.Limits.Has(l) || root.Open && !g.isTop
}
