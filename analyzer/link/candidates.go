package link

import (
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// HasCandidate reports whether something that the rule could report stands
// where the directive covers it, reached by a request or not.
func (m *Model) HasCandidate(d *program.Directive, rule string) bool {
	covers := func(pos witness.Pos) bool { return d.Covers(rule, pos.File, pos.Line) }
	for _, l := range m.Summary.Leaks {
		if rule == "unreleased" && covers(l.Pos) {
			return true
		}
	}
	for _, n := range m.Summary.Nodes {
		for _, op := range n.Ops {
			if (op.NoContext || op.Ctx.Endless()) && covers(op.Pos) {
				return true
			}
		}
		for _, e := range n.Edges {
			for _, a := range e.Args {
				if a.Ctx.Endless() && covers(e.Pos) {
					return true
				}
			}
		}
	}
	return false
}
