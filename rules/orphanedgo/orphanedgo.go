// Package orphanedgo reports goroutines that can never end, because the request
// that started them may stop listening.
//
// # Why
//
// A send on a channel without room waits for a receiver. When the handler leaves
// on a timeout, on a lost client or on the first error, nobody receives any
// more: the goroutine and all that it holds stay until the process ends, one
// more for each slow request. So does one that looks at the clock again and
// again, in a loop that nothing leaves.
//
// # Example
//
//	func search(w http.ResponseWriter, r *http.Request) {
//		found := make(chan string)
//		go func() { found <- lookup(r.FormValue("q")) }()
//		select {
//		case s := <-found:
//			answer(w, s)
//		case <-r.Context().Done():
//		}
//	}
//
// # Instead
//
//	func search(w http.ResponseWriter, r *http.Request) {
//		found := make(chan string, 1)
//		go func() { found <- lookup(r.FormValue("q")) }()
//		select {
//		case s := <-found:
//			answer(w, s)
//		case <-r.Context().Done():
//		}
//	}
//
// # Silent when
//
//   - the channel has room for all that is sent;
//   - the goroutine has another way out, a select with a case for the end;
//   - the function receives on every path, or drains the channel in the end;
//   - somebody else may receive: the channel is handed on, or returned to a
//     caller that receives on every path;
//   - the function closes the channel that the goroutine waits for, on every
//     path;
//   - a state of the program, or a sync.Once, lets one goroutine run that waits
//     for time to pass, or it also receives what others tell it;
//   - no request reaches it.
package orphanedgo

import (
	_ "embed"

	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed orphanedgo.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "orphanedgo",
	Source:   source,
	Severity: rule.Warning,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, l := range pass.Loads() {
		if l.Op.Class != summary.ClassOrphan {
			continue
		}
		f := rule.Finding{
			Op:      l.Op.Pos,
			Message: message(l.Op),
			Entries: l.Roots,
			Chain:   l.Chain,
			Fixes:   pass.GiveRoom(l.Op.Pos),
		}
		pass.Report(f, pass.CallAt(l.Op.Pos, l.Op.Symbol), l.Op.Ignored)
	}
}

func message(op *summary.Op) string {
	switch op.Variant {
	case "pause":
		return "every request leaves a goroutine behind that never ends: its loop waits for time to pass, and nothing leaves it"
	case "receive":
		return "the goroutine may wait for " + op.Symbol + " forever: on some path it is left neither sent to nor closed"
	}
	return "the goroutine may send on " + op.Symbol + " forever: on some path nobody receives what it sends"
}
