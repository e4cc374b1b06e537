package link

import (
	"fmt"
	"slices"

	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// lost finds what interfaces' methods return and nobody closes, where something
// that implements the method returns what must be closed.
func (g *graph) lost(closed []string) []*summary.Leak {
	var out []*summary.Leak
	for _, n := range g.order {
		for i := range n.Pendings {
			p := &n.Pendings[i]
			if _, done := slices.BinarySearch(closed, lostID(p.Pos)); done {
				continue
			}
			if by := g.opener(n, p); by != nil {
				l := p.Leak()
				l.By, l.ByPos = by.Key, by.Pos
				out = append(out, l)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *summary.Leak) int { return a.Pos.Compare(b.Pos) })
	return out
}

func lostID(p witness.Pos) string {
	return fmt.Sprintf("%s/%s:%d:%d lost", p.Pkg, p.File, p.Line, p.Col)
}

// opener is a method that the call may be of and that leaves the release to its
// caller; nil if there is none.
func (g *graph) opener(n *summary.Node, p *summary.Pending) *summary.Node {
	for i := range n.Edges {
		e := &n.Edges[i]
		if e.Method != p.Method || e.Pos != p.Pos {
			continue
		}
		for _, to := range g.targets[e] {
			if to.node.Owns&(1<<p.Result) != 0 {
				return to.node
			}
		}
	}
	return nil
}
