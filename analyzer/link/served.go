package link

import (
	"slices"
	"strings"
	"sync"

	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// reach is what requests that come to a place may go on to.
type reach struct {
	places map[string]bool
	types  []string // of objects, any method of which requests may go on to
	isOpen bool     // some of it is not known
}

// has reports whether requests go on to a handler.
func (r *reach) has(root string) bool {
	return r.places[root] || slices.ContainsFunc(r.types, func(t string) bool { return strings.HasPrefix(root, t) })
}

// reach follows requests from a place.
func (g *graph) reach(from string) *reach {
	if r, ok := g.reaches[from]; ok {
		return r
	}
	r := &reach{places: map[string]bool{}}
	g.reaches[from] = r
	for todo := []string{from}; len(todo) > 0; {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if r.places[at] {
			continue
		}
		r.places[at] = true
		next := g.served[at]
		if !strings.HasSuffix(at, "+") {
			more := g.served[registered(at)]
			switch {
			case strings.HasPrefix(at, serverPlace):
				if g.isBare(at) { // its handler is nil
					next = []string{defaultMux}
				}
			case len(next)+len(more) == 0:
				r.isOpen = r.isOpen || isSlot(at)
			}
			todo = append(todo, more...)
		}
		if strings.HasSuffix(at, ".") {
			r.types = append(r.types, at, strings.Replace(at, "(*", "(", 1))
		}
		todo = append(todo, next...)
	}
	return r
}

// isBare reports whether nobody gives a server a handler.
func (g *graph) isBare(server string) bool {
	seen := map[string]bool{}
	for todo := []string{registered(server)}; len(todo) > 0; {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !strings.HasSuffix(at, "+") {
			return false
		}
		if !seen[at] {
			seen[at] = true
			todo = append(todo, g.served[at]...)
		}
	}
	return true
}

// isSlot reports whether a place is a slot, which somebody fills: not a function,
// a library's handler, or what a call makes.
func isSlot(place string) bool {
	if strings.HasPrefix(place, libraryPlace) || strings.HasPrefix(place, serverPlace) || strings.HasPrefix(place, frontPrefix) || strings.HasSuffix(place, ".") {
		return false
	}
	name := place[strings.LastIndex(place, "/")+1:]
	return strings.ContainsAny(name, "#!") || !strings.HasPrefix(place, "(") && strings.Count(name, ".") > 1
}

// serveThrough joins what the calls of an interface's methods are given and
// return with the methods that they may be of.
func (g *graph) serveThrough() {
	suffixes := map[string][]string{} // by the method's key
	note := func(place string) {
		if i := strings.LastIndexAny(place, "#!"); i > 0 && strings.HasPrefix(place, "(") {
			if s := strings.TrimSuffix(place[i:], "+"); !slices.Contains(suffixes[place[:i]], s) {
				suffixes[place[:i]] = append(suffixes[place[:i]], s)
			}
		}
	}
	for to, from := range g.served {
		note(to)
		for _, f := range from {
			note(f)
		}
	}
	for method, found := range suffixes {
		for _, i := range g.impls[method] {
			for _, s := range found {
				held, holder := method+s, i.Target+s // a parameter
				if strings.HasPrefix(s, "!") {
					held, holder = holder, held
				}
				g.served[holder] = append(g.served[holder], held)
				g.served[registered(held)] = append(g.served[registered(held)], registered(holder))
			}
		}
	}
}

// split chooses the front of each handler of a fleet. Those that no server is
// known to lead to have to wait until the whole program is seen. roots are the
// handlers of all fleets.
func (g *graph) split(fronts []Front, f *Fleet, roots []string) []*Fleet {
	c := &chooser{g: g, roots: roots}
	c.routers, c.starts = g.frontsOf(fronts, f.Front.Symbol)
	c.isKnown = g.isWhole || g.isServing(c.starts)
	c.likeliest = sync.OnceValue(func() Front {
		all := append(slices.Clone(c.starts), c.routers...)
		return slices.MaxFunc(all, func(f, h Front) int { return g.likely(f, roots) - g.likely(h, roots) })
	})
	var out []*Fleet
	for _, root := range f.Roots {
		front, ok := c.frontOf(root)
		if !ok {
			continue
		}
		i := slices.IndexFunc(out, func(o *Fleet) bool { return o.Front.compare(front) == 0 })
		if i < 0 {
			i = len(out)
			part := *f
			part.Front, part.Roots, part.Op = front, nil, f.ops[root]
			out = append(out, &part)
		}
		out[i].Roots = append(out[i].Roots, root)
	}
	return out
}

// chooser chooses between the routers and servers that a fleet may be behind.
type chooser struct {
	g               *graph
	roots           []string // the handlers of all fleets
	routers, starts []Front
	isKnown         bool         // all that leads to handlers has been seen
	likeliest       func() Front // the first of those most likely to lead to a handler
}

// frontOf chooses where to report a handler: where its router is made, if there
// is only one, else where a server is started that leads to it. When that is not
// known, it is the likeliest; nowhere, when all of them are known to lead to
// handlers that do nothing, as a server of metrics does.
func (c *chooser) frontOf(root string) (Front, bool) {
	leads := func(f Front) bool { return c.g.reach(frontPlace(f.Pos)).has(root) }
	behind := slices.IndexFunc(c.starts, leads)
	at := slices.IndexFunc(c.routers, leads)
	switch {
	case len(c.routers) == 1 && (at == 0 || behind < 0):
		return c.routers[0], at == 0 || c.isKnown && c.mayLead(c.routers[0])
	case behind >= 0:
		return c.starts[behind], true
	case !c.isKnown || len(c.starts)+len(c.routers) == 0:
		return Front{}, false
	case at >= 0:
		return c.routers[at], true
	}
	f := c.likeliest()
	return f, c.mayLead(f)
}

// mayLead reports whether a front may lead to some handler of the user's own.
func (c *chooser) mayLead(f Front) bool { return c.g.likely(f, c.roots) > 0 }

// likely says how likely it is that a front leads to one of some handlers, of
// which nothing is known: it leads to others of them, or to some handler, or to
// nobody knows what.
func (g *graph) likely(f Front, roots []string) int {
	r := g.reach(frontPlace(f.Pos))
	switch {
	case slices.ContainsFunc(roots, r.has):
		return 3
	case g.leadsToOwn(r):
		return 2
	case r.isOpen:
		return 1
	}
	return 0
}

// isServing reports whether it is not known what one of the servers leads to:
// it may be anything that is there.
func (g *graph) isServing(starts []Front) bool {
	return slices.ContainsFunc(starts, func(f Front) bool { return g.reach(frontPlace(f.Pos)).isOpen })
}

// leadsToOwn reports whether requests go on to a handler that does something.
func (g *graph) leadsToOwn(r *reach) bool {
	return slices.ContainsFunc(g.order, func(n *summary.Node) bool { return n.Root != "" && r.has(rootName(n)) })
}
