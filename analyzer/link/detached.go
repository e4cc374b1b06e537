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

// Detached is a goroutine that nobody waits for and that leans on something of
// the request on whose path it is started.
type Detached struct {
	Node   *summary.Node // starts it
	Pos    witness.Pos   // of the call that does
	Callee string        // with Pos, finds the call again
	Use    *summary.Use  // what goes wrong when the request is over
	Within witness.Chain // from the goroutine to the use
	// Input of the goroutine's function that leans on the request.
	Input   int
	Roots   []string
	Chain   witness.Chain // from a root to the call
	Ignored []string
	// reused is the type of the framework's own context, if the goroutine is
	// given that as a context: its Done says nothing, and it is used again.
	reused string
}

// Hop is the last hop of the chain: the call at Pos.
func (d *Detached) Hop() witness.Hop {
	return witness.Hop{Pos: d.Pos, Caller: Name(d.Node.Key), Callee: Name(d.Callee)}
}

func (d *Detached) id() string {
	return fmt.Sprintf("%s/%s:%d:%d detached", d.Pos.Pkg, d.Pos.File, d.Pos.Line, d.Pos.Col)
}

// detached finds the goroutines that lean on a request and outlive it, and that
// no table below reported.
func (g *graph) detached(closed []string) []*Detached {
	var out []*Detached
	for _, n := range g.order {
		for i := range n.Uses {
			u := &n.Uses[i]
			if isStart(u.Flags) && u.Kind != summary.UseEnd {
				d := &Detached{Node: n, Pos: u.Pos, Callee: u.Symbol, Use: u, Input: u.Input, Ignored: u.Ignored}
				if u.Kind != summary.UseClosed {
					out = append(out, g.requested(d, u.Input)...)
				} else if d.Roots, d.Chain = g.entries(n); len(d.Roots) > 0 {
					out = append(out, d)
				}
			}
		}
		for i := range n.Edges {
			if e := &n.Edges[i]; isStart(e.Flags) {
				out = append(out, g.started(n, e)...)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *Detached) int { return a.Pos.Compare(b.Pos) })
	out = slices.CompactFunc(out, func(a, b *Detached) bool { return a.id() == b.id() })
	return slices.DeleteFunc(out, func(d *Detached) bool {
		_, done := slices.BinarySearch(closed, d.id())
		return done
	})
}

// isStart reports whether flags are those of a call that starts a goroutine
// which nobody waits for.
func isStart(f summary.Flags) bool {
	return f.Has(summary.Async) && !f.Has(summary.Attended|summary.Cleanup)
}

// started asks of each input of a goroutine's function whether it leans on it:
// values first, since any use of those is wrong.
func (g *graph) started(n *summary.Node, e *summary.Edge) []*Detached {
	try := func(given, from int, same bool) []*Detached {
		for _, to := range g.targets[e] {
			input := given + to.shift
			l := leaning{g: g, seen: map[leanKey]bool{}}
			if listens(to.node) || l.callsListener(to.node, input) {
				continue
			}
			if u, chain := l.find(to.node, input, same); u != nil {
				d := &Detached{
					Node: n, Pos: e.Pos, Callee: e.Callee + e.Method, Use: u, Within: chain, Input: input,
					Ignored: slices.Concat(e.Ignored, u.Ignored), reused: cmp.Or(g.ownContext(e, given), l.reused),
				}
				if found := g.requested(d, from); found != nil {
					return found
				}
			}
		}
		return nil
	}
	for _, s := range e.Same {
		if found := try(s.Input, s.From, true); found != nil {
			return found
		}
	}
	for _, a := range e.Args {
		if a.Ctx.Kind == summary.CtxInput {
			if found := try(a.Input, a.Ctx.Input, false); found != nil {
				return found
			}
		}
	}
	return nil
}

type leanKey struct {
	node  string
	input int
	same  bool
}

// leaning looks for what a function does with an input that is wrong once the
// request is over.
type leaning struct {
	g      *graph
	seen   map[leanKey]bool
	reused string // the type of the framework's own context that was found to be used
}

// find is depth first, in source order: the first use is as good as any.
func (l *leaning) find(n *summary.Node, input int, same bool) (*summary.Use, witness.Chain) {
	key := leanKey{n.Key, input, same}
	if l.seen[key] || len(l.seen) > 1000 {
		return nil, nil
	}
	l.seen[key] = true
	for i := range n.Uses {
		u := &n.Uses[i]
		if u.Input == input && !u.Flags.Has(summary.Cleanup) && u.Kind != summary.UseEnd && (same || u.Kind == summary.UseWait || u.Kind == summary.UseCall) {
			return u, nil
		}
	}
	for i := range n.Edges {
		e := &n.Edges[i]
		if e.Flags.Has(summary.Cleanup) {
			continue
		}
		for _, s := range e.Same {
			if s.From == input && same {
				if u, chain := l.through(n, e, s.Input, true); u != nil {
					l.reused = cmp.Or(l.reused, l.g.ownContext(e, s.Input))
					return u, chain
				}
			}
		}
		for _, a := range e.Args {
			if a.Ctx.Kind == summary.CtxInput && a.Ctx.Input == input {
				if u, chain := l.through(n, e, a.Input, false); u != nil {
					return u, chain
				}
			}
		}
	}
	return nil, nil
}

func (l *leaning) through(n *summary.Node, e *summary.Edge, input int, same bool) (*summary.Use, witness.Chain) {
	for _, to := range l.g.targets[e] {
		if u, chain := l.find(to.node, input+to.shift, same); u != nil {
			hop := witness.Hop{Pos: e.Pos, Caller: Name(n.Key), Callee: Name(to.node.Key), Dynamic: to.dynamic}
			return u, append(witness.Chain{hop}, chain...)
		}
	}
	return nil, nil
}

// ownContext is the type of the framework's own context that a call gives to an
// input of its callee as a context, "" if it gives another.
func (g *graph) ownContext(e *summary.Edge, input int) string {
	for _, a := range e.Args {
		if a.Input == input && a.Ctx.Kind == summary.CtxNever {
			if g.framework(a.Ctx.Made) != nil {
				return a.Ctx.Made
			}
		}
	}
	return ""
}

// listens reports whether a function looks whether a context is over that it is
// given: it ends when that does.
func listens(n *summary.Node) bool {
	return slices.ContainsFunc(n.Uses, func(u summary.Use) bool { return u.Kind == summary.UseEnd })
}

// callsListener reports whether a literal hands the input to a function that
// listens.
func (l *leaning) callsListener(n *summary.Node, input int) bool {
	if !strings.Contains(n.Key, "$") {
		return false
	}
	for i := range n.Edges {
		e := &n.Edges[i]
		for _, a := range e.Args {
			if a.Ctx.Kind == summary.CtxInput && a.Ctx.Input == input &&
				slices.ContainsFunc(l.g.targets[e], func(t target) bool { return listens(t.node) }) {
				return true
			}
		}
	}
	return false
}

// requested keeps d if the given input of the function that starts the goroutine
// comes with a request, and says from which roots.
func (g *graph) requested(d *Detached, input int) []*Detached {
	type state struct {
		key   string
		input int
	}
	type step struct {
		node  *summary.Node
		input int
		chain witness.Chain
	}
	seen := map[state]bool{{d.Node.Key, input}: true}
	best := ""
	for todo := []step{{d.Node, input, nil}}; len(todo) > 0; todo = todo[1:] {
		s := todo[0]
		if s.node.Root != program.NotRoot {
			if s.node.Root != program.Consumer && s.input < 63 && s.node.Given&(1<<s.input) != 0 {
				d.Roots = append(d.Roots, rootName(s.node))
				if best == "" || s.chain.Compare(d.Chain) < 0 {
					d.Chain, best = s.chain, rootName(s.node)
				}
			}
			continue
		}
		for _, c := range g.callers[s.node.Key] {
			if c.edge.Flags.Has(asynchronous) {
				continue // that is where it is detached
			}
			for _, from := range sources(c, s.input) {
				if at := (state{c.caller.Key, from}); !seen[at] {
					seen[at] = true
					hop := witness.Hop{Pos: c.edge.Pos, Caller: Name(c.caller.Key), Callee: Name(s.node.Key), Dynamic: c.dyn}
					d.reused = cmp.Or(d.reused, g.ownContext(c.edge, s.input-c.shift))
					todo = append(todo, step{c.caller, from, append(witness.Chain{hop}, s.chain...)})
				}
			}
		}
	}
	if best == "" {
		return nil
	}
	d.Roots = arrange(d.Roots, best)
	if d.reused != "" && (d.Use.Kind == summary.UseWait || d.Use.Kind == summary.UseCall) {
		use := *d.Use
		use.Kind, use.Symbol = summary.UseReused, d.reused
		d.Use = &use
	}
	return []*Detached{d}
}

// sources are the caller's inputs that an input of the callee is, or derives
// from as a context does.
func sources(c call, input int) []int {
	var out []int
	for _, a := range c.edge.Args {
		if a.Input+c.shift == input && a.Ctx.Kind == summary.CtxInput {
			out = append(out, a.Ctx.Input)
		}
	}
	for _, s := range c.edge.Same {
		if s.Input+c.shift == input && !slices.Contains(out, s.From) {
			out = append(out, s.From)
		}
	}
	return out
}
