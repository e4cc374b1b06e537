package summary

import (
	"cmp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// collapse gives each function of a dependency a shape that stands for
// everything that it reaches: for each input that carries a context the waits
// that it ends, and one wait that nothing ends. That is what a row of the
// catalogue would say of the function. Whoever cannot change the code need not
// know more.
func (b *builder) collapse(order [][]*ssa.Function) {
	nodes := map[string]*Node{}
	for _, n := range b.out.Nodes {
		nodes[n.Key] = n
	}
	waits := map[string][]Wait{}
	read := map[string][]Drain{}
	for _, component := range order {
		for range 1 + min(len(component), 3) {
			for _, fn := range component {
				if n := nodes[program.FuncKey(fn)]; n != nil {
					waits[n.Key] = collapsed(n, waits)
					read[n.Key] = drains(n, read)
				}
			}
		}
		for _, fn := range component {
			if w := waits[program.FuncKey(fn)]; len(w) > 0 {
				b.shapes[fn].Waits = w
			}
			b.shapes[fn].Drains = read[program.FuncKey(fn)]
		}
	}
	b.out.Nodes = nil
}

// collapsed is what one function waits for, given what its callees wait for.
func collapsed(n *Node, waits map[string][]Wait) []Wait {
	best := map[int]Wait{}
	add := func(w Wait, c Ctx) {
		switch {
		case w.Input == -1:
		case c.Kind == CtxInput && c.Deadline == NoDeadline:
			w.Input = c.Input
		case c.Outlives():
			w.Input = -1
		default:
			return // bounded, or not known
		}
		if _, ok := best[w.Input]; !ok {
			best[w.Input] = w
		}
	}
	for _, op := range n.Ops {
		if op.Class != ClassWait || op.Flags.Has(Async|Deferred|Cleanup) || !op.Unended() {
			continue
		}
		input := 0
		if op.NoContext {
			if op.Variant == "" {
				continue // nobody could give it a context
			}
			input = -1
		}
		add(Wait{Kind: op.Kind, Symbol: op.Symbol, Input: input, Unbounded: op.Bounded == Unbounded}, op.Ctx)
	}
	for _, e := range n.Edges {
		if e.Flags.Has(Async | Deferred | Cleanup) {
			continue
		}
		for _, w := range waits[e.Callee] {
			add(w, argCtx(e, w.Input))
		}
	}
	var out []Wait
	for _, w := range best {
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b Wait) int { return cmp.Compare(b.Input, a.Input) })
	return out
}

func argCtx(e Edge, input int) Ctx {
	for _, a := range e.Args {
		if a.Input == input {
			return a.Ctx
		}
	}
	return Ctx{}
}
