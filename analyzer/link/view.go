package link

import (
	"iter"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// View is what one package fact says, joined as the package itself joined it.
// It is for looking at the graph from outside, as measurements of linking do.
type View struct{ g *graph }

// Read joins the graph of a package fact.
func Read(f *Fact) (*View, error) {
	t, err := decode(f.Data)
	if err != nil {
		return nil, err
	}
	cat, err := model.New()
	if err != nil {
		return nil, err
	}
	return &View{newGraph(t, cat)}, nil
}

// Nodes are the functions that have something behind them, in the order of
// their keys.
func (v *View) Nodes() []*summary.Node { return v.g.order }

// Node is the function with a key, nil if nothing is behind it.
func (v *View) Node(key string) *summary.Node { return v.g.nodes[key] }

// Calls are the calls of a function, each with a node that it may be of. A call
// that is left open comes once, with nil.
func (v *View) Calls(n *summary.Node) iter.Seq2[*summary.Edge, *summary.Node] {
	return func(yield func(*summary.Edge, *summary.Node) bool) {
		for i := range n.Edges {
			e := &n.Edges[i]
			if len(v.g.targets[e]) == 0 && !yield(e, nil) {
				return
			}
			for _, t := range v.g.targets[e] {
				if !yield(e, t.node) {
					return
				}
			}
		}
	}
}
