package link

import (
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// This file tells the leaks that a program comes to once at most: it starts, and
// then fails, or is a command that does something and ends. What stays open then
// is one, and ends with the process.

// judgeLeaks tells which leaks of a program's own package do no harm. Those of
// the packages below it are told there, where other programs may come by.
func (g *graph) judgeLeaks(t *Table, mine *summary.Package) {
	if !g.isWhole {
		return
	}
	ends := len(t.Fronts) == 0 && !slices.ContainsFunc(g.order, func(n *summary.Node) bool { return n.Root != program.NotRoot })
	for _, l := range mine.Leaks {
		n := g.nodes[l.Single]
		l.Harmless = n != nil && (ends || l.Fails) && g.runsOnce(n, map[string]bool{})
	}
}

// runsOnce reports whether a program comes to a function once at most: main or
// an initialiser calls it, outside of loops, and nobody else does.
func (g *graph) runsOnce(n *summary.Node, seen map[string]bool) bool {
	if n.Root != program.NotRoot || n.Marshals != "" || seen[n.Key] {
		return false
	}
	callers := g.callers[n.Key]
	if isProgramStart(n) {
		return len(callers) == 0
	}
	seen[n.Key] = true
	defer delete(seen, n.Key)
	return len(callers) > 0 && len(seen) < maxOnce && !slices.ContainsFunc(callers, func(c call) bool {
		return c.edge.Flags.Has(summary.Repeated) || !g.runsOnce(c.caller, seen)
	})
}

// maxOnce bounds how far from main a function is that is known to run once.
const maxOnce = 12

// isProgramStart reports whether a function is main, or initialises a package.
func isProgramStart(n *summary.Node) bool {
	name, isOf := strings.CutPrefix(n.Key, n.Pos.Pkg+".")
	return isOf && (name == "main" || name == "init" || strings.HasPrefix(name, "init#"))
}
