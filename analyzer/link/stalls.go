package link

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Form is why nothing ends a wait.
type Form uint8

const (
	// NoContext: the operation takes no context, though a sibling does.
	NoContext Form = iota
	// Endless: the context never ends.
	Endless
)

// Stall is a wait that nothing ends, where a context was available or on the
// path of a request.
type Stall struct {
	Form Form
	// Symbol is what is called at Pos; Wait is the operation that this leads
	// to, itself or through calls.
	Symbol  string
	Variant string
	Made    string // what made the context that never ends
	Wait    *Wait
	Node    *summary.Node
	Pos     witness.Pos
	Callee  string // with Pos, finds the call again
	// Dropped says that the function around it is given a context.
	Dropped bool
	Roots   []string
	Chain   witness.Chain
	Ignored []string
}

// Hop is the last hop of the chain: the call at Pos.
func (s *Stall) Hop() witness.Hop {
	return witness.Hop{Pos: s.Pos, Caller: Name(s.Node.Key), Callee: Name(s.Symbol)}
}

// id names the cause, whatever reaches it.
func (s *Stall) id() string {
	return fmt.Sprintf("%s/%s:%d:%d %d", s.Pos.Pkg, s.Pos.File, s.Pos.Line, s.Pos.Col, s.Form)
}

// stalls finds the waits that nothing ends and that no table below reported.
func (g *graph) stalls(closed []string) []*Stall {
	var out []*Stall
	for _, n := range g.order {
		out = append(out, g.nodeStalls(n)...)
	}
	slices.SortStableFunc(out, func(a, b *Stall) int { return a.Pos.Compare(b.Pos) })
	seen := map[string]bool{}
	return slices.DeleteFunc(out, func(s *Stall) bool {
		id := s.id()
		_, done := slices.BinarySearch(closed, id)
		if done || seen[id] {
			return true
		}
		seen[id] = true
		return false
	})
}

// elsewhere are the flags of what this analysis leaves to others: goroutines
// that nobody waits for, clean-up, and what starts the program up.
const elsewhere = asynchronous | summary.Deferred | summary.First

func (g *graph) nodeStalls(n *summary.Node) []*Stall {
	var out []*Stall
	dropped := g.isGivenContext(n)
	for i := range n.Ops {
		op := &n.Ops[i]
		if op.Class != summary.ClassWait || !op.Unended() || op.Flags.Has(elsewhere|summary.Contextless) || n.Pos.Line == 0 || !g.isOpen(op) {
			continue
		}
		s := &Stall{Symbol: op.Symbol, Variant: op.Variant, Wait: &Wait{Op: op}, Node: n, Pos: op.Pos, Callee: op.Symbol, Ignored: op.Ignored}
		ctx := g.ctx(op.Ctx)
		noContext := op.NoContext || ctx.Outlives() && ctx.Made == summary.Unbound
		if ctx.Outlives() && !noContext {
			s.Form, s.Made = Endless, ctx.Made
		} else if !noContext || op.Variant == "" { // nobody could give it one
			continue
		}
		out = append(out, g.reached(s, dropped)...)
	}
	for i := range n.Edges {
		e := &n.Edges[i]
		if !e.Flags.Has(elsewhere) {
			out = append(out, g.edgeStalls(n, e, dropped)...)
		}
	}
	return out
}

// edgeStalls are the waits that a callee does under an endless context that
// the call gives it.
func (g *graph) edgeStalls(n *summary.Node, e *summary.Edge, dropped bool) []*Stall {
	for _, a := range e.Args {
		ctx := g.ctx(a.Ctx)
		if !ctx.Outlives() {
			continue
		}
		for _, to := range g.targets[e] {
			w := g.waitsOn(to.node, a.Input+to.shift)
			if w == nil {
				continue
			}
			s := &Stall{
				Form: Endless, Symbol: to.node.Key, Made: ctx.Made, Wait: w, Node: n,
				Pos: e.Pos, Callee: e.Callee + e.Method, Ignored: e.Ignored,
			}
			switch {
			case e.Method != "":
				s.Symbol = e.Method
			case strings.Contains(to.node.Key, "$"):
				s.Symbol = w.Op.Symbol // a literal has no name to print
			}
			return g.reached(s, dropped)
		}
	}
	return nil
}

// reached keeps a stall that drops a context or that a request reaches.
func (g *graph) reached(s *Stall, dropped bool) []*Stall {
	if g.isMarshaler(s.Node) {
		return nil // marshalwait speaks
	}
	if endless, ok := g.endlessOf(s.Made); ok {
		if !endless {
			return nil
		}
		dropped = false // it is the context that the function is given
	}
	s.Dropped = dropped
	s.Roots, s.Chain = g.entries(s.Node)
	if !dropped && len(s.Roots) == 0 || s.Made == summary.OfProcess && !g.serves(s.Roots) {
		return nil
	}
	return []*Stall{s}
}

// serves reports whether some root is more than a consumer of messages, whose
// process may well take all the time that it has.
func (g *graph) serves(roots []string) bool {
	return slices.ContainsFunc(roots, func(r string) bool {
		n := g.nodes[r]
		return n != nil && n.Root != program.NotRoot && n.Root != program.Consumer
	})
}

// isGivenContext reports whether a function is given a context, itself or as a
// literal that runs before the function around it goes on.
func (g *graph) isGivenContext(n *summary.Node) bool {
	if n.HasContext {
		return true
	}
	i := strings.LastIndex(n.Key, "$")
	if i < 0 || n.Root != "" {
		return false
	}
	for _, c := range g.callers[n.Key] {
		if c.caller.Key == n.Key[:i] && !c.edge.Flags.Has(elsewhere) {
			return g.isGivenContext(c.caller)
		}
	}
	return false
}

// settings are the servers that the program builds and the switches it sets.
type settings []string

// hasPrefix reports whether some setting begins with one of the prefixes.
func (s settings) hasPrefix(prefixes ...string) bool {
	return slices.ContainsFunc(s, func(set string) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(set, p) })
	})
}
