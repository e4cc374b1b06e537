package link

import (
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// framework is the catalogue's row on what made a context, nil when that is no
// framework whose contexts never end by themselves.
func (g *graph) framework(made string) *model.Handler {
	path := packageOf(made)
	name := strings.TrimLeft(made, "*")
	if len(name) <= len(path) {
		return nil
	}
	return program.Endless(g.cat, path, name[len(path)+1:])
}

// endlessOf reports whether a framework's own context is known to never end: a
// server is built, and nothing gives its requests a context that does. Before
// the package that builds the server is seen, nothing is known. ok is false for
// what is not a framework's context.
func (g *graph) endlessOf(made string) (endless, ok bool) {
	row := g.framework(made)
	if row == nil {
		return false, false
	}
	return g.hasServer(packageOf(made)) && !g.settings.hasPrefix(row.Unless...), true
}

// hasServer reports whether the program calls a function of a package that makes
// a server.
func (g *graph) hasServer(path string) bool {
	for row := range g.cat.Library(path).All() {
		h, ok := row.Entry.(*model.Handler)
		if !ok || h.Kind != model.HandlerServer {
			continue
		}
		if _, _, isMethod := model.Receiver(h.Symbol); !isMethod && slices.Contains(g.settings, model.Qualify(path, h.Symbol)) {
			return true
		}
	}
	return false
}

// switchOf is the field of a framework's server that gives requests a context
// which ends, "" if there is none.
func (g *graph) switchOf(made string) string {
	row := g.framework(made)
	if row == nil {
		return ""
	}
	for _, s := range row.Unless {
		path := packageOf(s)
		if _, field, ok := strings.Cut(strings.TrimPrefix(s, path+"."), "."); ok && !strings.HasPrefix(s, "(") {
			return field
		}
	}
	return ""
}

// splitFrameworks takes out the stalls under the context of a framework whose
// server could give all its requests one that ends.
func (g *graph) splitFrameworks(stalls []*Stall) (rest, frameworks []*Stall) {
	for _, s := range stalls {
		if g.framework(s.Made) != nil {
			frameworks = append(frameworks, s)
		} else {
			rest = append(rest, s)
		}
	}
	return rest, frameworks
}

// endless are the handlers that wait under the context of a framework whose
// server could give all of them one that ends. Middleware that sets a deadline
// does so for requests, which is nothing to a context that knows of none.
func (g *graph) endless(stalls []*Stall) []*Fleet {
	var out []*Fleet
	for _, s := range stalls {
		if slices.Contains(s.Ignored, "nodeadline") {
			continue
		}
		field := g.switchOf(s.Made)
		for _, key := range s.Roots {
			n := g.nodes[key]
			if n == nil || field == "" && g.limits(n, summary.LimitsTime) {
				continue
			}
			f := fleetOf(&out, summary.LimitsTime, packageOf(s.Made))
			f.Made, f.Switch = s.Made, field
			f.add(key, s.Wait.Op)
		}
	}
	return out
}
