package link

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Marshal is a wait that serializing a value comes to.
type Marshal struct {
	Op   *summary.Op
	Pos  witness.Pos // of the operation, or of the call of an interface that it is
	Name string      // of the method that serializes, or what kind of function it is
	// By are the functions that serialize and come to the wait, the one that the
	// chain begins with first.
	By    []string
	Chain witness.Chain // from the first of them to the operation, its last hop
	key   string        // of the node that the chain begins with
}

// ids name the cause: the operation, and the function that serializes. Either
// is reported once.
func (m *Marshal) ids() []string {
	p := m.Pos
	return []string{fmt.Sprintf("%s/%s:%d:%d marshal", p.Pkg, p.File, p.Line, p.Col), m.key + " marshals"}
}

// marshals finds the nearest outside wait of each function that serializes,
// unless a table below reported it.
func (g *graph) marshals(closed []string) []*Marshal {
	var out []*Marshal
	for _, n := range g.order {
		if n.Marshals == "" {
			continue
		}
		w := g.nearest(n, "marshalwait")
		if w == nil {
			continue
		}
		m := &Marshal{Op: w.Op, Pos: w.Chain[len(w.Chain)-1].Pos, Name: n.Marshals, By: []string{n.Key}, Chain: w.Chain, key: n.Key}
		if slices.ContainsFunc(m.ids(), func(id string) bool { _, done := slices.BinarySearch(closed, id); return done }) {
			continue
		}
		if i := slices.IndexFunc(out, func(o *Marshal) bool { return o.ids()[0] == m.ids()[0] }); i >= 0 {
			out[i].join(m)
			continue
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b *Marshal) int { return a.Pos.Compare(b.Pos) })
	return out
}

func (m *Marshal) idList() []string { ids := m.ids(); return ids[:] }

// join adds another way to the same operation.
func (m *Marshal) join(other *Marshal) {
	if other.Chain.Compare(m.Chain) < 0 {
		m.Name, m.Chain, m.key = other.Name, other.Chain, other.key
		m.By = append(other.By, m.By...)
		return
	}
	m.By = append(m.By, other.By...)
}

// unwaited are the flags of calls that are not waited for each time.
const unwaited = summary.Async | summary.Once

// nearest finds the outside wait that a function comes to by the best chain of
// calls that it waits for, whatever ends it; nil if there is none. Writing to what
// it was given is none. Calls that a comment silences the rule at are not followed.
func (g *graph) nearest(n *summary.Node, rule string) *Wait {
	type step struct {
		node  *summary.Node
		chain witness.Chain
	}
	seen := map[string]bool{n.Key: true}
	var best *Wait
	for todo := []step{{n, nil}}; len(todo) > 0; todo = todo[1:] {
		s := todo[0]
		for i := range s.node.Ops {
			op := &s.node.Ops[i]
			if op.Class != summary.ClassWait || op.Flags.Has(unwaited) || isGivenStream(op) || slices.Contains(op.Ignored, rule) {
				continue
			}
			w := &Wait{op, s.chain}
			if op.Pos.IsValid() { // not a library's method behind an interface
				hop := witness.Hop{Pos: op.Pos, Caller: Name(s.node.Key), Callee: Name(op.Symbol)}
				w.Chain = append(slices.Clone(s.chain), hop)
			}
			if best == nil || w.Chain.Compare(best.Chain) < 0 {
				best = w
			}
		}
		for i := range s.node.Edges {
			e := &s.node.Edges[i]
			if e.Flags.Has(unwaited) || slices.Contains(e.Ignored, rule) {
				continue
			}
			for _, to := range g.targets[e] {
				if seen[to.node.Key] || to.node.Marshals != "" {
					continue // the other has a finding of its own
				}
				seen[to.node.Key] = true
				hop := witness.Hop{Pos: e.Pos, Caller: Name(s.node.Key), Callee: Name(to.node.Key), Dynamic: to.dynamic}
				todo = append(todo, step{to.node, append(slices.Clone(s.chain), hop)})
			}
		}
	}
	return best
}

// isMarshaler reports whether a function serializes, itself or as a literal in
// one that does.
func (g *graph) isMarshaler(n *summary.Node) bool {
	key := n.Key
	for {
		if n := g.nodes[key]; n != nil && n.Marshals != "" {
			return true
		}
		i := strings.LastIndex(key, "$")
		if i < 0 {
			return false
		}
		key = key[:i]
	}
}

// serialize notes the functions that a package gives to templates, by key.
func (t *Table) serialize(funcs map[string]string) {
	for _, n := range t.Nodes {
		if as := funcs[n.Key]; as != "" && n.Root == program.NotRoot && n.Marshals == "" {
			n.Marshals = as
		}
	}
}

// isGivenStream reports whether an operation works on whatever stream it was
// given: what it waits for is the caller's business.
func isGivenStream(op *summary.Op) bool {
	return op.Flags.Has(summary.Minor) && op.Kind == model.KindNet
}
