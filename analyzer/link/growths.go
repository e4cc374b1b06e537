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

// Growth is a value that requests put under a key of theirs, in a map or a
// cache that all of them share, and that nobody takes out.
type Growth struct {
	Op    *summary.Op
	Roots []string
	Chain witness.Chain // from a root to the operation, which is its last hop
}

func (r *Growth) id() string {
	p := r.Op.Pos
	return fmt.Sprintf("%s/%s:%d:%d growth", p.Pkg, p.File, p.Line, p.Col)
}

// Cached says that a cache outside the program keeps the value.
func (r *Growth) Cached() bool { return r.Op.Kind == model.KindCache }

// growths finds what requests make grow, and that no table below reported.
func (g *graph) growths(closed []string) []*Growth {
	var out []*Growth
	for _, n := range g.order {
		for i := range n.Ops {
			op := &n.Ops[i]
			if op.Class != summary.ClassGrow || op.Flags.Has(summary.Once) || g.isEmptied(op) {
				continue
			}
			r := &Growth{Op: op}
			if _, done := slices.BinarySearch(closed, r.id()); done {
				continue
			}
			if r.Roots, r.Chain = g.growsBy(n, op); len(r.Roots) > 0 {
				r.Chain = append(r.Chain, witness.Hop{Pos: op.Pos, Caller: Name(n.Key), Callee: Name(op.Symbol)})
				out = append(out, r)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *Growth) int { return a.Op.Pos.Compare(b.Op.Pos) })
	return slices.CompactFunc(out, func(a, b *Growth) bool { return a.id() == b.id() })
}

// isEmptied reports whether a package here or below takes out what is put
// there, or may.
func (g *graph) isEmptied(op *summary.Op) bool {
	if op.Kind == model.KindCache {
		return slices.ContainsFunc(g.settings, func(s string) bool {
			path, ok := strings.CutPrefix(s, summary.Expiring)
			return ok && strings.HasPrefix(strings.TrimLeft(op.Symbol, "(*"), path+".")
		})
	}
	_, found := slices.BinarySearch(g.settings, summary.Emptied+op.Symbol)
	return found
}

// growsBy finds the roots whose requests choose the key, in something that was
// there before them.
func (g *graph) growsBy(n *summary.Node, op *summary.Op) (roots []string, chain witness.Chain) {
	type place struct {
		node      *summary.Node
		key, into summary.Inputs
		chain     witness.Chain
	}
	type state struct {
		node      string
		key, into summary.Inputs
	}
	seen := map[state]bool{{n.Key, op.From, op.Into}: true}
	best := ""
	for todo := []place{{n, op.From, op.Into, nil}}; len(todo) > 0; todo = todo[1:] {
		s := todo[0]
		if s.node.Root != program.NotRoot {
			if s.key&s.node.Asked != 0 && s.into&s.node.Asked == 0 && s.node.Root != program.Consumer {
				if best == "" || s.chain.Compare(chain) < 0 {
					chain, best = s.chain, rootName(s.node)
				}
				roots = append(roots, rootName(s.node))
			}
			continue
		}
		for _, c := range g.callers[s.node.Key] {
			key, into := passedOn(c, s.key, false), passedOn(c, s.into, false)
			if key&summary.Foreign != 0 { // of what was read, only what a client wrote
				key = passedOn(c, s.key, true)
			}
			if key == 0 || (key|into)&summary.Foreign != 0 || c.edge.Flags.Has(summary.Once) || s.into&(c.edge.Fresh<<c.shift) != 0 || seen[state{c.caller.Key, key, into}] {
				continue
			}
			seen[state{c.caller.Key, key, into}] = true
			hop := witness.Hop{Pos: c.edge.Pos, Caller: Name(c.caller.Key), Callee: Name(s.node.Key), Dynamic: c.dyn}
			todo = append(todo, place{c.caller, key, into, append(witness.Chain{hop}, s.chain...)})
		}
	}
	return arrange(roots, best), chain
}
