// Package nodeadline reports operations that a request waits for with nothing
// to end the wait.
//
// # Why
//
// A request that waits on a silent peer keeps its goroutine, its buffers and
// often a pooled connection, long after the client has given up. A context
// that ends with the request, or a deadline, gives them back.
//
// # Example
//
//	func (s *Store) Find(ctx context.Context, id int) error {
//		return s.db.QueryRow(q, id).Scan(&s.name) // ctx is dropped
//	}
//
// # Instead
//
//	func (s *Store) Find(ctx context.Context, id int) error {
//		return s.db.QueryRowContext(ctx, q, id).Scan(&s.name)
//	}
//
// A request that sends to a channel, or receives from one, waits for whoever is
// at the other end: a worker that waits without an end itself keeps them all. One
// whose waits end keeps them as long as these last, which is advice.
//
// How long a peer may take only the owner of the code knows: fixes add no
// deadline unless -nodeadline.timeout=2s, or the same in .stallcheck.yaml,
// names one.
//
// # Silent when
//
//   - the client or the driver ends the operation itself, as
//     http.Client.Timeout does, or there is no peer: every database that the
//     program opens is a file of its own, and not one of a server;
//   - a timer, or the end of a context, kills the command that it waits for;
//   - a channel has the program itself at its other end, and what is there is
//     not known to wait, between its turns, for something outside;
//   - the context is made here and given its own timeout;
//   - it runs in a goroutine that nobody waits for;
//   - it is clean-up: deferred, or after the context is known to be over;
//   - the context comes through a map, a channel or an unknown caller;
//   - nothing but the request ends it, and middleware gives requests a
//     deadline: one finding for each router or server speaks of all handlers
//     that have none;
//   - no request reaches it and its function is given no context: start-up
//     code may wait;
//   - a variable says that it was not done yet, and is set before it is.
package nodeadline

import (
	_ "embed"
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed nodeadline.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "nodeadline",
	Source:   source,
	Severity: rule.Warning,
	Advice:   true,
	Since:    "v0.1.0",
	Run:      run,
	Flags:    rule.TimeoutFlag,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, s := range pass.Stalls() {
		call := pass.CallAt(s.Pos, s.Callee)
		f := rule.Finding{Op: s.Pos, Message: message(s), Entries: s.Roots, Chain: s.Chain}
		if !s.Dropped {
			f.Chain = append(f.Chain, s.Hop())
		}
		if call != nil {
			f.Fixes = fix(pass, s, call)
		}
		pass.Report(f, call, s.Ignored)
	}
	for _, f := range pass.Fleets() {
		if f.Lacks == summary.LimitsTime {
			may, why := fleet(f)
			pass.ReportFleet(f, may, why, pass.SwitchOn(f))
		}
	}
	for _, l := range pass.Loads() {
		if l.Op.Class == summary.ClassBlock || l.Op.Class == summary.ClassQueue {
			f := rule.Finding{Op: l.Op.Pos, Message: blocked(l), Entries: l.Roots, Chain: l.Chain}
			if l.Passes {
				f.Severity = rule.Advice
			}
			pass.Report(f, nil, l.Op.Ignored)
		}
	}
}

// fix gives the operation the context in scope: through its sibling when it
// takes none, instead of the one that never ends otherwise. A timeout is set
// only when the user names one: nobody else knows it.
func fix(pass *rule.Pass, s *link.Stall, call *ast.CallExpr) []analysis.SuggestedFix {
	inScope := pass.ContextInScope(call)
	if inScope == "" {
		return nil
	}
	deadline, ctx, ok := pass.WithTimeout(call, inScope)
	if !ok {
		ctx = inScope
	}
	var fixes []analysis.SuggestedFix
	if s.Form == link.NoContext {
		fixes = pass.UseSibling(call, s.Variant, ctx)
	} else {
		fixes = pass.UseContext(call, inScope, ctx)
	}
	for i := range fixes {
		fixes[i].TextEdits = append(fixes[i].TextEdits, deadline...)
	}
	return fixes
}
