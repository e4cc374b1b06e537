package link

import (
	"fmt"
	"slices"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Lazy is something to be built once that the first request builds, with
// nothing to keep a second one from doing the same.
type Lazy struct {
	Op      *summary.Op // of ClassBuild
	Symbol  string      // what is called where the result is stored
	Pos     witness.Pos // of that call
	Roots   []string
	Chain   witness.Chain // from a root to the call, which is its last hop
	Ignored []string
}

func (l *Lazy) id() string {
	return fmt.Sprintf("%s/%s:%d:%d lazy", l.Pos.Pkg, l.Pos.File, l.Pos.Line, l.Pos.Col)
}

// once are the flags of what no two requests do at a time, or at all.
const once = summary.Once | summary.Guarded

// lazies finds what requests build lazily, and that no table below reported.
func (g *graph) lazies(closed []string) []*Lazy {
	var out []*Lazy
	seen := map[string]bool{}
	add := func(l *Lazy, n *summary.Node, into summary.Inputs) {
		_, done := slices.BinarySearch(closed, l.id())
		if done || seen[l.id()] {
			return
		}
		l.Roots, l.Chain = g.sharedBy(n, into)
		if len(l.Roots) == 0 {
			return
		}
		seen[l.id()] = true
		l.Chain = append(l.Chain, witness.Hop{Pos: l.Pos, Caller: Name(n.Key), Callee: Name(l.Symbol)})
		out = append(out, l)
	}
	for _, n := range g.order {
		for i := range n.Ops {
			op := &n.Ops[i]
			if op.Class == summary.ClassBuild && op.Flags.Has(summary.Lazy) && !op.Flags.Has(once) && !isHarmless(op, op.Flags) {
				add(&Lazy{Op: op, Symbol: op.Symbol, Pos: op.Pos, Ignored: op.Ignored}, n, op.Into)
			}
		}
		for i := range n.Edges {
			e := &n.Edges[i]
			if !e.Flags.Has(summary.Lazy) || e.Flags.Has(once) {
				continue
			}
			for _, to := range g.targets[e] {
				if op := g.builds(to.node, map[string]bool{}); op != nil && !isHarmless(op, e.Flags) {
					add(&Lazy{Op: op, Symbol: to.node.Key, Pos: e.Pos, Ignored: append(slices.Clone(e.Ignored), op.Ignored...)}, n, e.Into)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *Lazy) int { return a.Pos.Compare(b.Pos) })
	return out
}

// isHarmless reports whether it does not matter that two requests build the same:
// no connections are lost, and no request reads what another writes.
func isHarmless(op *summary.Op, stored summary.Flags) bool {
	return op.Cost == summary.CostWork && stored.Has(summary.Ordered)
}

// builds is something that a function builds and hands back, nil if there is
// nothing.
func (g *graph) builds(n *summary.Node, seen map[string]bool) *summary.Op {
	if seen[n.Key] {
		return nil
	}
	seen[n.Key] = true
	for i := range n.Ops {
		if op := &n.Ops[i]; op.Class == summary.ClassBuild && op.Flags.Has(summary.Returned) && !op.Flags.Has(once|summary.Kept|asynchronous) {
			return op
		}
	}
	for i := range n.Edges {
		e := &n.Edges[i]
		if !e.Flags.Has(summary.Returned) || e.Flags.Has(once|summary.Kept|asynchronous) {
			continue
		}
		for _, to := range g.targets[e] {
			if op := g.builds(to.node, seen); op != nil {
				return op
			}
		}
	}
	return nil
}

// sharedBy finds the roots whose requests come to a function with the same
// thing in its inputs, and at the same time: not those that make it
// themselves, read it, or get it with the request.
func (g *graph) sharedBy(n *summary.Node, into summary.Inputs) (roots []string, chain witness.Chain) {
	type state struct {
		key  string
		into summary.Inputs
	}
	seen := map[state]bool{{n.Key, into}: true}
	best := ""
	for todo := []step{{n, into, nil}}; len(todo) > 0; todo = todo[1:] {
		s := todo[0]
		if s.node.Root != program.NotRoot {
			if s.from&s.node.Asked == 0 && s.node.Root != program.Consumer {
				if best == "" || s.chain.Compare(chain) < 0 {
					chain, best = s.chain, rootName(s.node)
				}
				roots = append(roots, rootName(s.node))
			}
			continue
		}
		for _, c := range g.callers[s.node.Key] {
			if c.edge.Flags.Has(once|asynchronous) || s.from&(c.edge.Fresh<<c.shift) != 0 {
				continue
			}
			from := passedOn(c, s.from, false)
			if from&summary.Foreign != 0 || seen[state{c.caller.Key, from}] {
				continue
			}
			seen[state{c.caller.Key, from}] = true
			hop := witness.Hop{Pos: c.edge.Pos, Caller: Name(c.caller.Key), Callee: Name(s.node.Key), Dynamic: c.dyn}
			todo = append(todo, step{c.caller, from, append(witness.Chain{hop}, s.chain...)})
		}
	}
	return arrange(roots, best), chain
}
