package link

import (
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// graph is the merged table, indexed.
type graph struct {
	nodes   map[string]*summary.Node
	order   []*summary.Node
	impls   map[string][]Impl
	flows   map[string][]Flow
	served  map[string][]string // where requests go on from a place
	reaches map[string]*reach
	slots   map[string]*content
	callers map[string][]call
	targets map[*summary.Edge][]target
	waits   map[waitKey]*Wait
	makers  map[string][]*summary.Node // of structs with locks

	settings settings
	cat      *model.Catalogue
	// isWhole says that the graph is that of a program, which nobody imports.
	isWhole bool
	// isTop says that nobody imports the package, be it a program or not.
	isTop bool
}

// target is a node that a call may be of.
type target struct {
	node    *summary.Node
	dynamic string
	// shift is added to the edge's inputs to get the node's: a bound method has
	// its receiver already.
	shift int
}

// call is an edge seen from its callee.
type call struct {
	caller *summary.Node
	edge   *summary.Edge
	dyn    string
	shift  int
}

func newGraph(t *Table, cat *model.Catalogue) *graph {
	nodes := localize(t)
	g := &graph{
		nodes:    map[string]*summary.Node{},
		order:    nodes,
		settings: t.Settings,
		cat:      cat,
		impls:    map[string][]Impl{},
		served:   map[string][]string{},
		reaches:  map[string]*reach{},
		flows:    map[string][]Flow{},
		slots:    map[string]*content{},
		callers:  map[string][]call{},
		targets:  map[*summary.Edge][]target{},
		waits:    map[waitKey]*Wait{},
		makers:   map[string][]*summary.Node{},
	}
	for _, n := range nodes {
		g.nodes[n.Key] = n
		for _, op := range n.Ops {
			if op.Class == summary.ClassMake {
				g.makers[op.Symbol] = append(g.makers[op.Symbol], n)
			}
		}
	}
	for _, i := range t.Impls {
		g.impls[i.Method] = append(g.impls[i.Method], i)
	}
	for _, f := range t.Flows {
		if f.Kind == FromServed {
			g.served[f.To] = append(g.served[f.To], f.From)
		} else {
			g.flows[f.To] = append(g.flows[f.To], f)
		}
	}
	g.serveThrough()
	for _, n := range nodes {
		for i := range n.Edges {
			e := &n.Edges[i]
			for _, to := range g.resolve(n, e) {
				g.targets[e] = append(g.targets[e], to)
				g.callers[to.node.Key] = append(g.callers[to.node.Key], call{n, e, to.dynamic, to.shift})
			}
		}
	}
	return g
}

// resolve finds the nodes that a call may be of.
func (g *graph) resolve(from *summary.Node, e *summary.Edge) []target {
	if e.Callee != "" {
		if n := g.nodes[e.Callee]; n != nil && (e.Via == "" || g.isCalled(e.Via)) {
			return []target{{node: n, dynamic: e.Dynamic}}
		}
		return nil
	}
	if e.Method == "" {
		return g.resolveFunc(e)
	}
	return g.resolveMethod(from, e)
}

// isCalled reports whether something that implements an interface's method
// calls the parameter that is named with it.
func (g *graph) isCalled(param string) bool {
	nodes, i := g.givenTo(param)
	return slices.ContainsFunc(nodes, func(n *summary.Node) bool { return i >= 0 && n.Calls&(1<<i) != 0 })
}

// givenTo are the methods that implement an interface's, one parameter of which
// is named, and which of theirs it is.
func (g *graph) givenTo(param string) (nodes []*summary.Node, index int) {
	method, index := program.ParamOf(param)
	for _, impl := range g.implementations(method, map[string]bool{}) {
		if n := g.nodes[impl.Target]; n != nil {
			nodes = append(nodes, n)
		}
	}
	return nodes, index
}

// resolveFunc finds the functions that a function value may be.
func (g *graph) resolveFunc(e *summary.Edge) []target {
	var out []target
	for _, f := range g.functions(e.Slot) {
		shift := 0
		if f.isBound {
			shift = 1
		}
		if n := g.nodes[f.key]; n != nil {
			out = append(out, target{n, e.Dynamic, shift})
			continue
		}
		for _, i := range g.implementations(f.key, map[string]bool{}) {
			if n := g.nodes[i.Target]; n != nil {
				out = append(out, target{n, "interface, " + shortType(i.Type), shift})
			}
		}
	}
	return out
}

// resolveMethod finds the methods that a call of an interface's method may be
// of.
func (g *graph) resolveMethod(from *summary.Node, e *summary.Edge) []target {
	var out []target
	wired := g.slot(e.Slot)
	for _, i := range g.implementations(e.Method, map[string]bool{}) {
		if wired.known() && !wired.types[i.Type] || i.isOther(e.Instance) {
			continue
		}
		if decorates(from.Key, e.Slot, i.Type) {
			continue
		}
		if n := g.nodes[i.Target]; n != nil && !slices.ContainsFunc(out, func(t target) bool { return t.node == n }) {
			out = append(out, target{node: n, dynamic: "interface, " + shortType(i.Type)})
		}
	}
	return out
}

// implementations are the rows for an interface method and for the methods of
// other interfaces that it stands for.
func (g *graph) implementations(method string, seen map[string]bool) []Impl {
	if seen[method] {
		return nil
	}
	seen[method] = true
	var out []Impl
	for _, i := range g.impls[method] {
		if known, name, ok := strings.Cut(i.Target, besides); ok {
			out = append(out, g.besideOf(known, name, seen)...)
		} else if i.isAlias() {
			for _, of := range g.implementations(i.Target, seen) {
				if !of.isOther(i.Of) {
					of.Instance = i.Instance
					out = append(out, of)
				}
			}
		} else {
			out = append(out, i)
		}
	}
	return out
}

// isOther reports whether the row is for another instance of a generic
// interface than the one that is called.
func (i Impl) isOther(called string) bool {
	return i.Instance != "" && called != "" && i.Instance != called
}

// decorates reports whether a method of typ calls the interface through a
// field of typ: it wraps another implementation, not itself.
func decorates(from, slot, typ string) bool {
	name := strings.TrimPrefix(typ, "*")
	return strings.HasPrefix(slot, name+".") && strings.Contains(from, name)
}

func shortType(key string) string {
	star := ""
	if rest, ok := strings.CutPrefix(key, "*"); ok {
		star, key = "*", rest
	}
	return star + key[strings.LastIndex(key, "/")+1:]
}

// waitKey asks what a function waits for under the context of one input.
type waitKey struct {
	node  string
	input int
}

// Wait is an operation that waits, and the calls that lead to it.
type Wait struct {
	Op    *summary.Op
	Chain witness.Chain
}

// synchronous leaves out what the caller does not wait for.
const asynchronous = summary.Async | summary.Cleanup

// waitsOn finds the nearest operation that a function waits for, for as long
// as the context of its given input lasts; nil if there is none.
func (g *graph) waitsOn(n *summary.Node, input int) *Wait {
	key := waitKey{n.Key, input}
	if w, ok := g.waits[key]; ok {
		return w
	}
	g.waits[key] = nil // a cycle adds nothing
	var best *Wait
	consider := func(w *Wait) {
		if best == nil || w.Chain.Compare(best.Chain) < 0 {
			best = w
		}
	}
	for i := range n.Ops {
		op := &n.Ops[i]
		if op.Class == summary.ClassWait && op.Unended() && !op.Flags.Has(elsewhere) && !op.NoContext && derives(op.Ctx, input) && g.isOpen(op) {
			hop := witness.Hop{Pos: op.Pos, Caller: Name(n.Key), Callee: Name(op.Symbol)}
			consider(&Wait{op, witness.Chain{hop}})
		}
	}
	for i := range n.Edges {
		e := &n.Edges[i]
		if e.Flags.Has(elsewhere) {
			continue
		}
		for _, a := range e.Args {
			if !derives(a.Ctx, input) {
				continue
			}
			for _, to := range g.targets[e] {
				if w := g.waitsOn(to.node, a.Input+to.shift); w != nil {
					hop := witness.Hop{Pos: e.Pos, Caller: Name(n.Key), Callee: Name(to.node.Key), Dynamic: to.dynamic}
					consider(&Wait{w.Op, append(witness.Chain{hop}, w.Chain...)})
				}
			}
		}
	}
	g.waits[key] = best
	return best
}

// derives reports whether a context is that of the input, with no deadline
// added.
func derives(c summary.Ctx, input int) bool {
	return c.Kind == summary.CtxInput && c.Input == input && c.Deadline == summary.NoDeadline
}

// entries finds the roots that reach a node synchronously, and the best chain
// from one of them.
func (g *graph) entries(n *summary.Node) (roots []string, chain witness.Chain) {
	type step struct {
		node  *summary.Node
		chain witness.Chain
	}
	seen := map[string]bool{n.Key: true}
	todo := []step{{n, nil}}
	best := ""
	for len(todo) > 0 {
		s := todo[0]
		todo = todo[1:]
		if s.node.Marshals != "" {
			continue // marshalwait's
		}
		if s.node.Root != "" {
			roots = append(roots, rootName(s.node))
			if best == "" || s.chain.Compare(chain) < 0 {
				chain, best = s.chain, rootName(s.node)
			}
			continue // whoever calls a handler is no better witness
		}
		for _, c := range g.callers[s.node.Key] {
			if seen[c.caller.Key] || c.edge.Flags.Has(elsewhere) {
				continue
			}
			seen[c.caller.Key] = true
			hop := witness.Hop{Pos: c.edge.Pos, Caller: Name(c.caller.Key), Callee: Name(s.node.Key), Dynamic: c.dyn}
			todo = append(todo, step{c.caller, append(witness.Chain{hop}, s.chain...)})
		}
	}
	return arrange(roots, best), chain
}

// rootName is the key of the function that a root is, or is a part of.
func rootName(n *summary.Node) string { return strings.TrimSuffix(n.Key, summary.LoopSuffix) }

// arrange sorts roots behind the one that the chain begins with.
func arrange(roots []string, best string) []string {
	slices.Sort(roots)
	roots = slices.DeleteFunc(slices.Compact(roots), func(r string) bool { return r == best })
	if best == "" {
		return nil
	}
	return append([]string{best}, roots...)
}

// Name is how a person names a function or symbol.
func Name(key string) string { return witness.Name(key) }
