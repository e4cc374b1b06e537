package link

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// Fleet is handlers that all lack what one middleware before them would give:
// one cause, at the router or server that they are behind.
type Fleet struct {
	Lacks summary.Limits
	Front Front
	Roots []string
	Made  string // the framework's context that never ends, if that is the cause
	// Switch is the field of the framework's server that would mend that, and
	// Also are handlers for which that is not the cause.
	Switch string
	Also   []string
	Op     *summary.Op // what the first of them comes to
	ops    map[string]*summary.Op
}

// id names the cause, and ids that and each handler: an importer repeats
// neither, at another front either.
func (f *Fleet) id() string {
	p := f.Front.Pos
	return fmt.Sprintf("%s/%s:%d:%d lacks%d", p.Pkg, p.File, p.Line, p.Col, f.Lacks)
}

func (f *Fleet) ids() []string {
	out := []string{f.id()}
	for _, r := range slices.Concat(f.Roots, f.Also) {
		out = append(out, f.rootID(r))
	}
	return out
}

func (f *Fleet) rootID(root string) string { return fmt.Sprintf("%s lacks%d", root, f.Lacks) }

// readFronts finds what requests lack before they come to their handlers, as
// soon as nobody further up can put anything there.
func (m *Model) readFronts(g *graph, t *Table) {
	stalls, frameworks := g.splitFrameworks(g.stalls(t.Closed))
	m.Stalls, m.Fronts = stalls, frontsIn(t.Fronts, m.Prog.Path)
	m.Clients = g.clients(t.Closed, slices.Concat(stalls, frameworks))
	if g.isTop || g.isServed(t.Fronts) {
		m.Drains = g.drains(t.Closed)
	}
	if g.isWhole || g.isServed(t.Fronts) {
		m.Fleets = g.fleets(t.Fronts, frameworks, t.Closed)
	}
}

// fleets finds the handlers without a deadline and those without a limit of
// what they decode, by the front that they are behind, where no table below
// reported them.
func (g *graph) fleets(fronts []Front, stalls []*Stall, closed []string) []*Fleet {
	all := append(g.endless(stalls), g.waiting()...)
	all = append(all, g.decoding()...)
	var out []*Fleet
	var roots []string
	for _, f := range all {
		roots = append(roots, f.Roots...)
	}
	for _, f := range all {
		f.Roots = slices.DeleteFunc(f.Roots, func(r string) bool {
			_, done := slices.BinarySearch(closed, f.rootID(r))
			return done
		})
		slices.Sort(f.Roots)
		f.Roots = slices.Compact(f.Roots)
		for _, part := range g.split(fronts, f, roots) {
			if _, done := slices.BinarySearch(closed, part.id()); done {
				continue
			}
			if same := slices.IndexFunc(out, func(o *Fleet) bool { return o.id() == part.id() }); same >= 0 {
				out[same].join(part)
			} else {
				out = append(out, part)
			}
		}
	}
	return out
}

// add adds a handler, and what it comes to.
func (f *Fleet) add(root string, op *summary.Op) {
	f.Roots = append(f.Roots, root)
	if f.ops[root] == nil {
		f.ops[root] = op
	}
}

// join adds the handlers of another fleet at the same front: there is one
// finding for both.
func (f *Fleet) join(o *Fleet) {
	f.Also = append(f.Also, slices.DeleteFunc(o.Roots, func(r string) bool { return slices.Contains(f.Roots, r) })...)
}

// fleetOf is the fleet of a carrier, which stands in for its front until that is
// chosen.
func fleetOf(fleets *[]*Fleet, lacks summary.Limits, carrier string) *Fleet {
	for _, f := range *fleets {
		if f.Front.Symbol == carrier {
			return f
		}
	}
	f := &Fleet{Lacks: lacks, Front: Front{Symbol: carrier}, ops: map[string]*summary.Op{}}
	*fleets = append(*fleets, f)
	return f
}

// waiting are the handlers that wait for something outside for as long as their
// request lasts, with nothing on the way in that sets a deadline.
func (g *graph) waiting() []*Fleet {
	var out []*Fleet
	for _, n := range g.order {
		if !isHandler(n) || g.limits(n, summary.LimitsTime) {
			continue
		}
		for i := range 63 {
			if n.Requests&(1<<i) == 0 {
				continue
			}
			if w := g.waitsOn(n, i); w != nil && w.Op.Kind != model.KindNet && !slices.Contains(w.Op.Ignored, "nodeadline") {
				f := fleetOf(&out, summary.LimitsTime, n.Carrier)
				f.add(rootName(n), w.Op)
				break
			}
		}
	}
	return out
}

// isHandler reports whether a node is the entry of an HTTP request.
func isHandler(n *summary.Node) bool {
	return (n.Root == program.Handler || n.Root == program.Method) && n.Requests != 0
}

// decoding are the handlers that decode a request of any size.
func (g *graph) decoding() []*Fleet {
	var out []*Fleet
	for _, n := range g.order {
		for i := range n.Ops {
			op := &n.Ops[i]
			if op.Class != summary.ClassDecode || slices.Contains(op.Ignored, "bodylimit") {
				continue
			}
			roots, _ := g.readsRequest(n, op)
			for _, key := range roots {
				root := g.nodes[key]
				if root == nil || !isHandler(root) {
					continue
				}
				f := fleetOf(&out, summary.LimitsSize, root.Carrier)
				f.add(key, op)
			}
		}
	}
	return out
}

// packageOf is the import path of a type's key or of a symbol.
func packageOf(symbol string) string {
	symbol = strings.TrimLeft(symbol, "(*")
	slash := strings.LastIndex(symbol, "/") + 1
	if dot := strings.Index(symbol[slash:], "."); dot >= 0 {
		return symbol[:slash+dot]
	}
	return symbol
}

// frontsOf are the routers and servers that handlers may be behind whose requests
// come in a carrier of the given package. Handlers of net/http may be behind any
// but those of frameworks that have carriers of their own.
func (g *graph) frontsOf(fronts []Front, carrier string) (routers, starts []Front) {
	others := map[string]bool{}
	for _, n := range g.order {
		others[n.Carrier] = true
	}
	for _, f := range fronts {
		pkg := packageOf(f.Symbol)
		switch {
		case !belongs(pkg, carrier) && (carrier != "net/http" || isOther(pkg, others)):
		case f.Starts:
			starts = append(starts, f)
		default:
			routers = append(routers, f)
		}
	}
	if len(starts) == 0 && len(routers) == 0 && g.isOwn(carrier) {
		return g.frontsOf(fronts, "net/http")
	}
	return routers, starts
}

// isOwn reports whether a carrier is a type of the user's own, around a request
// of net/http.
func (g *graph) isOwn(carrier string) bool {
	return slices.ContainsFunc(g.order, func(n *summary.Node) bool { return n.Pos.Pkg == carrier })
}

// belongs reports whether a carrier's package is that of a front, or below it.
func belongs(front, carrier string) bool {
	return front == carrier || strings.HasPrefix(carrier, front+"/")
}

func isOther(front string, carriers map[string]bool) bool {
	for c := range carriers {
		if c != "" && c != "net/http" && belongs(front, c) {
			return true
		}
	}
	return false
}

// frontsIn are the fronts of one package.
func frontsIn(fronts []Front, path string) []Front {
	return slices.DeleteFunc(slices.Clone(fronts), func(f Front) bool { return f.Pos.Pkg != path })
}
