package link

import (
	"fmt"
	"slices"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// CrowdKind says why a call may start any number of goroutines.
type CrowdKind uint8

const (
	// CrowdWaits: one for every request, that nobody waits for, and that waits
	// with nothing to end it.
	CrowdWaits CrowdKind = iota
	// CrowdEach: one for each element of what a request brings.
	CrowdEach
	// CrowdLeft: one for every request, that nobody waits for.
	CrowdLeft
	// CrowdPanics: it may take the process down.
	CrowdPanics
)

// Crowd is a call on the path of a request that starts goroutines.
type Crowd struct {
	Kind    CrowdKind
	Node    *summary.Node
	Pos     witness.Pos
	Callee  string // with Pos, finds the call again
	Wait    string // what the goroutine waits for, "" if nothing is known
	Roots   []string
	Chain   witness.Chain // from a root to the call
	Ignored []string
}

// Hop is the last hop of the chain: the call at Pos.
func (c *Crowd) Hop() witness.Hop {
	return witness.Hop{Pos: c.Pos, Caller: Name(c.Node.Key), Callee: Name(c.Callee)}
}

func (c *Crowd) id() string {
	return fmt.Sprintf("%s/%s:%d:%d crowd", c.Pos.Pkg, c.Pos.File, c.Pos.Line, c.Pos.Col)
}

// crowds finds the goroutines that nothing limits and that no table below
// reported. What leans on the request is left to detached.
func (g *graph) crowds(closed []string) []*Crowd {
	detached := map[witness.Pos]bool{}
	for _, d := range g.detached(nil) {
		detached[d.Pos] = true
	}
	var out []*Crowd
	for _, n := range g.order {
		for i := range n.Ops {
			op := &n.Ops[i]
			if op.Class == summary.ClassWait && isLeft(op.Flags) && g.isEndless(op, 0) && !detached[op.Pos] {
				out = append(out, g.crowded(&Crowd{Node: n, Pos: op.Pos, Callee: op.Symbol, Wait: op.Symbol, Ignored: op.Ignored}, 0)...)
			}
		}
		for i := range n.Edges {
			if e := &n.Edges[i]; e.Flags.Has(summary.Starts) && !detached[e.Pos] {
				out = append(out, g.crowdAt(n, e)...)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *Crowd) int { return a.Pos.Compare(b.Pos) })
	out = slices.CompactFunc(out, func(a, b *Crowd) bool { return a.id() == b.id() })
	return slices.DeleteFunc(out, func(c *Crowd) bool {
		_, done := slices.BinarySearch(closed, c.id())
		return done
	})
}

// isLeft reports whether nobody waits for what a call starts, and nothing limits
// how many there are.
func isLeft(f summary.Flags) bool {
	return f.Has(summary.Async) && !f.Has(summary.Attended|summary.Cleanup|summary.Permitted|summary.Once|summary.First)
}

func (g *graph) crowdAt(n *summary.Node, e *summary.Edge) []*Crowd {
	c := &Crowd{Kind: CrowdPanics, Node: n, Pos: e.Pos, Callee: e.Callee + e.Method, Ignored: e.Ignored}
	if e.Flags.Has(summary.Cleanup | summary.Once) {
		return nil
	}
	if e.Each != 0 {
		if c.Wait = g.anyWait(e); c.Wait != "" {
			c.Kind = CrowdEach
			if found := g.crowded(c, e.Each); found != nil {
				return found
			}
		}
		c.Kind, c.Wait = CrowdPanics, ""
	}
	if isLeft(e.Flags) {
		c.Kind = CrowdLeft
		if c.Wait = g.endlessWait(e); c.Wait != "" {
			c.Kind = CrowdWaits
		}
	} else if e.Flags.Has(summary.Recovers | summary.Permitted) {
		return nil
	}
	return g.crowded(c, 0)
}

// isEndless reports whether nothing ends a wait, given the inputs that never do.
func (g *graph) isEndless(op *summary.Op, never summary.Inputs) bool {
	if !op.Unended() || !g.isOpen(op) {
		return false
	}
	if op.NoContext || g.ctx(op.Ctx).Endless() {
		return true
	}
	return op.Ctx.Kind == summary.CtxInput && op.Ctx.Deadline == summary.NoDeadline && op.Ctx.Input < 63 && never&(1<<op.Ctx.Input) != 0
}

// endlessWait is a wait that nothing ends in what an edge starts, "" if there is
// none.
func (g *graph) endlessWait(e *summary.Edge) string {
	found := ""
	g.walk(e, 0, asynchronous|summary.Guarded, func(op *summary.Op, never summary.Inputs) bool {
		if op.Class == summary.ClassWait && !op.Flags.Has(summary.Final) && g.isEndless(op, never) {
			found = op.Symbol
		}
		return found != ""
	}, nil)
	return found
}

// anyWait is a wait in what an edge starts, whatever ends it.
func (g *graph) anyWait(e *summary.Edge) string {
	found := ""
	g.walk(e, 0, asynchronous|summary.Guarded, func(op *summary.Op, _ summary.Inputs) bool {
		if op.Class == summary.ClassWait {
			found = op.Symbol
		}
		return found != ""
	}, func(u *summary.Use) bool {
		if u.Kind == summary.UseWait && !u.Flags.Has(summary.Guarded) {
			found = u.Symbol
		}
		return found != ""
	})
	return found
}

// walk visits what the function of an edge does before it goes on, until a visitor
// returns true. never are the inputs that are contexts which never end, of the
// caller and of what is visited; what has one of the flags is left out.
func (g *graph) walk(e *summary.Edge, never summary.Inputs, without summary.Flags, op func(*summary.Op, summary.Inputs) bool, use func(*summary.Use) bool) {
	type state struct {
		key   string
		never summary.Inputs
	}
	seen := map[state]bool{}
	var visit func(*summary.Edge, summary.Inputs) bool
	visit = func(e *summary.Edge, never summary.Inputs) bool {
		for _, to := range g.targets[e] {
			s := state{to.node.Key, endlessInputs(e, never) << to.shift}
			if seen[s] {
				continue
			}
			seen[s] = true
			for i := range to.node.Ops {
				if o := &to.node.Ops[i]; !o.Flags.Has(without) && op(o, s.never) {
					return true
				}
			}
			for i := range to.node.Uses {
				if use != nil && use(&to.node.Uses[i]) {
					return true
				}
			}
			for i := range to.node.Edges {
				if next := &to.node.Edges[i]; !next.Flags.Has(without) && visit(next, s.never) {
					return true
				}
			}
		}
		return false
	}
	visit(e, never)
}

// endlessInputs are the inputs of a callee that are contexts which never end.
func endlessInputs(e *summary.Edge, never summary.Inputs) summary.Inputs {
	var out summary.Inputs
	for _, a := range e.Args {
		given := a.Ctx.Kind == summary.CtxInput && a.Ctx.Deadline == summary.NoDeadline && a.Ctx.Input < 63 && never&(1<<a.Ctx.Input) != 0
		if a.Input < 63 && (a.Ctx.Endless() || given) {
			out |= 1 << a.Input
		}
	}
	return out
}

// crowded keeps c if a request comes to it; with inputs of its function, only if
// those come with the request.
func (g *graph) crowded(c *Crowd, from summary.Inputs) []*Crowd {
	type state struct {
		key  string
		from summary.Inputs
	}
	seen := map[state]bool{{c.Node.Key, from}: true}
	best := ""
	for todo := []step{{c.Node, from, nil}}; len(todo) > 0; todo = todo[1:] {
		s := todo[0]
		if s.node.Root != program.NotRoot {
			if s.node.Root != program.Consumer && (from == 0 || s.from&s.node.Asked != 0) {
				c.Roots = append(c.Roots, rootName(s.node))
				if best == "" || s.chain.Compare(c.Chain) < 0 {
					c.Chain, best = s.chain, rootName(s.node)
				}
			}
			continue
		}
		for _, call := range g.callers[s.node.Key] {
			if call.edge.Flags.Has(asynchronous | summary.Once) {
				continue
			}
			need := listedIn(call, s.from)
			at := state{call.caller.Key, need}
			if from != 0 && (need == 0 || need&summary.Foreign != 0) || seen[at] {
				continue
			}
			seen[at] = true
			hop := witness.Hop{Pos: call.edge.Pos, Caller: Name(call.caller.Key), Callee: Name(s.node.Key), Dynamic: call.dyn}
			todo = append(todo, step{call.caller, need, append(witness.Chain{hop}, s.chain...)})
		}
	}
	if best == "" {
		return nil
	}
	c.Roots = arrange(c.Roots, best)
	return []*Crowd{c}
}
