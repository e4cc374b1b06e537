package link

import (
	"go/token"
	"maps"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// content is what a slot may hold.
type content struct {
	types   map[string]bool
	funcs   map[function]bool
	made    map[string]bool // what made contexts that never end
	bounds  map[summary.Bound]bool
	unknown bool
}

// function is a function value. A method with its receiver takes one argument
// less than its node has inputs.
type function struct {
	key     string
	isBound bool
}

func newContent() *content {
	return &content{types: map[string]bool{}, funcs: map[function]bool{}, made: map[string]bool{}, bounds: map[summary.Bound]bool{}}
}

// known reports whether all types that the slot may hold are known.
func (c *content) known() bool { return c != nil && !c.unknown && len(c.types) > 0 }

// add adds what another slot holds.
func (c *content) add(d *content) {
	c.unknown = c.unknown || d.unknown
	maps.Copy(c.types, d.types)
	maps.Copy(c.funcs, d.funcs)
	maps.Copy(c.made, d.made)
	maps.Copy(c.bounds, d.bounds)
}

// slot follows what flows into a slot. A slot that nothing visible flows into
// is filled by somebody unknown, such as a DI container.
func (g *graph) slot(name string) *content {
	if name == "" {
		return nil
	}
	return g.fill(name, map[string]bool{})
}

func (g *graph) fill(name string, seen map[string]bool) *content {
	if c, ok := g.slots[name]; ok {
		return c
	}
	if seen[name] {
		return newContent()
	}
	seen[name] = true
	out := newContent()
	out.unknown = len(g.flows[name]) == 0
	if held, index, ok := program.ResultOf(name); ok {
		fns := g.fill(held, seen)
		out.unknown = fns.unknown || len(fns.funcs) == 0
		for f := range fns.funcs {
			out.add(g.fill(program.ResultSlot(f.key, index), seen))
		}
	}
	for _, f := range g.flows[name] {
		switch f.Kind {
		case FromUnknown:
			out.unknown = true
		case FromType:
			out.types[f.From] = true
		case FromFunc, FromMethod:
			out.funcs[function{f.From, f.Kind == FromMethod}] = true
		case FromEndless:
			out.made[f.From] = true
		case FromUnbounded:
			out.bounds[summary.Unbounded] = true
		case FromBounded:
			out.bounds[summary.Bounded] = true
		case FromSlot:
			out.add(g.fill(f.From, seen))
		}
	}
	if len(seen) == 1 {
		g.slots[name] = out
	}
	delete(seen, name)
	return out
}

// functions are the functions that a slot may hold, in order.
func (g *graph) functions(name string) []function {
	c := g.slot(name)
	if c == nil {
		return nil
	}
	return slices.SortedFunc(maps.Keys(c.funcs), func(a, b function) int { return strings.Compare(a.key, b.key) })
}

// ctx is a context, that of a slot followed to what made it: it never ends if
// that is so of all that the slot may hold.
func (g *graph) ctx(c summary.Ctx) summary.Ctx {
	if c.Kind != summary.CtxSlot {
		return c
	}
	held := g.slot(c.Made)
	if held == nil || held.unknown || len(held.made) == 0 {
		return summary.Ctx{Deadline: summary.MaybeDeadline}
	}
	return summary.Ctx{Kind: summary.CtxNever, Deadline: c.Deadline, Made: slices.Min(slices.Collect(maps.Keys(held.made)))}
}

// isOpen reports whether nothing but its context ends a wait: its client has
// no bound of its own, as far as all that its slot may hold is known. Who makes
// a client of an SDK may give it one.
func (g *graph) isOpen(op *summary.Op) bool {
	if m, ok := strings.CutPrefix(op.On, summary.Made); ok {
		return slices.Contains(g.settings, op.On) && !slices.Contains(g.settings, summary.Timed+m)
	}
	if op.On == "" || op.Bounded != summary.BoundUnknown {
		return true
	}
	held := g.slot(op.On)
	return held != nil && !held.unknown && held.bounds[summary.Unbounded] && !held.bounds[summary.Bounded]
}

// trim drops flows into slots that nobody can ask about: parameters that are
// not passed on, and what has no exported name and is not read here. Where
// clients go is always asked.
func (t *Table) trim() {
	asked := map[string]bool{}
	for _, n := range t.Nodes {
		for _, op := range n.Ops {
			asked[op.On] = true
			asked[op.Ctx.Slot()] = true
		}
		for _, end := range n.Ends { // those of turns are among them
			asked[end.On] = true
		}
		for _, e := range n.Edges {
			asked[e.Slot] = true
			for _, a := range e.Args {
				asked[a.Ctx.Slot()] = true
			}
		}
	}
	from := map[string][]string{}
	results := map[string][]string{} // of functions, which may be called where a slot holds them
	var todo []string
	for _, f := range t.Flows {
		if key, _, ok := strings.Cut(f.To, "!"); ok {
			results[key] = append(results[key], f.To)
		}
	}
	for _, f := range t.Flows {
		switch f.Kind {
		case FromSlot:
			from[f.To] = append(from[f.To], f.From)
		case FromFunc, FromMethod:
			from[f.To] = append(from[f.To], results[f.From]...)
		}
		if asked[f.To] || isExported(f.To) {
			todo = append(todo, f.To)
		}
	}
	needed := map[string]bool{}
	for len(todo) > 0 {
		slot := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !needed[slot] {
			needed[slot] = true
			if held, _, ok := program.ResultOf(slot); ok {
				todo = append(todo, held)
			}
			todo = append(todo, from[slot]...)
		}
	}
	t.Flows = slices.DeleteFunc(t.Flows, func(f Flow) bool { return f.Kind < FromClient && !needed[f.To] })
}

// isExported reports whether other packages may read a slot by its name.
// Parameters they fill, and do not read.
func isExported(slot string) bool {
	if strings.Contains(slot, "#") {
		return false
	}
	name, _, _ := strings.Cut(slot[strings.LastIndex(slot, ".")+1:], "!")
	return token.IsExported(name)
}
