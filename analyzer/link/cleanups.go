package link

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Cleanup is a wait in clean-up whose context does not serve it: it may be over
// by then, or it never ends.
type Cleanup struct {
	Symbol string // what is called at Pos
	Wait   *Wait  // the operation that this leads to, itself or through calls
	Node   *summary.Node
	Pos    witness.Pos
	Callee string // with Pos, finds the call again
	// Made is what made a context that never ends, "" when it is one that may be
	// over: that of the function, which is known to be over if Over is set.
	Made    string
	Over    bool
	Roots   []string
	Chain   witness.Chain // from a root, or the deferred call, to the call at Pos
	Ignored []string
}

func (c *Cleanup) id() string {
	return fmt.Sprintf("%s/%s:%d:%d cleanup", c.Pos.Pkg, c.Pos.File, c.Pos.Line, c.Pos.Col)
}

// cleanups finds the waits of deferred calls, and of code that runs when a
// context is over, that are given the context that is over by then, or one that
// never ends, unless a table below reported them.
func (g *graph) cleanups(closed []string) []*Cleanup {
	var out []*Cleanup
	for _, n := range g.order {
		if n.Pos.Line > 0 {
			out = append(out, g.nodeCleanups(n)...)
		}
	}
	slices.SortStableFunc(out, func(a, b *Cleanup) int { return a.Pos.Compare(b.Pos) })
	seen := map[string]bool{}
	return slices.DeleteFunc(out, func(c *Cleanup) bool {
		_, done := slices.BinarySearch(closed, c.id())
		if done || seen[c.id()] {
			return true
		}
		seen[c.id()] = true
		c.Roots, c.Chain = g.entries(c.Node)
		return false
	})
}

// nodeCleanups are those in one function, and in the literals that it defers.
func (g *graph) nodeCleanups(n *summary.Node) []*Cleanup {
	v := cleaner{g: g, given: g.isGivenContext(n)}
	for i := range n.Ops {
		op := &n.Ops[i]
		v.op(n, op, op.Flags, isGiven)
	}
	for i := range n.Edges {
		e := &n.Edges[i]
		v.edge(n, e, e.Flags, isGiven)
	}
	return v.out
}

// cleaner gathers the clean-up of one function.
type cleaner struct {
	g *graph
	// given says that the function is given a context.
	given bool
	depth int
	out   []*Cleanup
}

// isGiven reports whether a context ends when one that the function is given
// does, however long a deadline was added.
func isGiven(c summary.Ctx) bool { return c.Kind == summary.CtxInput }

// isLost reports whether what runs under the context of its function may be
// lost: it is deferred, or runs when that very context is over.
func isLost(f summary.Flags) bool {
	return f.Has(summary.Deferred|summary.Over) && !f.Has(summary.Succeeded|summary.Harmless)
}

func isCleanup(f summary.Flags) bool { return f.Has(summary.Deferred | summary.Cleanup) }

// op adds an operation that runs as f says, if over tells that its context may
// be over, or if it never ends.
func (v *cleaner) op(n *summary.Node, op *summary.Op, f summary.Flags, over func(summary.Ctx) bool) {
	if op.Class != summary.ClassWait || op.NoContext || op.Flags.Has(summary.Harmless) || strings.HasSuffix(op.Symbol, ".Commit") {
		return
	}
	c := &Cleanup{Symbol: op.Symbol, Wait: &Wait{Op: op}, Node: n, Pos: op.Pos, Callee: op.Symbol, Ignored: op.Ignored}
	v.add(c, op.Ctx, f, over(op.Ctx), op)
}

func (v *cleaner) add(c *Cleanup, ctx summary.Ctx, f summary.Flags, over bool, op *summary.Op) {
	switch {
	case (over || f.Has(summary.Over)) && isLost(f):
		c.Over = f.Has(summary.Over)
	case ctx.Endless() && isCleanup(f) && op.Unended() && v.reports(ctx.Made):
		c.Made = ctx.Made
	default:
		return
	}
	v.out = append(v.out, c)
}

// reports reports whether a context that never ends is worth a word: somebody
// waits for the clean-up, and a framework's own context is known not to end.
func (v *cleaner) reports(made string) bool {
	if endless, ok := v.g.endlessOf(made); ok {
		return endless
	}
	return v.given
}

// edge adds a call, or what the literal that it calls does.
func (v *cleaner) edge(n *summary.Node, e *summary.Edge, f summary.Flags, over func(summary.Ctx) bool) {
	if !isCleanup(f) && !f.Has(summary.Over) || f.Has(summary.Async) {
		return
	}
	for _, to := range v.g.targets[e] {
		if strings.HasPrefix(to.node.Key, n.Key+"$") {
			v.literal(to.node, e, f, over)
			continue
		}
		for _, a := range e.Args {
			w := v.g.under(to.node, a.Input, a.Ctx.Endless())
			if w == nil {
				continue
			}
			c := &Cleanup{Symbol: to.node.Key, Wait: w, Node: n, Pos: e.Pos, Callee: e.Callee + e.Method, Ignored: e.Ignored}
			if e.Method != "" {
				c.Symbol = e.Method
			}
			v.add(c, a.Ctx, f, over(a.Ctx), w.Op)
		}
	}
}

// literal adds what a literal does that the function calls as clean-up, seen
// from the function: under the contexts that it gives to the literal.
func (v *cleaner) literal(lit *summary.Node, e *summary.Edge, f summary.Flags, over func(summary.Ctx) bool) {
	if v.depth > 3 {
		return
	}
	v.depth++
	defer func() { v.depth-- }()
	inner := func(c summary.Ctx) bool {
		return c.Kind == summary.CtxInput && slices.ContainsFunc(e.Args, func(a summary.Arg) bool { return a.Input == c.Input && over(a.Ctx) })
	}
	for i := range lit.Ops {
		op := &lit.Ops[i]
		if !op.Flags.Has(summary.Async) {
			v.op(lit, op, f|op.Flags, inner)
		}
	}
	for i := range lit.Edges {
		in := &lit.Edges[i]
		v.edge(lit, in, f|in.Flags, inner)
	}
}

// under finds the nearest outside wait of a function under the context of an
// input, whatever deadline was added to it; or, if endless is set, one that
// nothing else ends.
func (g *graph) under(n *summary.Node, input int, endless bool) *Wait {
	if endless {
		return g.waitsOn(n, input)
	}
	return g.search(n, input, map[waitKey]bool{})
}

func (g *graph) search(n *summary.Node, input int, seen map[waitKey]bool) *Wait {
	if seen[waitKey{n.Key, input}] {
		return nil
	}
	seen[waitKey{n.Key, input}] = true
	for i := range n.Ops {
		op := &n.Ops[i]
		if op.Class == summary.ClassWait && !op.NoContext && !op.Flags.Has(elsewhere|summary.Harmless) && isInput(op.Ctx, input) {
			return &Wait{op, witness.Chain{{Pos: op.Pos, Caller: Name(n.Key), Callee: Name(op.Symbol)}}}
		}
	}
	for i := range n.Edges {
		e := &n.Edges[i]
		if e.Flags.Has(elsewhere) {
			continue
		}
		for _, a := range e.Args {
			if !isInput(a.Ctx, input) {
				continue
			}
			for _, to := range g.targets[e] {
				if w := g.search(to.node, a.Input, seen); w != nil {
					hop := witness.Hop{Pos: e.Pos, Caller: Name(n.Key), Callee: Name(to.node.Key), Dynamic: to.dynamic}
					return &Wait{w.Op, append(witness.Chain{hop}, w.Chain...)}
				}
			}
		}
	}
	return nil
}

// isInput reports whether a context ends when that of the input does.
func isInput(c summary.Ctx, input int) bool { return c.Kind == summary.CtxInput && c.Input == input }

// Hop is the last hop of the chain: the call at Pos.
func (c *Cleanup) Hop() witness.Hop {
	return witness.Hop{Pos: c.Pos, Caller: Name(c.Node.Key), Callee: Name(c.Symbol)}
}

// Bounded reports whether something other than the context ends what is called.
func (c *Cleanup) Bounded() bool {
	return c.Symbol == c.Wait.Op.Symbol && c.Wait.Op.Bounded == summary.Bounded
}
