package link

import (
	"fmt"
	"slices"

	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Serial is two readings of one function, the second of which a request waits
// for only after the first, although it needs nothing of it.
type Serial struct {
	First, Second Reading
	Roots         []string
	Chain         witness.Chain // from a root to the second call, which is its last hop
}

// Reading is a call that waits for something outside and changes nothing there.
type Reading struct {
	Callee  string
	Pos     witness.Pos
	Op      *summary.Op // what waits
	Ignored []string
}

func (s *Serial) id() string {
	p := s.Second.Pos
	return fmt.Sprintf("%s/%s:%d:%d serial", p.Pkg, p.File, p.Line, p.Col)
}

// serials finds the pairs that requests wait for one after the other, one for
// each function, and that no table below reported.
func (g *graph) serials(closed []string) []*Serial {
	var out []*Serial
	for _, n := range g.order {
		if _, ok := g.nodeReads(n, map[string]bool{}); !ok {
			continue // what is changed later may rest on both
		}
		for _, pair := range n.Serials {
			s := g.serial(n, pair)
			if s == nil {
				continue
			}
			if s.Roots, s.Chain = g.entries(n); len(s.Roots) == 0 {
				break
			}
			if _, done := slices.BinarySearch(closed, s.id()); !done {
				s.Chain = append(s.Chain, witness.Hop{Pos: s.Second.Pos, Caller: Name(n.Key), Callee: Name(s.Second.Callee)})
				out = append(out, s)
			}
			break
		}
	}
	slices.SortStableFunc(out, func(a, b *Serial) int { return a.Second.Pos.Compare(b.Second.Pos) })
	return out
}

// serial is a pair whose calls both only read, with nothing but readings between
// them, nil if that is not known.
func (g *graph) serial(n *summary.Node, pair summary.Serial) *Serial {
	s := &Serial{}
	for i := range n.Ops {
		op := &n.Ops[i]
		if op.Class != summary.ClassWait || !isWithin(op.Pos, pair) {
			continue
		}
		if !op.Flags.Has(summary.Reads) {
			return nil
		}
		s.note(pair, Reading{op.Symbol, op.Pos, op, op.Ignored})
	}
	for i := range n.Edges {
		e := &n.Edges[i]
		if !isWithin(e.Pos, pair) || e.Flags.Has(elsewhere) {
			continue
		}
		op, ok := g.reads(e, map[string]bool{})
		if !ok {
			return nil
		}
		if op != nil {
			s.note(pair, Reading{e.Callee + e.Method, e.Pos, op, e.Ignored})
		}
	}
	if s.First.Op == nil || s.Second.Op == nil {
		return nil
	}
	return s
}

// note keeps a reading of the pair; of a chain of calls, its first.
func (s *Serial) note(pair summary.Serial, r Reading) {
	switch {
	case r.Pos == pair.First && s.First.Op == nil:
		s.First = r
	case r.Pos == pair.Second && s.Second.Op == nil:
		s.Second = r
	}
}

// isWithin reports whether a place is one of a pair, or between them.
func isWithin(p witness.Pos, pair summary.Serial) bool {
	return p.Compare(pair.First) >= 0 && p.Compare(pair.Second) <= 0
}

// reads is an operation that a call waits for, nil if there is none; ok is false
// unless all of them are known to change nothing.
func (g *graph) reads(e *summary.Edge, seen map[string]bool) (first *summary.Op, ok bool) {
	targets := g.targets[e]
	if len(targets) == 0 {
		return nil, e.Callee != "" // pruned: it waits for nothing
	}
	for _, to := range targets {
		op, ok := g.nodeReads(to.node, seen)
		if !ok {
			return nil, false
		}
		if first == nil {
			first = op
		}
	}
	return first, true
}

func (g *graph) nodeReads(n *summary.Node, seen map[string]bool) (first *summary.Op, ok bool) {
	if seen[n.Key] {
		return nil, true
	}
	seen[n.Key] = true
	for i := range n.Ops {
		op := &n.Ops[i]
		switch {
		case op.Class == summary.ClassBlock || op.Class == summary.ClassPause || op.Class == summary.ClassHandoff || op.Held != 0:
			return nil, false
		case op.Class != summary.ClassWait:
		case !op.Flags.Has(summary.Reads):
			return nil, false
		case first == nil && !op.Flags.Has(elsewhere|summary.Lazy):
			first = op
		}
	}
	for i := range n.Edges {
		op, ok := g.reads(&n.Edges[i], seen)
		if !ok {
			return nil, false
		}
		if first == nil && !n.Edges[i].Flags.Has(elsewhere) {
			first = op
		}
	}
	return first, true
}

// pruneCalls removes what a node says of calls that wait for nothing.
func pruneCalls(n *summary.Node) {
	if len(n.Serials)+len(n.Outcomes) == 0 {
		return
	}
	waits := map[witness.Pos]bool{}
	for _, op := range n.Ops {
		waits[op.Pos] = waits[op.Pos] || op.Class == summary.ClassWait
	}
	for _, e := range n.Edges {
		waits[e.Pos] = true
	}
	n.Serials = slices.DeleteFunc(n.Serials, func(s summary.Serial) bool { return !waits[s.First] || !waits[s.Second] })
	n.Outcomes = slices.DeleteFunc(n.Outcomes, func(o summary.Outcome) bool { return !waits[o.From] })
	if len(n.Serials) > maxSerials {
		n.Serials = n.Serials[:maxSerials]
	}
}

// maxSerials bounds how many pairs of one function are kept; one is reported.
const maxSerials = 12
