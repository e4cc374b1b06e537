package link

import (
	"slices"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Fan is a transport without a limit that one request sends several requests
// through at once: a slow peer is given a connection for each of them, and for
// those of all other requests.
type Fan struct {
	Asset *summary.Asset
	Fan   int // the hop of the chain at which goroutines are started
	Roots []string
	Chain witness.Chain // from a root to the send, which is its last hop
}

// fans finds such transports in a program that limits none.
func (g *graph) fans(all []summary.Asset, closed []string) []*Fan {
	if !g.isWhole {
		return nil
	}
	var out []*Fan
	for i := range all {
		a := &all[i]
		if a.Kind != summary.AssetTransport || g.isSettled(a) || g.isPerRequest(a) {
			continue
		}
		if _, done := slices.BinarySearch(closed, assetID(a)); done {
			continue
		}
		f := &Fan{Asset: a}
		g.eachUse(func(u use) {
			ids, _ := g.origins(u.from)
			if slices.ContainsFunc(ids, a.IsOf) {
				g.fanned(f, u)
			}
		})
		if len(f.Roots) > 0 {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b *Fan) int { return compareAssets(*a.Asset, *b.Asset) })
	return slices.CompactFunc(out, func(a, b *Fan) bool { return a.Asset.Pos == b.Asset.Pos })
}

// isFan reports whether a call starts several goroutines, as many as there is to
// do, with nothing that limits how many run at once.
func isFan(e *summary.Edge) bool {
	return e.Flags.Has(summary.Starts) && e.Flags.Has(summary.Repeated) && !e.Flags.Has(summary.Few|summary.Cleanup)
}

// limited are the flags of what cannot run any number of times at once, wherever
// on the way the limit is: before the goroutines start, or in each of them.
const limited = summary.Permitted | summary.Guarded | summary.Once

// fanned adds to f the roots from which requests come to a use of its client by
// way of a call that starts several goroutines.
func (g *graph) fanned(f *Fan, u use) {
	type state struct {
		key    string
		client int
		fanned bool
	}
	type step struct {
		state
		node  *summary.Node
		fan   int // of the chain, from its end
		chain witness.Chain
	}
	if u.flags.Has(limited) {
		return
	}
	isMeant := func(ids []string, _ bool) bool { return slices.ContainsFunc(ids, f.Asset.IsOf) }
	start := state{u.node.Key, paramOf(u.node, u.from), false}
	seen := map[state]bool{start: true}
	last := witness.Hop{Pos: u.pos, Caller: Name(u.node.Key), Callee: Name(u.name)}
	best := ""
	for todo := []step{{start, u.node, 0, witness.Chain{last}}}; len(todo) > 0; todo = todo[1:] {
		s := todo[0]
		if s.node.Root != program.NotRoot {
			if s.fanned && s.client == noInput && s.node.Root != program.Consumer {
				f.Roots = append(f.Roots, rootName(s.node))
				if len(f.Chain) == 0 || s.chain.Compare(f.Chain) < 0 {
					f.Chain, f.Fan, best = s.chain, len(s.chain)-s.fan, rootName(s.node)
				}
			}
			continue
		}
		for _, c := range g.callers[s.node.Key] {
			if c.edge.Flags.Has(limited) {
				continue
			}
			client, ok := g.passedClient(isMeant, c, s.client)
			next := state{c.caller.Key, client, s.fanned || isFan(c.edge)}
			if !ok || seen[next] {
				continue
			}
			seen[next] = true
			fan := s.fan
			if !s.fanned && next.fanned {
				fan = len(s.chain) + 1
			}
			hop := witness.Hop{Pos: c.edge.Pos, Caller: Name(c.caller.Key), Callee: Name(s.node.Key), Dynamic: c.dyn}
			todo = append(todo, step{next, c.caller, fan, append(witness.Chain{hop}, s.chain...)})
		}
	}
	if best != "" {
		f.Roots = arrange(f.Roots, best)
	}
}
