package link

import (
	"slices"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// ConnRule is the rule that reports what is done while a connection is held.
const ConnRule = "heldconn"

// conns finds what takes long while a connection of a pool is held for nothing.
func (g *graph) conns(closed []string) []*Held {
	return g.held(closed, summary.HoldConn, ConnRule, g.connHeldBy)
}

// lentBy is the connection that something which implements an interface's method
// holds while it calls the literal that it is given; nil if nothing does.
func (g *graph) lentBy(pending *summary.Hold) *summary.Hold {
	nodes, index := g.givenTo(pending.Via)
	for _, n := range nodes {
		for _, l := range n.Lends {
			if l.Param == index {
				h := *pending
				h.Symbol, h.Type, h.Switch = l.Symbol, l.Type, l.Switch
				return &h
			}
		}
	}
	return nil
}

// connHeldBy finds what a node does while it holds its i-th hold. It counts
// where requests come, and where others may: in a function that is given a
// context, or that runs beside them.
func (g *graph) connHeldBy(n *summary.Node, i int) *Held {
	h := &n.Holds[i]
	if h.Via != "" {
		if h = g.lentBy(h); h == nil {
			return nil
		}
	}
	if h.Switch != "" && !slices.Contains(g.settings, h.Switch) {
		return nil
	}
	waits := g.whileHeld(n, i, ConnRule, func(op *summary.Op, given bool) bool {
		if op.Kind == model.KindLocalDB && (h.ID == "" || op.Pool != h.ID) {
			return true // it may wait for a connection of the same pool, and for nothing else
		}
		return op.Flags.Has(summary.Minor) || given && (op.Kind.IsDatabase() || op.Kind == model.KindCache)
	})
	if len(waits) == 0 {
		return nil
	}
	c := nearest(n, i, waits)
	c.Hold = h
	c.SamePool = h.ID != "" && c.Op.Pool == h.ID
	roots, chain := g.entries(n)
	if c.Roots = roots; len(roots) > 0 {
		c.Chain = append(slices.Clone(chain), c.Chain...)
	} else if !g.isGivenContext(n) && !g.isBackground(n) {
		return nil
	}
	return c
}
