package rule

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Pass gives a rule what the model found in one package, and takes its
// findings.
type Pass struct {
	rule    *Rule
	pass    *analysis.Pass
	model   *link.Model
	options Options
	result  *Result
}

// Run runs one rule over a package and adds its findings to result. A panic in
// the rule becomes a failure that names rule and package.
func Run(r *Rule, pass *analysis.Pass, model *link.Model, options Options, result *Result) {
	defer func() {
		if e := recover(); e != nil {
			result.Failed = append(result.Failed, failure(r, pass, e))
		}
	}()
	if model.Prog == nil || !model.Prog.Own || r.Severity == Advice && !options.Advice {
		return
	}
	r.Run(&Pass{r, pass, model, options, result})
}

// Leaks are the resources that some path does not release.
func (p *Pass) Leaks() []*summary.Leak { return slices.Concat(p.model.Summary.Leaks, p.model.Lost) }

// Lates are the releases that are deferred in a loop.
func (p *Pass) Lates() []*summary.Late { return p.model.Summary.Lates }

// Stalls are the waits that nothing ends.
func (p *Pass) Stalls() []*link.Stall { return p.model.Stalls }

// Loads are what requests build, compute or wait for without a bound.
func (p *Pass) Loads() []*link.Load { return p.model.Loads }

// BadDeadlines are those that cannot do their job.
func (p *Pass) BadDeadlines() []*summary.BadDeadline { return p.model.BadDeadlines }

// Overlongs are the deadlines that are too long for the requests that reach them.
func (p *Pass) Overlongs() []*link.Overlong { return p.model.Overlongs }

// Cleanups are the waits in clean-up whose context does not serve it.
func (p *Pass) Cleanups() []*link.Cleanup { return p.model.Cleanups }

// Conns are what takes long while a connection of a pool is held.
func (p *Pass) Conns() []*link.Held { return p.model.Conns }

// Locked are the waits under locks that requests share.
func (p *Pass) Locked() []*link.Held { return p.model.Locked }

// Marshals are the waits of functions that serialize.
func (p *Pass) Marshals() []*link.Marshal { return p.model.Marshals }

// Fleets are the handlers that lack the same before them, by their router or
// server.
func (p *Pass) Fleets() []*link.Fleet { return p.model.Fleets }

// Drains are what requests read to the end without a limit.
func (p *Pass) Drains() []*link.Load { return p.model.Drains }

// Clients are those that requests wait for and that may wait for ever.
func (p *Pass) Clients() []*link.Client { return p.model.Clients }

// LiteralAt is the composite literal of a client at a position of the package
// under analysis, nil when there is none.
func (p *Pass) LiteralAt(pos witness.Pos) *ast.CompositeLit { return p.model.Summary.Literal(pos) }

// Lazies are what the first request builds, with nothing to keep a second one
// from doing the same.
func (p *Pass) Lazies() []*link.Lazy { return p.model.Lazies }

// Detached are the goroutines that lean on a request and outlive it.
func (p *Pass) Detached() []*link.Detached { return p.model.Detached }

// Crowds are the goroutines that nothing limits.
func (p *Pass) Crowds() []*link.Crowd { return p.model.Crowds }

// Growths are what requests put somewhere and nobody takes out.
func (p *Pass) Growths() []*link.Growth { return p.model.Growths }

// Serials are readings that could be done at the same time.
func (p *Pass) Serials() []*link.Serial { return p.model.Serials }

// Hidden are answers that hide that a wait failed.
func (p *Pass) Hidden() []*link.Hidden { return p.model.Hidden }

// Assets are what the program has and never limits, releases or shuts down.
func (p *Pass) Assets() []*summary.Asset { return p.model.Assets }

// Fans are the transports without a limit that a request sends several requests
// through at once.
func (p *Pass) Fans() []*link.Fan { return p.model.Fans }

// Mismatches are settings of one pool that contradict each other.
func (p *Pass) Mismatches() []*summary.Mismatch { return p.model.Summary.Mismatches }

// Servers are those that a slow peer can hold.
func (p *Pass) Servers() []*summary.Server { return p.model.Summary.Servers }

// Sources are data source names without timeouts.
func (p *Pass) Sources() []*summary.Source { return p.model.Summary.Sources }

// Advice reports whether sub-findings that are advice are wanted.
func (p *Pass) Advice() bool { return p.options.Advice }

// Timeout is the deadline that a fix may give to a wait, or 0: only the owner
// of the code knows one.
func (p *Pass) Timeout() time.Duration { return p.options.Timeout }

// TypesInfo is the type information of the package under analysis.
func (p *Pass) TypesInfo() *types.Info { return p.pass.TypesInfo }

// CallAt is the call at a position of the package under analysis that goes to
// the given callee, or nil when it stands in another package.
func (p *Pass) CallAt(pos witness.Pos, callee string) *ast.CallExpr {
	if site := p.model.Summary.Site(pos, callee); site != nil {
		return p.model.Prog.CallExpr(site)
	}
	return nil
}

// Report adds a finding about the operation at op. call is its syntax, nil
// when it stands in another package; ignored are the rules silenced there.
func (p *Pass) Report(f Finding, call *ast.CallExpr, ignored []string) {
	if slices.Contains(ignored, p.rule.Name) {
		return
	}
	f.Rule = p.rule.Name
	if f.Severity != Advice {
		f.Severity = p.rule.Severity
	}
	if f.Severity == Advice && !p.options.Advice {
		return
	}
	f.At = f.Op
	if call != nil {
		f.Start, f.End = call.Pos(), call.End()
		if p.unwanted(call.Pos()) {
			return
		}
		// The position of record may be the method's name in a chain of calls.
		if at := link.Place(p.pass, f.Op); at > f.Start && at < f.End {
			f.Start = at
		}
	} else {
		p.placeElsewhere(&f)
		if f.Op.Pkg == p.model.Prog.Path && p.unwanted(f.Start) {
			return
		}
	}
	p.result.Findings = append(p.result.Findings, &f)
}

// unwanted reports whether findings at pos are of no use.
func (p *Pass) unwanted(pos token.Pos) bool {
	return p.model.Prog.IsGenerated(pos) || p.model.Prog.IsTest(pos) && !p.options.Tests
}

// placeElsewhere gives a finding about an operation in another package a place
// that the driver can print: the operation itself when its file can be read,
// else the first call of the chain that stands here, else where the packages of
// the chain are joined, else the package clause.
func (p *Pass) placeElsewhere(f *Finding) {
	if f.Op.Pkg == p.model.Prog.Path || !p.options.Near {
		if at := link.Place(p.pass, f.Op); at.IsValid() {
			f.Start = at
			return
		}
	}
	for _, h := range f.Chain {
		if h.Pos.Pkg == p.model.Prog.Path {
			f.At = h.Pos
			f.Start = link.Place(p.pass, h.Pos)
			return
		}
	}
	if f.Start = p.joint(f); !f.Start.IsValid() {
		f.Start = p.pass.Files[0].Name.Pos()
	}
	f.At = p.model.Prog.Pos(f.Start)
}

// joint is where this package first uses something of a package that the way to
// the operation passes through, the earlier on it the better: it joins those
// packages, since none of them knows of the others.
func (p *Pass) joint(f *Finding) token.Pos {
	for _, h := range append(f.Chain[:len(f.Chain):len(f.Chain)], witness.Hop{Pos: f.Op}) {
		first := token.NoPos
		for id, obj := range p.pass.TypesInfo.Uses {
			if obj.Pkg() == nil || obj.Pkg() == p.pass.Pkg || program.PathOf(obj.Pkg()) != h.Pos.Pkg || p.unwanted(id.Pos()) {
				continue
			}
			if !first.IsValid() || id.Pos() < first {
				first = id.Pos()
			}
		}
		if first.IsValid() {
			return first
		}
	}
	return token.NoPos
}
