package link

import (
	"fmt"
	"slices"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Hidden is an answer that hides that a wait failed, or did not end in time.
type Hidden struct {
	*summary.Outcome
	Wait  *Wait // and the way to it from the function that answers
	Roots []string
	Chain witness.Chain // from a root to the answer, which is its last hop
}

func (h *Hidden) id() string {
	return fmt.Sprintf("%s/%s:%d:%d hidden", h.Pos.Pkg, h.Pos.File, h.Pos.Line, h.Pos.Col)
}

// hidden finds the answers that requests get, and that no table below reported.
func (g *graph) hidden(closed []string) []*Hidden {
	var out []*Hidden
	for _, n := range g.order {
		for i := range n.Outcomes {
			h := &Hidden{Outcome: &n.Outcomes[i]}
			if _, done := slices.BinarySearch(closed, h.id()); done {
				continue
			}
			if h.Wait = g.waitAt(n, h.From); h.Wait == nil {
				continue
			}
			if h.Roots, h.Chain = g.entries(n); len(h.Roots) == 0 {
				continue
			}
			h.Chain = append(h.Chain, witness.Hop{Pos: h.Pos, Caller: Name(n.Key), Callee: Name(h.Symbol)})
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b *Hidden) int { return a.Pos.Compare(b.Pos) })
	return slices.CompactFunc(out, func(a, b *Hidden) bool { return a.id() == b.id() })
}

// waitAt is the nearest operation that a call at a place waits for, nil if there
// is none.
func (g *graph) waitAt(n *summary.Node, at witness.Pos) *Wait {
	for i := range n.Ops {
		op := &n.Ops[i]
		if op.Pos == at && canTimeOut(op) {
			return &Wait{op, witness.Chain{{Pos: op.Pos, Caller: Name(n.Key), Callee: Name(op.Symbol)}}}
		}
	}
	for i := range n.Edges {
		e := &n.Edges[i]
		if e.Pos != at || e.Flags.Has(elsewhere) {
			continue
		}
		for _, to := range g.targets[e] {
			if w := g.waitIn(to.node, map[string]bool{}); w != nil {
				hop := witness.Hop{Pos: e.Pos, Caller: Name(n.Key), Callee: Name(to.node.Key), Dynamic: to.dynamic}
				return &Wait{w.Op, append(witness.Chain{hop}, w.Chain...)}
			}
		}
	}
	return nil
}

// canTimeOut reports whether an operation may fail because time is up.
func canTimeOut(op *summary.Op) bool {
	return op.Class == summary.ClassWait && op.Kind.Outside() && op.Kind != model.KindSleep && op.Kind != model.KindExec && !op.Flags.Has(elsewhere)
}

// waitIn is an operation that a function waits for, nil if there is none.
func (g *graph) waitIn(n *summary.Node, seen map[string]bool) *Wait {
	if seen[n.Key] {
		return nil
	}
	seen[n.Key] = true
	for i := range n.Ops {
		if op := &n.Ops[i]; canTimeOut(op) {
			return &Wait{op, witness.Chain{{Pos: op.Pos, Caller: Name(n.Key), Callee: Name(op.Symbol)}}}
		}
	}
	for i := range n.Edges {
		e := &n.Edges[i]
		if e.Flags.Has(elsewhere) {
			continue
		}
		for _, to := range g.targets[e] {
			if w := g.waitIn(to.node, seen); w != nil {
				hop := witness.Hop{Pos: e.Pos, Caller: Name(n.Key), Callee: Name(to.node.Key), Dynamic: to.dynamic}
				return &Wait{w.Op, append(witness.Chain{hop}, w.Chain...)}
			}
		}
	}
	return nil
}
