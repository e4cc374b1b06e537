// Package cpubound reports heavy computing that any number of requests may do
// at once.
//
// # Why
//
// Requests that wait cost little, requests that compute share the cores. A few
// dozen logins that each hash a password for 100 ms keep every core busy for
// seconds, and all other requests, health checks included, wait behind them.
//
// # Example
//
//	func login(w http.ResponseWriter, r *http.Request) {
//		err := bcrypt.CompareHashAndPassword(hash, []byte(r.FormValue("password")))
//		answer(w, err)
//	}
//
// # Instead
//
//	var hashing = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))
//
//	func login(w http.ResponseWriter, r *http.Request) {
//		hashing <- struct{}{}
//		defer func() { <-hashing }()
//		err := bcrypt.CompareHashAndPassword(hash, []byte(r.FormValue("password")))
//		answer(w, err)
//	}
//
// As advice, it also reports what takes a few milliseconds: a signature, a small
// image, the compression of an answer. A key derived in a millisecond is neither.
//
// # Silent when
//
//   - a permit is held: of a buffered channel, a semaphore, a limiter, also
//     when a helper takes it;
//   - a mutex is held, or singleflight runs it;
//   - it runs in a bounded pool, or in a group with a limit;
//   - middleware limits how many requests get to the handler at once, or how
//     fast: a handler that another package registers is reported there;
//   - no request reaches it, or messages do, which their library hands out a
//     few at a time.
package cpubound

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

const name = "cpubound"

//go:embed cpubound.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     name,
	Source:   source,
	Severity: rule.Warning,
	Advice:   true,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	var heavy, moderate []*link.Load
	known := map[*summary.Node]bool{} // one permit would do for all
	for _, l := range pass.Loads() {
		switch {
		case l.Op.Class != summary.ClassCPU || slices.Contains(l.Op.Ignored, name):
		case l.Op.Flags.Has(summary.Moderate):
			moderate = append(moderate, l)
		default:
			heavy, known[l.Node] = append(heavy, l), true
		}
	}
	report(pass, heavy, rule.Warning)
	moderate = slices.DeleteFunc(moderate, func(l *link.Load) bool { return known[l.Node] })
	report(pass, moderate, rule.Advice)
}

// report makes one finding of what a function computes.
func report(pass *rule.Pass, loads []*link.Load, severity rule.Severity) {
	var first []*link.Load
	more := map[*summary.Node][]*link.Load{}
	for _, l := range loads {
		if more[l.Node] == nil {
			first = append(first, l)
		}
		more[l.Node] = append(more[l.Node], l)
	}
	for _, l := range first {
		f := rule.Finding{
			Op:       l.Op.Pos,
			Severity: severity,
			Message:  message(l, len(more[l.Node])-1),
			Entries:  l.Roots,
			Chain:    l.Chain,
		}
		for _, m := range more[l.Node][1:] {
			f.Notes = append(f.Notes, rule.Note{Pos: m.Op.Pos, Message: link.Name(m.Op.Symbol) + " computes, too"})
		}
		pass.Report(f, pass.CallAt(l.Op.Pos, l.Op.Symbol), l.Op.Ignored)
	}
}

func message(l *link.Load, more int) string {
	what := link.Name(l.Op.Symbol) + " computes"
	if more > 0 {
		what = fmt.Sprintf("%s and %d more compute", link.Name(l.Op.Symbol), more)
	}
	return what + " for every request: nothing limits how many run at once"
}
