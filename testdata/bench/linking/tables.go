package main

import (
	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

func (c *comparison) topViews() []*seenBy {
	var out []*seenBy
	for _, top := range c.s.tops() {
		out = append(out, newSeenBy(top.view))
	}
	return out
}

// seenBy is one package's graph, with what its roots reach.
type seenBy struct {
	view    *link.View
	calls   map[witness.Pos][]*summary.Node // that make a call there
	reached map[string]map[string]bool      // by package of the roots: keys
}

func newSeenBy(view *link.View) *seenBy {
	s := &seenBy{view, map[witness.Pos][]*summary.Node{}, map[string]map[string]bool{}}
	for _, n := range view.Nodes() {
		last := witness.Pos{}
		for i := range n.Edges {
			if pos := n.Edges[i].Pos; pos != last {
				s.calls[pos] = append(s.calls[pos], n)
				last = pos
			}
		}
	}
	return s
}

// from are the functions that the roots of a package reach, by their keys.
func (s *seenBy) from(path string) map[string]bool {
	if r, ok := s.reached[path]; ok {
		return r
	}
	seen := map[string]bool{}
	var todo []*summary.Node
	for _, n := range s.view.Nodes() {
		if isRoot(n) && n.Pos.Pkg == path {
			seen[n.Key] = true
			todo = append(todo, n)
		}
	}
	for ; len(todo) > 0; todo = todo[1:] {
		for _, to := range s.view.Calls(todo[0]) {
			if to != nil && !seen[to.Key] {
				seen[to.Key] = true
				if !isRoot(to) {
					todo = append(todo, to)
				}
			}
		}
	}
	s.reached[path] = seen
	return seen
}

// closes reports whether the graph leads from the roots of a pair's package to
// its call and on. A function that a parameter is given is called, to
// stallcheck, by the call that gives it.
func (s *seenBy) closes(w *whole, p *pair) bool {
	reached := s.from(p.roots)
	if w.callsParameter(p.site) {
		for key := range p.targets {
			if reached[key] || reached[key+summary.LoopSuffix] {
				return true
			}
		}
	}
	for _, n := range s.calls[p.pos] {
		if !reached[n.Key] {
			continue
		}
		for to := range s.targets(n, p.pos) {
			if p.targets[base(to.Key)] {
				return true
			}
		}
	}
	return false
}

// targets are what a function's call at pos may be of. Methods that come with
// an embedded interface are passed through, as VTA's are.
func (s *seenBy) targets(n *summary.Node, pos witness.Pos) map[*summary.Node]bool {
	out := map[*summary.Node]bool{}
	seen := map[*summary.Node]bool{}
	var add func(to *summary.Node)
	add = func(to *summary.Node) {
		if to == nil || seen[to] {
			return
		}
		seen[to] = true
		if to.Pos.IsValid() || len(to.Edges) == 0 {
			out[to] = true
			return
		}
		for _, next := range s.view.Calls(to) {
			add(next)
		}
	}
	for e, to := range s.view.Calls(n) {
		if e.Pos == pos {
			add(to)
		}
	}
	return out
}
