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
//   - it connects to one of several peers that are kept in a list or map, as a
//     health check does to each of its targets;
//   - it is built once: under sync.Once, or where it is kept in a variable, a
//     field, a map or a cache;
//   - building it is cheap, as an http.Client without a transport of its own,
//     or leaves nothing behind, as a transport that keeps no connections;
//   - no request reaches it.
package perrequest

import (
	_ "embed"
	"fmt"
	"strings"

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
	names := map[string]bool{}
	for _, l := range pass.Loads() {
		if l.Op.Class != summary.ClassBuild {
			continue
		}
		f := rule.Finding{
			Op:      l.Op.Pos,
			Message: message(l),
			Entries: l.Roots,
			Chain:   l.Chain,
		}
		call := pass.CallAt(l.Op.Pos, l.Op.Symbol)
		if call != nil {
			f.Fixes = hoist(pass, l.Op.Symbol, call, names)
		}
		pass.Report(f, call, l.Op.Ignored)
	}
}

var costs = map[summary.Cost]string{
	summary.CostWork:  "what never changes is prepared again and again",
	summary.CostReuse: "none of its connections is used twice",
	summary.CostLeak:  "nothing of it is reused, and what it leaves behind piles up",
}

// message says what is built, how often, and what that costs.
func message(l *link.Load) string {
	what, isLiteral := strings.CutSuffix(link.Name(l.Op.Symbol), "{}")
	verb, each := "called", "request"
	if isLiteral {
		verb = "built"
	}
	switch {
	case l.Jobs:
		each = "job"
	case l.Messages:
		each = "message"
	}
	return fmt.Sprintf("%s is %s for every %s: %s", what, verb, each, costs[l.Op.Cost])
}
