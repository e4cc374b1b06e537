// Package poollimits reports pools that grow without a limit, and settings of
// one pool that contradict each other.
//
// # Why
//
// When the database is slow, each request waits for longer, and a pool without
// a limit opens one more connection for each of them. The server refuses them
// at some point, also those of others, and is the slower until then. A pool with
// a limit makes requests wait in the process, where a deadline ends that.
//
// # Example
//
//	func open(dsn string) (*sql.DB, error) {
//		return sql.Open("postgres", dsn)
//	}
//
// # Instead
//
//	func open(dsn string) (*sql.DB, error) {
//		db, err := sql.Open("postgres", dsn)
//		if err != nil {
//			return nil, err
//		}
//		db.SetMaxOpenConns(20)
//		db.SetMaxIdleConns(20)
//		return db, nil
//	}
//
// It speaks of programs whose requests wait for a database, and of transports of
// HTTP clients through which one request sends several at once: http.Transport has
// no limit unless MaxConnsPerHost is set, and how many a peer bears only its owner
// knows, so there is no fix. Settings contradict each other where a pool keeps
// more connections, idle ones or at least, than it may have.
//
// # Silent when
//
//   - the program limits a pool of this kind, be it another one;
//   - the pool is handed to a function that is not known;
//   - something limits how many requests are sent at once, or one comes after the
//     other;
//   - what is opened may be a file: the driver is not one of a server, or is not
//     a constant;
//   - the settings are not constants, or are those of different pools.
package poollimits

import (
	_ "embed"
	"fmt"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed poollimits.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "poollimits",
	Source:   source,
	Severity: rule.Advice,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

// run reports pools and settings; it fixes none.
//
// Considered, and refused:
//   - a limit where there is none, be it a call or the field MaxConnsPerHost: how
//     many connections the other side bears only its owner knows, and one that is
//     too low makes requests wait for one another;
//   - the smaller one of two settings that contradict each other for both: which
//     of them is meant nobody sees.
func run(pass *rule.Pass) {
	for _, a := range pass.Assets() {
		if a.Kind == summary.AssetPool {
			message := link.Name(a.Symbol) + " makes a pool without a limit: a slow database is given ever more connections"
			pass.Report(rule.Finding{Op: a.Pos, Message: message}, pass.CallAt(a.Pos, a.Symbol), a.Ignored)
		}
	}
	for _, f := range pass.Fans() {
		message := fmt.Sprintf("%s without MaxConnsPerHost: a request sends several at once, in goroutines that %s starts, and a slow peer is given ever more connections",
			link.Name(f.Asset.Symbol), f.Chain[f.Fan].Caller)
		pass.Report(rule.Finding{Op: f.Asset.Pos, Message: message, Entries: f.Roots, Chain: f.Chain}, nil, f.Asset.Ignored)
	}
	for _, m := range pass.Mismatches() {
		message := fmt.Sprintf("%s asks for %d connections, but %s allows %d", link.Name(m.Symbol), m.Value, link.Name(m.Limit), m.Most)
		pass.Report(rule.Finding{Op: m.Pos, Message: message}, pass.CallAt(m.Pos, m.Symbol), m.Ignored)
	}
}
