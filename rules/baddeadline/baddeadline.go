// Package baddeadline reports deadlines that do not do their job.
//
// # Why
//
// Who reads the code sees a timeout and trusts it. But five nanoseconds are over
// before anything begins, so every call fails; a context that no call is given
// ends nothing, so every call waits for ever; an hour is longer than any client
// waits, and more than the server's own WriteTimeout is time spent on an answer
// that cannot be sent.
//
// # Example
//
//	func (s *Store) Find(ctx context.Context, id int) error {
//		ctx, cancel := context.WithTimeout(ctx, 5)
//		defer cancel()
//		return s.db.QueryRowContext(ctx, q, id).Scan(&s.name)
//	}
//
// # Instead
//
//	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
//	defer cancel()
//
// A number in a field is without a unit, too, as in time.Duration(cfg.Timeout),
// if nobody counts nanoseconds in its type, and it has a tag or its package alone
// sees it.
//
// There is no fix: whether 5 was to be seconds or milliseconds only the owner of
// the code knows.
//
// # Silent when
//
//   - the duration is written with a unit, however short it is;
//   - something that may wait is given the context, or waits for its Done;
//   - the hours are those of a consumer, of a goroutine that nobody waits for, or
//     of no request at all;
//   - a server of the program has no WriteTimeout, or not a constant one, or a
//     handler sets its own;
//   - a function that uses neither its context nor its timeout does not wait.
package baddeadline

import (
	_ "embed"
	"go/ast"
	"time"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed baddeadline.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "baddeadline",
	Source:   source,
	Severity: rule.Warning,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, d := range pass.BadDeadlines() {
		call, _ := d.Node.(*ast.CallExpr)
		pass.Report(rule.Finding{Op: d.Pos, Message: message(d)}, call, d.Ignored)
	}
	for _, o := range pass.Overlongs() {
		f := rule.Finding{Op: o.Op.Pos, Message: tooLong(o), Entries: o.Roots, Chain: o.Chain}
		pass.Report(f, pass.CallAt(o.Op.Pos, o.Op.Symbol), o.Op.Ignored)
	}
}

// message says what is wrong with a deadline wherever it is used.
func message(d *summary.BadDeadline) string {
	switch d.Form {
	case summary.BareNumber:
		return d.Name + " is given a number without a unit: " + d.Lasts.String() + " is over before anything is done"
	case summary.Unitless:
		return d.Name + " is given a number without a unit: it is taken for nanoseconds, which are over before anything is done"
	case summary.Passed:
		return d.Name + " sets a deadline that is over: whatever is given its context fails at once"
	case summary.Unheard:
		return d.Name + " ends nothing: its context is given to no call that waits"
	}
	return d.Name + " applies neither the context nor the timeout that it is given: its callers wait for ever"
}

// tooLong says why a deadline is too long for a request.
func tooLong(o *link.Overlong) string {
	name := link.Name(o.Op.Symbol) + " lets a request wait for " + o.Op.Lasts.String()
	if o.Server > 0 {
		return name + ": the server stops writing after " + o.Server.Truncate(time.Millisecond).String()
	}
	return name + ": no client waits so long"
}
