// Package perrequest reports clients, pools and compiled things that are built
// anew for every request.
//
// # Why
//
// A client owns connections, goroutines and caches so that requests can share
// them. One that is built for a request shares nothing: each request pays for
// new connections, and what the client leaves behind piles up.
//
// # Example
//
//	func fetch(w http.ResponseWriter, r *http.Request) {
//		client := &http.Client{Timeout: time.Second, Transport: &http.Transport{MaxIdleConns: 10}}
//		use(client)
//	}
//
// # Instead
//
//	var client = &http.Client{Timeout: time.Second, Transport: &http.Transport{MaxIdleConns: 10}}
//
// # Silent when
//
//   - it is built from what the request asks for, or from data read for the
//     user, such as a tenant's settings;
//   - it is built once: under sync.Once, or where it is kept in a variable, a
//     field, a map or a cache;
//   - building it is cheap, as an http.Client without a transport of its own;
//   - no request reaches it.
package perrequest

import (
	_ "embed"
	"fmt"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed perrequest.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "perrequest",
	Source:   source,
	Severity: rule.Warning,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, l := range pass.Loads() {
		if l.Op.Class != summary.ClassBuild {
			continue
		}
		cost := "what never changes is prepared again and again"
		if l.Op.Leaks {
			cost = "nothing of it is reused, and what it leaves behind piles up"
		}
		f := rule.Finding{
			Op:      l.Op.Pos,
			Message: fmt.Sprintf("%s is built for every request: %s", built(l), cost),
			Entries: l.Roots,
			Chain:   l.Chain,
		}
		pass.Report(f, pass.CallAt(l.Op.Pos, l.Op.Symbol), l.Op.Ignored)
	}
}

// built names what is built: the result of a call, or a literal.
func built(l *link.Load) string { return link.Name(l.Op.Symbol) }
