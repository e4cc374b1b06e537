package link

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Front is a place where the program makes a router or server of HTTP, or
// starts one.
type Front struct {
	Symbol  string
	Pos     witness.Pos
	Starts  bool
	Ignored []string
}

func (f Front) compare(g Front) int {
	return cmp.Or(f.Pos.Compare(g.Pos), strings.Compare(f.Symbol, g.Symbol), cmp.Compare(number(f.Starts), number(g.Starts)))
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// front notes a call that makes a router or starts a server. A server belongs
// to HTTP if its library also makes routers; what makes a router has started
// nothing, though it makes a server, too.
func (c *collector) front(site ssa.CallInstruction, sym program.Symbol, h *model.Handler) {
	isRouter := h.Kind == model.HandlerRouter
	if !isRouter && (h.Kind != model.HandlerServer || !makesRouters(sym.Lib) || isRouterMaker(sym)) {
		return
	}
	if !isRouter {
		c.started(site, frontPlace(c.prog.Pos(c.prog.CallPos(site))))
	}
	c.sum.Note(c.prog.Pos(c.prog.CallPos(site)), sym.Full(), site)
	c.table.Fronts = append(c.table.Fronts, Front{
		Symbol: sym.Full(), Pos: c.prog.Pos(c.prog.CallPos(site)), Starts: !isRouter, Ignored: c.prog.Ignored(site.Pos()),
	})
}

func isRouterMaker(sym program.Symbol) bool {
	return slices.ContainsFunc(sym.Lib.Handlers(sym.Rel), func(h *model.Handler) bool { return h.Kind == model.HandlerRouter })
}

func makesRouters(lib *model.Library) bool {
	for row := range lib.All() {
		if h, ok := row.Entry.(*model.Handler); ok && h.Kind == model.HandlerRouter {
			return true
		}
	}
	return false
}

// isServed reports whether a server is started that may lead to handlers of the
// user's own, as one of metrics does not: nobody further up puts anything before
// them.
func (g *graph) isServed(fronts []Front) bool {
	return slices.ContainsFunc(fronts, func(f Front) bool {
		return f.Starts && !g.isDiagnostic(frontPlace(f.Pos))
	})
}
