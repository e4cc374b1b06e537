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
//	var hashing = make(chan struct{}, runtime.GOMAXPROCS(0)/2)
//
//	func login(w http.ResponseWriter, r *http.Request) {
//		hashing <- struct{}{}
//		defer func() { <-hashing }()
//		err := bcrypt.CompareHashAndPassword(hash, []byte(r.FormValue("password")))
//		answer(w, err)
//	}
//
// # Silent when
//
//   - a permit is held: of a buffered channel, a semaphore, a limiter, also
//     when a helper takes it;
//   - a mutex is held, or singleflight runs it;
//   - it runs in a bounded pool, or in a group with a limit;
//   - no request reaches it.
package cpubound

import (
	_ "embed"
	"fmt"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed cpubound.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "cpubound",
	Source:   source,
	Severity: rule.Warning,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, l := range pass.Loads() {
		if l.Op.Class != summary.ClassCPU {
			continue
		}
		f := rule.Finding{
			Op:      l.Op.Pos,
			Message: fmt.Sprintf("%s computes for every request: nothing limits how many run at once", link.Name(l.Op.Symbol)),
			Entries: l.Roots,
			Chain:   l.Chain,
		}
		pass.Report(f, pass.CallAt(l.Op.Pos, l.Op.Symbol), l.Op.Ignored)
	}
}
