package link

import (
	"slices"
	"sync"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Whole gathers the graph of all packages of a run in one process, to answer
// questions about it afterwards. Unlike a table it leaves nothing out: functions
// that no operation can be reached from have callers, too.
type Whole struct {
	mu      sync.Mutex
	table   Table
	foreign []map[string]program.RootKind
	limited map[string]summary.Limits
	cat     *model.Catalogue

	once  sync.Once
	graph *graph
}

// add takes copies of what a package brings, before its table is pruned. It may
// be called for several packages at once.
func (w *Whole) add(prog *program.Package, sum *summary.Package, table *Table) {
	if w == nil {
		return
	}
	part := *table
	part.Nodes = nil
	known := make(map[string]bool)
	add := func(n *summary.Node) {
		if known[n.Key] {
			return
		}
		known[n.Key] = true
		c := *n
		c.Ops, c.Edges = slices.Clone(n.Ops), slices.Clone(n.Edges)
		part.Nodes = append(part.Nodes, &c)
	}
	for _, n := range sum.Nodes {
		add(n)
	}
	for _, fn := range prog.Funcs {
		add(sum.Bare(fn))
	}
	for _, n := range table.Nodes {
		if !n.Pos.IsValid() { // a library's method behind an interface
			add(n)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.limited == nil {
		w.limited = make(map[string]summary.Limits)
	}
	w.table.merge(&part)
	w.cat = prog.Cat
	w.foreign = append(w.foreign, prog.ForeignRoots())
	for _, n := range table.Nodes {
		if n.Limits != 0 {
			w.limited[n.Key] |= n.Limits
		}
	}
}

// link joins what was gathered, once.
func (w *Whole) link() *graph {
	w.once.Do(func() {
		w.table.normalize()
		for _, roots := range w.foreign {
			w.table.register(roots)
		}
		for _, n := range w.table.Nodes {
			n.Limits |= w.limited[n.Key]
		}
		w.graph = newGraph(&w.table, w.cat)
	})
	return w.graph
}

// Entries are the roots that reach a function by calls that it is waited for,
// and the best way from one of them.
func (w *Whole) Entries(key string) (roots []string, chain witness.Chain) {
	if n := w.link().nodes[key]; n != nil {
		return w.link().entries(n)
	}
	return nil, nil
}

// Starters are the roots that reach a function in any way, those that start it
// in a goroutine and do not wait included.
func (w *Whole) Starters(key string) []string {
	g := w.link()
	seen := map[string]bool{key: true}
	var roots []string
	for todo := []string{key}; len(todo) > 0; todo = todo[1:] {
		if n := g.nodes[todo[0]]; n != nil && n.Root != program.NotRoot {
			roots = append(roots, rootName(n))
			continue
		}
		for _, c := range g.callers[todo[0]] {
			if !seen[c.caller.Key] {
				seen[c.caller.Key] = true
				todo = append(todo, c.caller.Key)
			}
		}
	}
	slices.Sort(roots)
	return slices.Compact(roots)
}

// Root is the kind of root that a function is.
func (w *Whole) Root(key string) program.RootKind {
	if n := w.link().nodes[key]; n != nil {
		return n.Root
	}
	return program.NotRoot
}

// Reaches reports whether a request comes to an operation of a function that is
// no wait, built or computed from nothing that the request brings.
func (w *Whole) Reaches(key string, op *summary.Op) bool {
	n := w.link().nodes[key]
	if n == nil {
		return false
	}
	if op.Class.IsRead() {
		roots, _ := w.link().readsRequest(n, op)
		return len(roots) > 0
	}
	if op.Class == summary.ClassGrow {
		roots, _ := w.link().growsBy(n, op)
		return len(roots) > 0 && !w.link().isEmptied(op)
	}
	roots, _ := w.link().reachedBy(n, op)
	return len(roots) > 0
}

// IsServed reports whether nothing is known of the other end of a channel that a
// function waits for that would keep it from its turn.
func (w *Whole) IsServed(key string, op *summary.Op) bool {
	n := w.link().nodes[key]
	if n == nil {
		return true
	}
	for i := range n.Ops {
		if o := &n.Ops[i]; o.Class == summary.ClassQueue && o.Pos == op.Pos && w.link().awaited()[o] != nil {
			return false
		}
	}
	return true
}

// IsGivenContext reports whether a function is given a context, itself or
// through the function around it.
func (w *Whole) IsGivenContext(key string) bool {
	n := w.link().nodes[key]
	return n != nil && w.link().isGivenContext(n)
}

// Target is a function that a call may be of, and how it was found.
type Target struct{ Key, How string }

// Targets are the functions that a call which a function makes may be of.
func (w *Whole) Targets(key string, e *summary.Edge) []Target {
	g := w.link()
	n := g.nodes[key]
	if n == nil {
		n = &summary.Node{Key: key}
	}
	var out []Target
	for _, t := range g.resolve(n, e) {
		out = append(out, Target{t.node.Key, t.dynamic})
	}
	return out
}

// Waits are the operations that a function may come to while it is waited for,
// nearest first, of those that some rule may ask about.
func (w *Whole) Waits(key string) []*summary.Op {
	g := w.link()
	seen := map[string]bool{key: true}
	var out []*summary.Op
	for todo := []string{key}; len(todo) > 0; todo = todo[1:] {
		n := g.nodes[todo[0]]
		if n == nil {
			continue
		}
		for i := range n.Ops {
			if !n.Ops[i].Flags.Has(asynchronous) {
				out = append(out, &n.Ops[i])
			}
		}
		for i := range n.Edges {
			for _, t := range g.targets[&n.Edges[i]] {
				if !seen[t.node.Key] && !n.Edges[i].Flags.Has(asynchronous) {
					seen[t.node.Key] = true
					todo = append(todo, t.node.Key)
				}
			}
		}
	}
	return out
}

// Origin is a context that comes into a function by one of its inputs.
type Origin struct {
	Ctx summary.Ctx
	// Key is the function that makes it or is given it with a request, and Pos
	// the call that passes it on.
	Key string
	Pos witness.Pos
}

// Origins follows an input of a function back to where its contexts are made,
// or come from a request, or are lost sight of.
func (w *Whole) Origins(key string, input int) []Origin {
	g := w.link()
	type state struct {
		key   string
		input int
	}
	seen := map[state]bool{{key, input}: true}
	var out []Origin
	for todo := []state{{key, input}}; len(todo) > 0; todo = todo[1:] {
		s := todo[0]
		if n := g.nodes[s.key]; n != nil && n.Root != program.NotRoot {
			out = append(out, Origin{Ctx: summary.Ctx{Kind: summary.CtxRequest}, Key: s.key, Pos: n.Pos})
			continue
		}
		for _, c := range g.callers[s.key] {
			for _, a := range c.edge.Args {
				if a.Input != s.input {
					continue
				}
				from := state{c.caller.Key, a.Ctx.Input}
				if a.Ctx.Kind != summary.CtxInput || a.Ctx.Deadline != summary.NoDeadline {
					out = append(out, Origin{a.Ctx, c.caller.Key, c.edge.Pos})
				} else if !seen[from] {
					seen[from] = true
					todo = append(todo, from)
				}
			}
		}
	}
	return out
}

// Shares reports whether more than one request may want a lock, and whether any
// does while the function has it.
func (w *Whole) Shares(key string, h *summary.Hold) (shared, wanted bool) {
	g := w.link()
	n := g.nodes[key]
	if n == nil || !g.isShared(h) {
		return false, false
	}
	roots, _ := g.entries(n)
	wanted = len(roots) > 0 || g.isBackground(n) && len(g.contenders(n, h)) > 0
	return true, wanted && (h.Queues || g.queues(h))
}
