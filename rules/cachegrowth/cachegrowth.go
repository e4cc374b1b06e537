// Package cachegrowth reports what requests put into a map or a cache and
// nothing takes out.
//
// # Why
//
// A map that every request may add a key to holds, in the end, every key that
// anybody ever sent: memory grows until the process is killed, and with it all
// requests at once. A cache whose entries never expire does the same to the
// server that it shares with others.
//
// # Example
//
//	func visit(w http.ResponseWriter, r *http.Request) {
//		mu.Lock()
//		defer mu.Unlock()
//		seen[r.RemoteAddr] = time.Now()
//	}
//
// # Instead
//
//	func visit(w http.ResponseWriter, r *http.Request) {
//		mu.Lock()
//		defer mu.Unlock()
//		if len(seen) >= maxSeen {
//			clear(seen)
//		}
//		seen[r.RemoteAddr] = time.Now()
//	}
//
// Better still, a cache with a size and a time to live.
//
// # Silent when
//
//   - something takes keys out, replaces the map, or looks at how many there are;
//   - the map is handed to something that may;
//   - the key does not come with the request, or was looked up before;
//   - keys have few values: constants, small numbers;
//   - the map was made for the request;
//   - entries expire, or calls set when they do.
package cachegrowth

import (
	_ "embed"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

//go:embed cachegrowth.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "cachegrowth",
	Source:   source,
	Severity: rule.Advice,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, g := range pass.Growths() {
		message := link.Name(g.Op.Symbol) + " keeps a key for every one that requests bring: nothing takes any out"
		if g.Cached() {
			message = link.Name(g.Op.Symbol) + " keeps a key that the request brings for ever: it is given no expiry"
		}
		pass.Report(rule.Finding{Op: g.Op.Pos, Message: message, Entries: g.Roots, Chain: g.Chain},
			pass.CallAt(g.Op.Pos, g.Op.Symbol), g.Op.Ignored)
	}
}
