package link

import (
	"slices"
	"strconv"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Client is a client that may wait for ever and that requests wait for.
type Client struct {
	Op    *summary.Op // of ClassClient
	Node  *summary.Node
	Roots []string
	Chain witness.Chain // from a root to the use, which is its last hop
	// Uses are the places where requests wait for it.
	Uses []witness.Pos
}

func (c *Client) id() string { return c.Op.Clients[0] }

// use is a place where a client is used to wait for a peer.
type use struct {
	node  *summary.Node
	pos   witness.Pos
	name  string // what is called
	op    *summary.Op
	ctx   summary.Ctx
	none  bool // there is no context
	from  []string
	flags summary.Flags
}

// clients finds the clients that may wait for ever on the path of a request,
// and that no table below reported. stalled are the waits that are reported for
// themselves: what is wrong on one line is one finding.
func (g *graph) clients(closed []string, stalled []*Stall) []*Client {
	uses, bound := g.uses(), g.boundClients()
	built, provided := g.builtPerRequest(closed), g.provided()
	var out []*Client
	seen := map[string]bool{}
	for _, c := range g.made() {
		_, done := slices.BinarySearch(closed, c.id())
		if done || seen[c.id()] || bound[c.id()] || bound[c.Op.Symbol] || c.Op.Cost == summary.CostLeak && built[c.Node.Key] {
			continue
		}
		for _, u := range uses[c.id()] {
			if !c.isStalled(u, closed, stalled) {
				g.expose(c, u)
			}
		}
		if len(uses[c.id()]) == 0 && provided[c.id()] && g.isWhole {
			seen[c.id()] = true // whoever gets it from the container is not seen
			out = append(out, c)
		}
		if len(c.Roots) > 0 {
			seen[c.id()] = true
			c.Roots = arrange(c.Roots, c.Roots[0])
			out = append(out, c)
		}
	}
	return out
}

// provided are the clients that some DI container hands out.
func (g *graph) provided() map[string]bool {
	out := map[string]bool{}
	for to := range g.flows {
		if strings.HasPrefix(to, program.ByContainer) {
			ids, _ := g.origins([]string{to})
			for _, id := range ids {
				out[id] = true
			}
		}
	}
	return out
}

// made lists the clients in source order.
func (g *graph) made() []*Client {
	var out []*Client
	for _, n := range g.order {
		for i := range n.Ops {
			if n.Ops[i].Class == summary.ClassClient {
				out = append(out, &Client{Op: &n.Ops[i], Node: n})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *Client) int { return a.Op.Pos.Compare(b.Op.Pos) })
	return out
}

// isStalled reports whether a use is reported as a wait that nothing ends, on
// the line of the client itself, or of a client that has no line of its own.
func (c *Client) isStalled(u use, closed []string, stalled []*Stall) bool {
	at := c.Op.Pos
	if !summary.IsPlaceless(c.id()) && (u.pos.Pkg != at.Pkg || u.pos.File != at.File || u.pos.Line != at.Line) {
		return false
	}
	if slices.ContainsFunc(stalled, func(s *Stall) bool { return s.Pos == u.pos }) {
		return true
	}
	for _, form := range []Form{NoContext, Endless} {
		s := Stall{Pos: u.pos, Form: form}
		if _, found := slices.BinarySearch(closed, s.id()); found {
			return true
		}
	}
	return false
}

// expose adds a use to what is known of a client, if requests wait for it.
func (g *graph) expose(c *Client, u use) {
	roots, chain := g.exposed(c.id(), u)
	if len(roots) == 0 {
		return
	}
	chain = append(chain, witness.Hop{Pos: u.pos, Caller: Name(u.node.Key), Callee: Name(u.name)})
	if len(c.Roots) == 0 || chain.Compare(c.Chain) < 0 {
		c.Chain = chain
		c.Roots = append(roots, c.Roots...)
	} else {
		c.Roots = append(c.Roots, roots...)
	}
	c.Uses = append(c.Uses, u.pos)
}

// uses lists by client where it is used. A place that another client may come
// to as well says nothing of either.
func (g *graph) uses() map[string][]use {
	out := map[string][]use{}
	g.eachUse(func(u use) {
		ids, others := g.origins(u.from)
		if others && paramOf(u.node, u.from) == noInput {
			return
		}
		for _, id := range ids {
			out[id] = append(out[id], u)
		}
	})
	return out
}

// eachUse visits the places where clients are used.
func (g *graph) eachUse(visit func(use)) {
	for _, n := range g.order {
		for i := range n.Ops {
			if op := &n.Ops[i]; op.Class == summary.ClassSend && len(op.Clients) > 0 {
				visit(use{n, op.Pos, op.Symbol, op, op.Ctx, op.NoContext, op.Clients, op.Flags})
			}
		}
		for i := range n.Edges {
			e := &n.Edges[i]
			for _, to := range g.targets[e] {
				if op := sendOf(to.node); op != nil && e.Method != "" && e.Slot != "" {
					ctx, none := passedCtx(e, op)
					visit(use{n, e.Pos, e.Method, op, ctx, none, []string{e.Slot}, e.Flags})
				}
			}
		}
	}
}

// sendOf is the use of a client that a library's method behind an interface is.
func sendOf(n *summary.Node) *summary.Op {
	for i := range n.Ops {
		if op := &n.Ops[i]; op.Class == summary.ClassSend && len(op.Clients) == 0 {
			return op
		}
	}
	return nil
}

// passedCtx is the context that a call gives the operation of its callee.
func passedCtx(e *summary.Edge, op *summary.Op) (ctx summary.Ctx, none bool) {
	for _, a := range e.Args {
		if op.Ctx.Kind == summary.CtxInput && a.Input == op.Ctx.Input {
			return a.Ctx, false
		}
	}
	return summary.Ctx{}, op.NoContext
}

// origins follows slots back to the clients that they may hold; others is true
// when something else may be there as well.
func (g *graph) origins(slots []string) (ids []string, others bool) {
	seen := map[string]bool{}
	for todo := slices.Clone(slots); len(todo) > 0; {
		name := todo[0]
		todo = todo[1:]
		if seen[name] {
			continue
		}
		seen[name] = true
		switch {
		case name == summary.OtherClient, name == summary.BoundSet:
			others = true
		case summary.IsClient(name):
			ids = append(ids, name)
		}
		for _, f := range g.flows[name] {
			switch f.Kind {
			case FromClient, FromSlot:
				todo = append(todo, f.From)
			}
		}
	}
	return ids, others
}

// boundClients are those that are given a timeout somewhere on their way.
func (g *graph) boundClients() map[string]bool {
	out := map[string]bool{}
	for to, flows := range g.flows {
		if !slices.ContainsFunc(flows, func(f Flow) bool { return f.Kind == FromClient && f.From == summary.BoundSet }) {
			continue
		}
		seen := map[string]bool{}
		for todo := []string{to}; len(todo) > 0; todo = todo[1:] {
			if seen[todo[0]] {
				continue
			}
			seen[todo[0]], out[todo[0]] = true, true
			for _, f := range g.flows[todo[0]] {
				if f.Kind == FromClient || f.Kind == FromSlot {
					todo = append(todo, f.From)
				}
			}
		}
	}
	return out
}

// builtPerRequest are the functions in which a request builds what should be
// shared: that is reported, not the timeout.
func (g *graph) builtPerRequest(closed []string) map[string]bool {
	out := map[string]bool{}
	for _, n := range g.order {
		for i := range n.Ops {
			op := &n.Ops[i]
			if op.Class != summary.ClassBuild || op.Cost == summary.CostWork || op.Flags.Has(blocked(op.Class)) {
				continue
			}
			l := &Load{Op: op, Node: n}
			if _, done := slices.BinarySearch(closed, l.id()); done {
				out[n.Key] = true
			} else if roots, _ := g.reachedBy(n, op); len(roots) > 0 && op.From&own(op) == 0 {
				out[n.Key] = true
			}
		}
	}
	return out
}

// Inputs of a step on the way back from a use: none, when nothing ends the
// context, or that of the request itself.
const (
	noInput      = -1
	requestInput = -2
)

// at is a step on the way back from a use: the input of a function that the
// context comes from, and the one that the client comes from, noInput when it
// is known to be the client in question.
type at struct {
	key           string
	input, client int
}

// exposed finds the roots from which a request waits at a use of a client, in a
// goroutine or not, with no deadline added on the way.
func (g *graph) exposed(id string, u use) (roots []string, chain witness.Chain) {
	type step struct {
		at
		node  *summary.Node
		chain witness.Chain
	}
	first, ok := inputOf(u.ctx, u.none)
	if !ok {
		return nil, nil
	}
	isMeant := func(ids []string, others bool) bool { return !others && slices.Contains(ids, id) }
	start := at{u.node.Key, first, paramOf(u.node, u.from)}
	seen := map[at]bool{start: true}
	best := ""
	for todo := []step{{start, u.node, nil}}; len(todo) > 0; todo = todo[1:] {
		s := todo[0]
		if s.node.Root != program.NotRoot {
			if s.client == noInput && (s.input == noInput || !g.settings.hasPrefix(timeBound)) {
				if best == "" || s.chain.Compare(chain) < 0 {
					chain, best = s.chain, rootName(s.node)
				}
				roots = append(roots, rootName(s.node))
			}
			continue
		}
		for _, c := range g.callers[s.node.Key] {
			input, ok := passedInput(c, s.input)
			if !ok {
				continue
			}
			client, ok := g.passedClient(isMeant, c, s.client)
			next := at{c.caller.Key, input, client}
			if !ok || seen[next] {
				continue
			}
			seen[next] = true
			hop := witness.Hop{Pos: c.edge.Pos, Caller: Name(c.caller.Key), Callee: Name(s.node.Key), Dynamic: c.dyn}
			todo = append(todo, step{next, c.caller, append(witness.Chain{hop}, s.chain...)})
		}
	}
	return arrange(roots, best), chain
}

// paramOf is the parameter of a function that a client comes from, noInput when
// it is none.
func paramOf(n *summary.Node, from []string) int {
	if len(from) == 1 {
		if rest, ok := strings.CutPrefix(from[0], n.Key+"#"); ok {
			if i, err := strconv.Atoi(rest); err == nil {
				return i
			}
		}
	}
	return noInput
}

// passedClient is the parameter of a caller that a parameter of its callee comes
// from, noInput when that is the client which is meant. ok is false for another
// client.
func (g *graph) passedClient(isMeant func(ids []string, others bool) bool, c call, param int) (input int, ok bool) {
	if param == noInput {
		return noInput, true
	}
	for _, a := range c.edge.Clients {
		if a.Input+c.shift != param {
			continue
		}
		if input := paramOf(c.caller, a.From); input != noInput {
			return input, true
		}
		return noInput, isMeant(g.origins(a.From))
	}
	return 0, false
}

// inputOf is the input that a context comes from; ok is false when it has a
// deadline, or may have.
func inputOf(c summary.Ctx, none bool) (input int, ok bool) {
	switch {
	case none:
		return noInput, true
	case c.Deadline != summary.NoDeadline:
		return 0, false
	}
	switch c.Kind {
	case summary.CtxNever:
		return noInput, true
	case summary.CtxRequest:
		return requestInput, true
	case summary.CtxInput:
		return c.Input, true
	}
	return 0, false
}

// passedInput is the input of a caller that an input of its callee comes from.
func passedInput(c call, input int) (int, bool) {
	if input < 0 {
		return input, true
	}
	for _, a := range c.edge.Args {
		if a.Input+c.shift == input {
			return inputOf(a.Ctx, false)
		}
	}
	return 0, false
}

// timeBound begins the setting that some handlers get a deadline from
// middleware.
const timeBound = "deadline "

// collectClients adds what the package does with clients.
func (t *Table) collectClients(flows []summary.ClientFlow) {
	for _, f := range flows {
		t.Flows = append(t.Flows, Flow{f.To, f.From, FromClient})
	}
}

// isClient reports whether operations of a class are about clients.
func isClient(c summary.Class) bool { return c == summary.ClassClient || c == summary.ClassSend }
