package link

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Load is something that every request does and that should be done less
// often, or less at once: heavy computing, building a client, waiting for a
// channel.
type Load struct {
	Op    *summary.Op
	Node  *summary.Node
	Roots []string
	Chain witness.Chain // from a root to the operation, which is its last hop
	// Messages says that all roots take messages, none requests.
	Messages bool
	// Jobs says that no root is there at all, but an endless loop that takes jobs.
	Jobs bool
	// StartUp says that no request is known to come here, though the program
	// calls it, or it is given no context: what retries here does so while the
	// program starts, or in the background.
	StartUp bool
	// Behind is what the other end of a channel waits for, of a wait for its turn,
	// and Passes says that something ends that.
	Behind string
	Passes bool
}

func (l *Load) id() string {
	p := l.Op.Pos
	return fmt.Sprintf("%s/%s:%d:%d load%d", p.Pkg, p.File, p.Line, p.Col, l.Op.Class)
}

// loads finds the operations of these classes that a request reaches, and that
// no table below reported.
// Retries of the package under analysis are among them without a request.
func (g *graph) loads(closed []string, path string) []*Load {
	var out []*Load
	queues, told := g.awaited(), map[*backlog]bool{}
	for _, n := range g.order {
		for i := range n.Ops {
			op := &n.Ops[i]
			if !isLoad(op.Class) || op.Flags.Has(blocked(op.Class)) || op.From&own(op) != 0 {
				continue
			}
			if op.Class == summary.ClassSize && op.From == 0 {
				continue
			}
			l := &Load{Op: op, Node: n}
			end := queues[op]
			if _, done := slices.BinarySearch(closed, l.id()); done {
				told[end] = true
				continue
			}
			if op.Class == summary.ClassAgain && !g.mayRefuse(n, op) {
				continue
			}
			if end != nil {
				l.Behind, l.Passes = end.wait, end.ends
			}
			if end != nil && end.ends && told[end] {
				continue
			}
			l.Roots, l.Chain = g.reachedBy(n, op)
			if len(l.Roots) == 0 && n.Pos.Pkg == path && retries(op.Class) {
				l.StartUp = !n.HasContext || op.Class == summary.ClassBackoff || len(g.callers[n.Key]) > 0 || isStartUp(n.Key)
				out = append(out, l)
			}
			if len(l.Roots) > 0 {
				l.Jobs = !slices.ContainsFunc(l.Roots, func(key string) bool { return g.nodes[key] == nil || g.nodes[key].Root != program.NotRoot })
				l.Messages = !slices.ContainsFunc(l.Roots, func(key string) bool { return !g.takesMessages(key) })
				// Whoever takes messages takes no more of them while it waits.
				if op.Class == summary.ClassQueue && (l.Messages || end == nil && !g.isDeserted(op, l.Roots)) {
					continue
				}
				told[end] = true
				l.Chain = append(l.Chain, witness.Hop{Pos: op.Pos, Caller: Name(n.Key), Callee: calledBy(n, op)})
				out = append(out, l)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *Load) int { return a.Op.Pos.Compare(b.Op.Pos) })
	return slices.CompactFunc(out, func(a, b *Load) bool { return a.id() == b.id() })
}

// calledBy names what an operation calls, where n does it. A loop that waits for
// each element has no name itself, what it waits for has.
func calledBy(n *summary.Node, op *summary.Op) string {
	if op.Symbol == summary.SizedWaits {
		for _, other := range n.Ops {
			if other.Pos == op.Pos && other.Class != op.Class {
				return Name(other.Symbol)
			}
		}
		for _, e := range n.Edges {
			if e.Pos == op.Pos {
				return Name(cmp.Or(e.Method, e.Callee))
			}
		}
	}
	return strings.TrimSuffix(Name(op.Symbol), "{}")
}

// takesMessages reports whether a root, as rootName names it, takes messages.
func (g *graph) takesMessages(key string) bool {
	n := g.nodes[key]
	if n == nil || n.Root == program.NotRoot {
		n = g.nodes[key+summary.LoopSuffix]
	}
	return n != nil && n.Root == program.Consumer
}

func retries(c summary.Class) bool { return c == summary.ClassRetry || c == summary.ClassBackoff }

// mayRefuse reports whether what is tried again waits for a peer whose error may
// say that another try is of no use. That of net/http only says that there was no
// answer, and that of a ping that nobody is there.
func (g *graph) mayRefuse(n *summary.Node, op *summary.Op) bool {
	w := g.waitAt(n, op.Pos)
	if w == nil || strings.Contains(w.Op.Symbol, ").Ping") {
		return false
	}
	switch w.Op.Kind {
	case model.KindHTTP:
		return len(w.Chain) > 1 || packageOf(w.Op.Symbol) != "net/http"
	case model.KindRPC, model.KindDB, model.KindSQL:
		return true
	}
	return false
}

// isStartUp tells by its name a function that runs before there are requests,
// or that only its own package may call.
func isStartUp(key string) bool {
	name := key[strings.LastIndex(key, ".")+1:]
	if !token.IsExported(name) || strings.Contains(name, "$") {
		return true
	}
	name = strings.ToLower(name)
	for _, prefix := range []string{"main", "init", "new", "connect", "open", "dial", "setup", "start", "run", "must", "provide", "bootstrap", "serve", "listen", "watch", "consume", "subscribe", "work", "loop", "background", "migrate"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// isLoad tells operations that requests do too often, or too many at once, from
// those that other parts of the graph look for.
func isLoad(c summary.Class) bool {
	return c != summary.ClassWait && c != summary.ClassMake && c != summary.ClassDeadline && c != summary.ClassPause && c != summary.ClassHandoff && c != summary.ClassGrow && !c.IsRead() && !isClient(c)
}

// blocked are the flags of calls through which a request does not come to
// such an operation, or not without a bound.
func blocked(c summary.Class) summary.Flags {
	switch c {
	case summary.ClassCPU:
		return summary.Guarded | summary.Once | summary.First
	case summary.ClassBuild:
		return summary.Once | summary.Kept | summary.First
	case summary.ClassOrphan:
		return summary.Once
	}
	return asynchronous | summary.Once
}

// isBounded reports whether something limits how many requests a root handles
// at once: middleware, or the library that a consumer takes messages from. It
// may do so as long as the package that registers the root is not seen.
func (g *graph) isBounded(root *summary.Node) bool {
	return g.limits(root, summary.LimitsRate) || root.Root == program.Consumer
}

// step is a place on the way back from an operation to a root: a node, and the
// inputs of it that the operation's arguments derive from.
type step struct {
	node  *summary.Node
	from  summary.Inputs
	chain witness.Chain
}

// reachedBy finds the roots that reach an operation, going back from it. What
// is built from what the request asks for is not found: it cannot be shared.
func (g *graph) reachedBy(n *summary.Node, op *summary.Op) (roots []string, chain witness.Chain) {
	type state struct {
		key  string
		from summary.Inputs
	}
	seen := map[state]bool{{n.Key, op.From}: true}
	todo := []step{{n, op.From, nil}}
	stop := blocked(op.Class)
	sized := op.Class == summary.ClassSize // the other way round: only what the request asks for
	// What is prepared from what only some callers know beforehand cannot be hoisted.
	varies := op.Class == summary.ClassBuild && op.Cost == summary.CostWork
	best := ""
	enter := func(s step) {
		if best == "" || s.chain.Compare(chain) < 0 {
			chain, best = s.chain, rootName(s.node)
		}
		roots = append(roots, rootName(s.node))
	}
	for len(todo) > 0 {
		s := todo[0]
		todo = todo[1:]
		if s.node.Root != program.NotRoot {
			if varies && s.from&s.node.Asked != 0 {
				return nil, nil
			}
			if sized == (s.from&s.node.Asked != 0) && !(op.Class == summary.ClassCPU && g.isBounded(s.node)) {
				enter(s)
			}
			continue
		}
		for _, c := range g.callers[s.node.Key] {
			if c.edge.Flags.Has(stop) {
				continue
			}
			from := passedOn(c, s.from, sized)
			if sized && from == 0 {
				continue
			}
			if varies && from&summary.Foreign != 0 {
				return nil, nil
			}
			if from&own(op) != 0 || seen[state{c.caller.Key, from}] {
				continue
			}
			seen[state{c.caller.Key, from}] = true
			hop := witness.Hop{Pos: c.edge.Pos, Caller: Name(c.caller.Key), Callee: Name(s.node.Key), Dynamic: c.dyn}
			next := step{c.caller, from, append(witness.Chain{hop}, s.chain...)}
			if pilesUp(op) && c.edge.Flags.Has(summary.PerJob) {
				enter(next)
			} else {
				todo = append(todo, next)
			}
		}
	}
	return arrange(roots, best), chain
}

// pilesUp reports whether building something again and again does harm even if
// no request waits for it: each job has connections of its own.
func pilesUp(op *summary.Op) bool {
	return op.Class == summary.ClassBuild && op.Cost != summary.CostWork
}

// own marks what something derives from that cannot be shared by all requests.
func own(op *summary.Op) summary.Inputs {
	if op.Flags.Has(summary.Connects) {
		return summary.Foreign | summary.Element
	}
	return summary.Foreign
}

// passedOn turns inputs of a callee into the inputs of its caller that they
// derive from at one call; sized, into those that choose a number without a
// limit.
func passedOn(c call, from summary.Inputs, sized bool) summary.Inputs {
	return needed(c, from, func(n summary.Need) summary.Inputs {
		if sized {
			return n.Asks
		}
		return n.From
	})
}

// listedIn turns inputs of a callee that say how many there are of something
// into those of its caller.
func listedIn(c call, from summary.Inputs) summary.Inputs {
	return needed(c, from, func(n summary.Need) summary.Inputs {
		if n.Listed {
			return 0
		}
		return n.From
	})
}

func needed(c call, from summary.Inputs, of func(summary.Need) summary.Inputs) summary.Inputs {
	var out summary.Inputs
	for _, n := range c.edge.Needs {
		if i := n.Input + c.shift; i < 62 && from&(1<<i) != 0 {
			out |= of(n)
		}
	}
	return out
}
