package link

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// ConnRule is the rule that reports what is done while a connection is held.
const ConnRule = "heldconn"

// HeldConn is something that takes long while a connection of a pool is held
// for nothing.
type HeldConn struct {
	Hold *summary.Hold
	Node *summary.Node // that holds it
	Op   *summary.Op
	Pos  witness.Pos
	// SamePool says that it takes a second connection from the same pool.
	SamePool bool
	More     []*Wait // further ones under the same hold
	Others   []*summary.Hold
	Roots    []string
	Chain    witness.Chain
}

func (c *HeldConn) id() string {
	p := c.Pos
	return fmt.Sprintf("%s/%s:%d:%d heldconn", p.Pkg, p.File, p.Line, p.Col)
}

// conns finds what takes long while a connection is held, that no table below
// reported: one for each connection, and for each operation.
func (g *graph) conns(closed []string) []*HeldConn {
	var out []*HeldConn
	for _, n := range g.order {
		for i := range n.Holds {
			h := &n.Holds[i]
			if h.Kind != summary.HoldConn || slices.Contains(h.Ignored, ConnRule) {
				continue
			}
			if c := g.connHeldBy(n, i); c != nil {
				if _, done := slices.BinarySearch(closed, c.id()); !done {
					out = append(out, c)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *HeldConn) int {
		return cmp.Or(a.Pos.Compare(b.Pos), len(a.Chain)-len(b.Chain), a.Hold.Pos.Compare(b.Hold.Pos))
	})
	merged := out[:0]
	for _, c := range out {
		if last := len(merged) - 1; last >= 0 && merged[last].Pos == c.Pos {
			merged[last].Others = append(merged[last].Others, c.Hold)
		} else {
			merged = append(merged, c)
		}
	}
	return merged
}

// connHeldBy finds what a node does while it holds its i-th hold. It counts
// where requests come, and where others may: in a function that is given a
// context, or that runs beside them.
func (g *graph) connHeldBy(n *summary.Node, i int) *HeldConn {
	h := &n.Holds[i]
	waits := g.whileHeld(n, i, ConnRule, func(op *summary.Op, given bool) bool {
		return op.Flags.Has(summary.Minor) || given && (op.Kind == model.KindDB || op.Kind == model.KindCache)
	})
	if len(waits) == 0 {
		return nil
	}
	same := func(w *Wait) bool { return h.ID != "" && w.Op.Pool == h.ID }
	best := slices.MinFunc(waits, func(a, b *Wait) int { return len(a.Chain) - len(b.Chain) })
	c := &HeldConn{Hold: h, Node: n, Op: best.Op, Pos: best.Chain[len(best.Chain)-1].Pos, Chain: best.Chain, SamePool: same(best)}
	for _, w := range waits {
		if w != best {
			c.More = append(c.More, w)
		}
	}
	roots, chain := g.entries(n)
	if c.Roots = roots; len(roots) > 0 {
		c.Chain = append(slices.Clone(chain), c.Chain...)
	} else if !g.isGivenContext(n) && !g.isBackground(n) {
		return nil
	}
	return c
}
