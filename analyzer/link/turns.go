package link

import (
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// backlog is an end of a channel that waits, between its turns, for something
// outside: so does whoever is at the other end.
type backlog struct {
	node  *summary.Node
	gives bool
	ends  bool            // something ends the wait
	on    map[string]bool // all that the channel may be
	wait  string          // what it waits for
}

// queued are the nodes that have an end of a channel, or call one that has and wait
// for it: in a goroutine of its own nobody cares.
func (t *Table) queued() map[string]bool {
	callers, out := map[string][]string{}, map[string]bool{}
	var todo []string
	for _, n := range t.Nodes {
		if len(n.Ends) > 0 {
			out[n.Key] = true
			todo = append(todo, n.Key)
		}
		for _, e := range n.Edges {
			if e.Callee != "" && !e.Flags.Has(asynchronous|summary.Starts) {
				callers[e.Callee] = append(callers[e.Callee], n.Key)
			}
		}
	}
	for ; len(todo) > 0; todo = todo[1:] {
		for _, c := range callers[todo[0]] {
			if !out[c] {
				out[c] = true
				todo = append(todo, c)
			}
		}
	}
	return out
}

// backlogs finds the ends of channels that serve all requests and that wait for
// something. One that a request starts is its own.
func (g *graph) backlogs() []backlog {
	var out []backlog
	for _, n := range g.order {
		if len(n.Turns) == 0 {
			continue
		}
		never := g.neverEnding(n, 0)
		for i, t := range n.Turns {
			wait, ends := g.waitsInTurn(n, i, never, g.isEndless), false
			if wait == "" {
				wait, ends = g.waitsInTurn(n, i, never, func(*summary.Op, summary.Inputs) bool { return true }), true
			}
			if wait != "" && !g.isOfRequest(n) {
				on, _ := g.channels(t.On)
				out = append(out, backlog{n, t.Gives, ends, on, wait})
			}
		}
	}
	return out
}

// waitsInTurn is what a node waits for in its i-th turn, of what a judge is asked
// for; "" if there is nothing. never are its inputs that are contexts which never
// end.
func (g *graph) waitsInTurn(n *summary.Node, i int, never summary.Inputs, judge func(*summary.Op, summary.Inputs) bool) string {
	bit := uint64(1) << i
	isStuck := func(op *summary.Op, never summary.Inputs) bool {
		return op.Class == summary.ClassWait && op.Kind.Outside() && op.Kind != model.KindSleep && !op.Flags.Has(summary.Final|summary.Minor) && judge(op, never)
	}
	for j := range n.Ops {
		if op := &n.Ops[j]; op.Turns&bit != 0 && !op.Flags.Has(unwaited) && isStuck(op, never) {
			return op.Symbol
		}
	}
	found := ""
	for j := range n.Edges {
		if e := &n.Edges[j]; e.Turns&bit != 0 && !e.Flags.Has(unwaited) {
			g.walk(e, never, unwaited, func(op *summary.Op, never summary.Inputs) bool {
				if isStuck(op, never) {
					found = op.Symbol
				}
				return found != ""
			}, nil)
		}
		if found != "" {
			break
		}
	}
	return found
}

// neverEnding are the inputs of a node that are contexts which end with the
// process at the earliest, where the program calls or starts it.
func (g *graph) neverEnding(n *summary.Node, depth int) summary.Inputs {
	var out summary.Inputs
	if depth > 3 {
		return 0
	}
	for _, c := range g.callers[n.Key] {
		var outer summary.Inputs
		for _, a := range c.edge.Args {
			if i := a.Input + c.shift; i < 62 {
				if a.Ctx.Kind == summary.CtxInput && outer == 0 {
					outer = g.neverEnding(c.caller, depth+1)
				}
				given := a.Ctx.Kind == summary.CtxInput && a.Ctx.Deadline == summary.NoDeadline && a.Ctx.Input < 62 && outer&(1<<a.Ctx.Input) != 0
				if given || g.ctx(a.Ctx).Outlives() {
					out |= 1 << i
				}
			}
		}
	}
	return out
}

// isOfRequest reports whether a request comes to a node, or starts the goroutine
// that does, other than once for all.
func (g *graph) isOfRequest(n *summary.Node) bool {
	seen := map[string]bool{n.Key: true}
	for todo := []*summary.Node{n}; len(todo) > 0; todo = todo[1:] {
		if todo[0].Root != program.NotRoot {
			return true
		}
		for _, c := range g.callers[todo[0].Key] {
			if !seen[c.caller.Key] && !c.edge.Flags.Has(summary.Once|summary.First) {
				seen[c.caller.Key] = true
				todo = append(todo, c.caller)
			}
		}
	}
	return false
}

// channels are all that a channel may be, by where it is kept or made, and of
// these the last, into which nothing flows that is known.
func (g *graph) channels(slot string) (all map[string]bool, last []string) {
	all = map[string]bool{slot: true}
	for todo := []string{slot}; len(todo) > 0; todo = todo[1:] {
		isLast := true
		for _, f := range g.flows[todo[0]] {
			switch f.Kind {
			case FromSlot:
				isLast = false
				if !all[f.From] {
					all[f.From] = true
					todo = append(todo, f.From)
				}
			case FromUnknown:
				last = append(last, "") // somebody else's
			}
		}
		if isLast {
			last = append(last, todo[0])
		}
	}
	return all, last
}

// awaited finds the waits for a turn, by their operations, of those channels whose
// other end waits for something, for ever rather than not. A function that sends
// what is to be done and then receives the answer waits once.
func (g *graph) awaited() map[*summary.Op]*backlog {
	ends := g.backlogs()
	out := map[*summary.Op]*backlog{}
	for _, n := range g.order {
		told := map[*summary.Node]bool{}
		for i := range n.Ops {
			op := &n.Ops[i]
			if op.Class != summary.ClassQueue {
				continue
			}
			if end := g.behind(op, ends); end != nil && end.node != n && !told[end.node] {
				told[end.node], out[op] = true, end
			}
		}
	}
	return out
}

// behind is the end of a channel that a wait for a turn waits for, whichever
// channel it is; nil when it may be another.
func (g *graph) behind(op *summary.Op, ends []backlog) *backlog {
	var best *backlog
	_, last := g.channels(op.On)
	for i := range ends {
		end := &ends[i]
		if end.gives == sends(op) || best != nil && (end.ends || !best.ends) {
			continue
		}
		if end.on[op.On] || !slices.ContainsFunc(last, func(l string) bool { return !end.on[l] }) {
			best = end
		}
	}
	return best
}

func sends(op *summary.Op) bool { return op.Variant == summary.SendsTo }

// isDeserted reports whether requests with these roots wait at a channel, kept in
// a field or a variable, for nobody: no part of the program is at the other end,
// or only requests of other kinds are, which may never come.
func (g *graph) isDeserted(op *summary.Op, roots []string) bool {
	if op.Variant == "" || strings.ContainsAny(op.On, "#!@[") || !g.isTop && !g.isWhole && !g.isPrivate(op.On) {
		return false
	}
	mine, _ := g.channels(op.On)
	for _, n := range g.order {
		for _, end := range n.Ends {
			if end.Gives == sends(op) && !end.Lost {
				continue
			}
			theirs, _ := g.channels(end.On)
			if !overlap(mine, theirs) {
				continue
			}
			if others, ok := g.onlyRequests(n); !ok || end.Lost || slices.ContainsFunc(others, func(r string) bool { return slices.Contains(roots, r) }) {
				return false
			}
		}
	}
	return true
}

func overlap(a, b map[string]bool) bool {
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}

// isPrivate reports whether only the package that declares a field or variable
// can come to the channel in it.
func (g *graph) isPrivate(slot string) bool {
	from := map[string]bool{slot: true}
	for _, f := range g.flows[slot] {
		if f.Kind != FromSlot || !strings.HasPrefix(f.From, summary.MadeChan) {
			return false
		}
		from[f.From] = true
	}
	for to, flows := range g.flows {
		if to != slot && slices.ContainsFunc(flows, func(f Flow) bool { return f.Kind == FromSlot && from[f.From] }) {
			return false
		}
	}
	return !isExported(slot)
}

// onlyRequests are the roots from which alone a node is called, and waited for; ok
// is false when something else does that, or it runs in a goroutine of its own.
func (g *graph) onlyRequests(n *summary.Node) (roots []string, ok bool) {
	seen := map[string]bool{n.Key: true}
	for todo := []*summary.Node{n}; len(todo) > 0; todo = todo[1:] {
		if todo[0].Root != program.NotRoot {
			roots = append(roots, rootName(todo[0]))
			continue
		}
		if len(g.callers[todo[0].Key]) == 0 {
			return nil, false
		}
		for _, c := range g.callers[todo[0].Key] {
			if c.edge.Flags.Has(asynchronous | summary.Starts) {
				return nil, false
			}
			if !seen[c.caller.Key] {
				seen[c.caller.Key] = true
				todo = append(todo, c.caller)
			}
		}
	}
	return roots, true
}
