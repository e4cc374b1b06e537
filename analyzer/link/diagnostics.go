package link

import (
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// showsItself notes that a package imports one of the standard library that
// registers its handlers by itself, with the router that servers have by default.
func (c *collector) showsItself() {
	for _, imp := range c.prog.Pass.Pkg.Imports() {
		path := program.PathOf(imp)
		if !model.IsStd(path) {
			continue
		}
		for row := range c.prog.Cat.Library(path).All() {
			if h, ok := row.Entry.(*model.Handler); ok && h.Kind == model.HandlerDiagnostics {
				c.leads(registered(defaultMux), []string{libraryPlace + model.Qualify(path, h.Symbol)})
				break
			}
		}
	}
}

// isDiagnostic reports whether a server shows nothing but profiles and metrics
// of the program, and what needs no effort.
func (g *graph) isDiagnostic(place string) bool {
	r := g.reach(place)
	if r.isOpen || len(r.types) > 0 {
		return false
	}
	shows := false
	for p := range r.places {
		name, isLibrary := strings.CutPrefix(p, libraryPlace)
		if !isLibrary {
			continue
		}
		path := packageOf(name)
		if !slices.ContainsFunc(g.cat.Library(path).Handlers(strings.TrimPrefix(name, path+".")), func(h *model.Handler) bool {
			return h.Kind == model.HandlerDiagnostics
		}) {
			return false
		}
		shows = true
	}
	return shows && !g.leadsToOwn(r)
}

// judgeServers marks the servers that show nothing but profiles and metrics.
func (g *graph) judgeServers(servers []*summary.Server) {
	for _, s := range servers {
		place := frontPlace(s.Pos)
		if s.Literal != nil {
			place = serverPlace + written(s.Pos)
		}
		s.Diagnostic = g.isDiagnostic(place)
	}
}
