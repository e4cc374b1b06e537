// Package link joins the functions of the user's own modules into one graph:
// what each may wait for, whom it calls, and, where an interface is called,
// which implementations the program wires to it.
//
// Each package of the user's own modules carries the graph of everything below
// it upward in one package fact, the Table, because the implementing package is
// usually not visible where the program is wired: main imports db, db imports
// postgres, and nothing in db's API names postgres. A pair of a request's entry and
// an operation is closed, and reported, in the first package whose tables hold
// both; its cause travels with the table so that no importer repeats it.
//
// The graph is not flattened: a table grows with the code below it, not with
// the number of paths through it.
//
// Missed: implementations reached only through reflection or plug-ins, and
// interfaces of libraries, which the catalogue describes.
package link

import (
	"cmp"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// Table is what one package and those below it tell their importers.
type Table struct {
	Nodes []*summary.Node
	// Impls say what an interface method may be.
	Impls []Impl
	// Flows say where the values of slots come from.
	Flows []Flow
	// Settings are the catalogue's symbols of servers that the program builds
	// and of limits and switches of servers that it sets.
	Settings []string
	// Fronts are the routers and servers by which HTTP requests come in.
	Fronts []Front
	// Assets are what the program has for as long as it runs.
	Assets []summary.Asset
	// Closed are the causes that were reported here or below.
	Closed []string
	// Failed says what could not be analysed here or below.
	Failed []string
}

// Impl says that a call of the interface method Method may be one of Target,
// because a Type was converted to the interface. Target is the key of a node,
// or of another interface's method that Method stands for, and then Type is "".
// Instance is what the interface of Method was instantiated with, and Of the
// other interface, as [program.Instance] says.
type Impl struct {
	Method, Target, Type, Instance, Of string
}

// Flow says that a slot may hold what another slot holds, or something that is
// known.
type Flow struct {
	To, From string
	Kind     FlowKind
}

// FlowKind says what From is.
type FlowKind uint8

const (
	FromSlot FlowKind = iota
	FromType
	FromUnknown   // something that the package cannot see
	FromFunc      // a function, by its key
	FromMethod    // a method with its receiver, by its key
	FromEndless   // a context that never ends, by what made it
	FromUnbounded // a client whose fields bound nothing
	FromBounded   // a client that has a bound
	FromClient    // a client, a slot of one, or summary.BoundSet and summary.OtherClient
	FromServed    // where requests go on that come to To
)

// merge adds what another table has and this one has not.
func (t *Table) merge(u *Table) {
	t.Nodes = append(t.Nodes, u.Nodes...)
	t.Impls = append(t.Impls, u.Impls...)
	t.Flows = append(t.Flows, u.Flows...)
	t.Settings = append(t.Settings, u.Settings...)
	t.Fronts = append(t.Fronts, u.Fronts...)
	t.Assets = append(t.Assets, u.Assets...)
	t.Closed = append(t.Closed, u.Closed...)
	t.Failed = append(t.Failed, u.Failed...)
}

// normalize sorts the table and removes what diamonds in the import graph
// brought twice.
func (t *Table) normalize() {
	slices.SortStableFunc(t.Nodes, func(a, b *summary.Node) int { return strings.Compare(a.Key, b.Key) })
	t.Nodes = compactNodes(t.Nodes)
	slices.SortFunc(t.Impls, func(a, b Impl) int {
		return cmp.Or(strings.Compare(a.Method, b.Method), strings.Compare(a.Target, b.Target), strings.Compare(a.Type, b.Type), strings.Compare(a.Instance, b.Instance), strings.Compare(a.Of, b.Of))
	})
	t.Impls = slices.Compact(t.Impls)
	slices.SortFunc(t.Flows, func(a, b Flow) int {
		return cmp.Or(strings.Compare(a.To, b.To), strings.Compare(a.From, b.From), cmp.Compare(a.Kind, b.Kind))
	})
	t.Flows = slices.Compact(t.Flows)
	slices.Sort(t.Settings)
	t.Settings = slices.Compact(t.Settings)
	slices.SortFunc(t.Fronts, Front.compare)
	t.Fronts = slices.CompactFunc(t.Fronts, func(a, b Front) bool { return a.compare(b) == 0 })
	slices.SortStableFunc(t.Assets, compareAssets)
	t.Assets = slices.CompactFunc(t.Assets, func(a, b summary.Asset) bool { return compareAssets(a, b) == 0 })
	slices.Sort(t.Closed)
	t.Closed = slices.Compact(t.Closed)
	slices.Sort(t.Failed)
	t.Failed = slices.Compact(t.Failed)
}

// compactNodes makes one of the nodes that stand for one function, in sorted
// nodes: one importer may register it as a root, or limit it, another not.
func compactNodes(nodes []*summary.Node) []*summary.Node {
	out := nodes[:0]
	for _, n := range nodes {
		if len(out) == 0 || out[len(out)-1].Key != n.Key {
			out = append(out, n)
			continue
		}
		same := out[len(out)-1]
		if same.Root == program.NotRoot {
			same.Root, same.Asked, same.Given = n.Root, n.Asked, n.Given
		}
		same.Limits, same.Open = same.Limits|n.Limits, same.Open && n.Open
		same.Marshals = cmp.Or(same.Marshals, n.Marshals)
	}
	return out
}

// prune removes the nodes from which no operation can be reached, whatever an
// interface is joined with, and the calls of them. It keeps those that leaks of
// the package itself are judged by.
func (t *Table) prune(mine *summary.Package) {
	callers := map[string][]string{}
	live := map[string]bool{}
	var todo []string
	mark := func(key string) {
		if !live[key] {
			live[key] = true
			todo = append(todo, key)
		}
	}
	for _, n := range t.Nodes {
		if len(n.Uses) > 0 || n.Calls != 0 || n.Owns != 0 || slices.ContainsFunc(n.Ops, func(op summary.Op) bool { return op.Class != summary.ClassMake && op.Class != summary.ClassQueue }) {
			mark(n.Key)
		}
		for _, e := range n.Edges {
			if e.Callee == "" {
				mark(n.Key)
			} else {
				callers[e.Callee] = append(callers[e.Callee], n.Key)
			}
		}
	}
	for _, l := range mine.Leaks {
		if l.Single != "" {
			mark(l.Single) // judgeLeaks asks who calls it
		}
	}
	spread := func() {
		for len(todo) > 0 {
			key := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			for _, c := range callers[key] {
				mark(c)
			}
		}
	}
	spread()
	t.pruneHolds(live, mark)
	spread()
	queued := t.queued()
	t.Nodes = slices.DeleteFunc(t.Nodes, func(n *summary.Node) bool { return !live[n.Key] && !queued[n.Key] })
	for _, n := range t.Nodes {
		n.Edges = slices.DeleteFunc(n.Edges, func(e summary.Edge) bool {
			return e.Callee != "" && !live[e.Callee] && (!queued[e.Callee] || e.Flags.Has(asynchronous|summary.Starts))
		})
		pruneCalls(n)
	}
	t.Impls = slices.DeleteFunc(t.Impls, func(i Impl) bool { return !i.isAlias() && !live[i.Target] && !queued[i.Target] })
}

// isAlias reports whether the row leads to another interface's method.
func (i Impl) isAlias() bool { return i.Type == "" }

// register makes roots of the functions that a package registers for others,
// by key.
func (t *Table) register(roots map[string]program.RootKind) {
	for _, n := range t.Nodes {
		kind, ok := roots[n.Key]
		if !ok {
			continue
		}
		n.Open = false
		if n.Root != program.NotRoot {
			continue
		}
		n.Root, n.Asked = kind, ^summary.Foreign
		if strings.HasPrefix(n.Key, "(") {
			n.Asked &^= 1 // the receiver is there before the request
		}
		n.Given = n.Asked
	}
}

// limit notes the limits that a package's middleware sets before roots: those
// named, or whatever is below.
func (t *Table) limit(l summary.Limited) {
	for _, n := range t.Nodes {
		n.Limits |= l.All | l.Handlers[n.Key]
	}
}
