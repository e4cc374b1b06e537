package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// pair is a package with roots, and a call that they reach, with an effect
// behind it.
type pair struct {
	roots    string // the package
	pos      witness.Pos
	site     ssa.CallInstruction
	caller   *callgraph.Node
	targets  map[string]bool // the functions that VTA finds, those with an effect
	closed   bool
	distance int
	reason   string
}

// comparison holds both views of one service.
type comparison struct {
	s       *service
	w       *whole
	roots   map[string]bool
	effects map[*callgraph.Node]bool // something is behind them
	parents map[string]map[*callgraph.Node]arrival
	pairs   []*pair
}

// arrival says how VTA comes to a function.
type arrival struct {
	from *callgraph.Node
	step step
}

func compare(s *service, opt *options) *comparison {
	roots := s.functions(isRoot)
	c := &comparison{s: s, w: vtaOf(s, roots, opt.all), roots: roots, parents: map[string]map[*callgraph.Node]arrival{}}
	c.findEffects()
	for _, p := range s.order {
		if starts := c.rootsOf(p.PkgPath); len(starts) > 0 {
			c.parents[p.PkgPath] = c.reach(p.PkgPath, starts)
			c.findPairs(p.PkgPath)
		}
	}
	c.close()
	return c
}

// rootsOf are the roots of a package that VTA knows.
func (c *comparison) rootsOf(path string) []*callgraph.Node {
	var out []*callgraph.Node
	for _, key := range slices.Sorted(maps.Keys(c.roots)) {
		for _, n := range c.w.funcs[key] {
			if c.w.packageOf(n.Func) == path {
				out = append(out, n)
			}
		}
	}
	return out
}

// findEffects goes back from the functions with an operation of their own.
func (c *comparison) findEffects() {
	callers := map[*callgraph.Node][]*callgraph.Node{}
	for _, key := range slices.Sorted(maps.Keys(c.w.funcs)) {
		for _, n := range c.w.funcs[key] {
			for _, s := range c.w.steps(n) {
				callers[s.to] = append(callers[s.to], n)
			}
		}
	}
	c.effects = map[*callgraph.Node]bool{}
	var todo []*callgraph.Node
	for key := range c.s.functions(isEffect) {
		todo = append(todo, c.w.funcs[key]...)
	}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if c.effects[n] {
			continue
		}
		c.effects[n] = true
		if !c.roots[c.w.key(n.Func)] {
			todo = append(todo, callers[n]...)
		}
	}
}

// reach finds what VTA reaches from roots. Another root is not passed: what it
// does is its own requests' business. Nor is a package of another program.
func (c *comparison) reach(path string, starts []*callgraph.Node) map[*callgraph.Node]arrival {
	seen := map[*callgraph.Node]arrival{}
	for _, n := range starts {
		seen[n] = arrival{}
	}
	for todo := slices.Clone(starts); len(todo) > 0; todo = todo[1:] {
		for _, s := range c.w.steps(todo[0]) {
			if _, ok := seen[s.to]; !ok && !c.roots[c.w.key(s.to.Func)] && c.s.together(path, c.w.packageOf(s.to.Func)) {
				seen[s.to] = arrival{todo[0], s}
				todo = append(todo, s.to)
			}
		}
	}
	return seen
}

// findPairs finds the calls whose callee is not written there.
func (c *comparison) findPairs(path string) {
	found := map[witness.Pos]*pair{}
	for n := range c.parents[path] {
		for _, e := range n.Out {
			if e.Site == nil || !isDynamic(e.Site) {
				continue
			}
			for _, to := range c.w.unwrap(e.Callee) {
				if _, comes := c.parents[path][to]; c.w.callsParameter(e.Site) && !comes {
					continue // what others give
				}
				if !c.w.isReal(to.Func) || c.roots[c.w.key(to.Func)] || !c.effects[to] || !c.s.together(path, c.w.packageOf(to.Func)) {
					continue
				}
				pos := c.w.pos(e.Site)
				p := found[pos]
				if p == nil {
					p = &pair{roots: path, pos: pos, targets: map[string]bool{}}
					found[pos] = p
				}
				if p.caller == nil || n.Func.String() < p.caller.Func.String() {
					p.caller, p.site = n, e.Site
				}
				p.targets[c.w.key(to.Func)] = true
			}
		}
	}
	add := slices.SortedFunc(maps.Values(found), func(a, b *pair) int { return a.pos.Compare(b.pos) })
	c.pairs = append(c.pairs, add...)
}

func isDynamic(site ssa.CallInstruction) bool {
	common := site.Common()
	if common.IsInvoke() {
		return true
	}
	_, builtin := common.Value.(*ssa.Builtin)
	return !builtin && common.StaticCallee() == nil
}

// close asks the tables, from the roots' package up.
func (c *comparison) close() {
	views := map[string]*seenBy{}
	for _, p := range c.pairs {
		for level, dist := []*ownPackage{c.s.own[p.roots]}, 0; len(level) > 0 && !p.closed; dist++ {
			var up []*ownPackage
			for _, q := range level {
				if views[q.PkgPath] == nil {
					views[q.PkgPath] = newSeenBy(q.view)
				}
				if views[q.PkgPath].closes(c.w, p) {
					p.closed, p.distance = true, dist
					break
				}
				up = append(up, q.users...)
			}
			slices.SortFunc(up, func(a, b *ownPackage) int { return strings.Compare(a.PkgPath, b.PkgPath) })
			level = slices.Compact(up)
		}
	}
	tops := c.topViews()
	for _, p := range c.pairs {
		if !p.closed {
			p.reason = c.reason(p, tops)
		}
	}
}

// waiting compares the functions that wait: how many VTA reaches, and how many
// of those stallcheck does. It returns those that only VTA reaches.
func (c *comparison) waiting() (n waiting, missed []missing) {
	tops := c.topViews()
	found := map[string]missing{}
	for _, path := range slices.Sorted(maps.Keys(c.parents)) {
		for n := range c.parents[path] {
			key := c.w.key(n.Func)
			if m, ok := found[key]; !ok || path == m.path && n.Func.String() < m.node.Func.String() {
				found[key] = missing{key: key, path: path, node: n}
			}
		}
	}
	reached := map[string]bool{}
	for _, s := range tops {
		for path := range c.parents {
			for key := range s.from(path) {
				reached[base(key)] = true
			}
		}
	}
	all := c.s.functions(waits)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		n.total++
		m, ok := found[key]
		if !ok {
			if reached[key] {
				n.extra = append(n.extra, key)
			}
			continue
		}
		n.byVTA++
		if reached[key] {
			n.both++
			continue
		}
		m.reason = c.broken(m.path, m.node, tops)
		missed = append(missed, m)
	}
	return n, missed
}

// waiting counts functions that wait; extra are those that only stallcheck
// reaches.
type waiting struct {
	total, byVTA, both int
	extra              []string
}

// missing is a function that only VTA reaches, from the roots of path.
type missing struct {
	key, path, reason string
	node              *callgraph.Node
}

// closing is a call and what stallcheck says that it may be of.
type closing struct {
	pos    witness.Pos
	target string
	how    string
	vta    verdict
}

type verdict string

const (
	confirmed verdict = "yes"
	denied    verdict = "no"
	dead      verdict = "call not live"
)

// closings are the joins that some root reaches.
func (c *comparison) closings() []closing {
	vta := map[witness.Pos]map[string]bool{}
	for _, ns := range c.w.funcs {
		for _, n := range ns {
			for _, e := range n.Out {
				if e.Site == nil || !isDynamic(e.Site) {
					continue
				}
				pos := c.w.pos(e.Site)
				if vta[pos] == nil {
					vta[pos] = map[string]bool{}
				}
				for _, to := range c.w.unwrap(e.Callee) {
					vta[pos][c.w.key(to.Func)] = true
				}
			}
		}
	}
	var out []closing
	seen := map[closing]bool{}
	for _, s := range c.topViews() {
		for _, p := range c.s.order {
			for key := range s.from(p.PkgPath) {
				n := s.view.Node(key)
				for e := range s.view.Calls(n) {
					if e.Method == "" && e.Slot == "" || !e.Pos.IsValid() {
						continue
					}
					for to := range s.targets(n, e.Pos) {
						cl := closing{pos: e.Pos, target: base(to.Key), how: e.Method, vta: denied}
						if calls, ok := vta[e.Pos]; !ok {
							cl.vta = dead
						} else if calls[cl.target] {
							cl.vta = confirmed
						}
						if !seen[cl] {
							seen[cl] = true
							out = append(out, cl)
						}
					}
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b closing) int {
		return cmp.Or(a.pos.Compare(b.pos), strings.Compare(a.target, b.target), strings.Compare(a.how, b.how))
	})
	return out
}
