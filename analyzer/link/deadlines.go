package link

import (
	"fmt"
	"go/constant"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Overlong is a constant deadline that a request waits for to no purpose: it
// is hours away, or the server has stopped listening before.
type Overlong struct {
	Op *summary.Op
	// Server is the server's own limit, 0 when the deadline is too long for any.
	Server time.Duration
	Roots  []string
	Chain  witness.Chain
}

func (o *Overlong) id() string {
	p := o.Op.Pos
	return fmt.Sprintf("%s/%s:%d:%d overlong", p.Pkg, p.File, p.Line, p.Col)
}

// overlong is the least deadline that no request is worth.
const overlong = time.Hour

// overlongs finds the deadlines that are too long for the requests that reach
// them, unless a table below reported them.
func (g *graph) overlongs(closed []string) []*Overlong {
	limit := g.settings.writeTimeout()
	var out []*Overlong
	for _, n := range g.order {
		for i := range n.Ops {
			op := &n.Ops[i]
			if op.Class != summary.ClassDeadline || op.Flags.Has(asynchronous) || op.Lasts < overlong && (limit == 0 || op.Lasts <= limit) {
				continue
			}
			o := &Overlong{Op: op}
			if _, done := slices.BinarySearch(closed, o.id()); done {
				continue
			}
			o.Roots, o.Chain = g.reachedBy(n, op)
			o.Roots = slices.DeleteFunc(o.Roots, func(key string) bool { return g.nodes[key] == nil || g.nodes[key].Root == program.Consumer })
			if op.Lasts < overlong {
				o.Server = limit
				o.Roots = slices.DeleteFunc(o.Roots, func(key string) bool { return g.nodes[key].Root != program.Handler })
			}
			if len(o.Roots) > 0 {
				o.Chain = append(o.Chain, witness.Hop{Pos: op.Pos, Caller: Name(n.Key), Callee: Name(op.Symbol)})
				out = append(out, o)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *Overlong) int { return a.Op.Pos.Compare(b.Op.Pos) })
	return slices.CompactFunc(out, func(a, b *Overlong) bool { return a.id() == b.id() })
}

// serverSetting is how a table says which WriteTimeout a server is built with.
const serverSetting = "net/http.Server{} WriteTimeout="

// serverBuilt notes the WriteTimeout of a server: a constant, or "?".
func (c *collector) serverBuilt(a *ssa.Alloc) {
	if program.TypeKey(a.Type()) != "*net/http.Server" {
		return
	}
	value := "?"
	for _, ref := range program.Refs(a) {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || program.FieldOf(fa.X.Type(), fa.Field).Name() != "WriteTimeout" {
			continue
		}
		for _, use := range program.Refs(fa) {
			if s, ok := use.(*ssa.Store); ok && s.Addr == fa {
				value = "?"
				if k, ok := s.Val.(*ssa.Const); ok && k.Value != nil && k.Value.Kind() == constant.Int && k.Int64() > 0 {
					value = strconv.FormatInt(k.Int64(), 10)
				}
			}
		}
	}
	c.table.Settings = append(c.table.Settings, serverSetting+value)
}

// writeTimeout is the longest time after which the program's servers stop
// writing a response; 0 when one of them has no limit, or none that is known.
func (s settings) writeTimeout() time.Duration {
	longest := time.Duration(0)
	for _, set := range s {
		value, isServer := strings.CutPrefix(set, serverSetting)
		if !isServer {
			continue
		}
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return 0 // not constant, or none at all
		}
		longest = max(longest, time.Duration(n))
	}
	return longest
}

// badDeadlines are those of the package that cannot do their job. A function
// that applies neither its context nor its timeout is one only if it waits.
func (g *graph) badDeadlines(all []*summary.BadDeadline) []*summary.BadDeadline {
	return slices.DeleteFunc(slices.Clone(all), func(d *summary.BadDeadline) bool {
		return d.Form == summary.Unapplied && (g.nodes[d.Key] == nil || g.nearest(g.nodes[d.Key], "baddeadline") == nil)
	})
}
