// Package pollloop reports loops of a request that go on when its client is
// gone.
//
// # Why
//
// A handler that sends events, or waits until something is ready, often sleeps
// in a loop. When the client closes its connection nothing tells the loop: it
// keeps its goroutine and goes on asking the database, for as long as the
// process lives. Clients that reconnect leave one such loop behind each time.
//
// # Example
//
//	func (s *server) wait(w http.ResponseWriter, r *http.Request) {
//		for !s.isReady() {
//			time.Sleep(time.Second)
//		}
//		fmt.Fprintln(w, "ready")
//	}
//
// # Instead
//
//	func (s *server) wait(w http.ResponseWriter, r *http.Request) {
//		for !s.isReady() {
//			select {
//			case <-r.Context().Done():
//				return
//			case <-time.After(time.Second):
//			}
//		}
//		fmt.Fprintln(w, "ready")
//	}
//
// A loop that takes events from a channel and that no path leaves is reported as
// well.
//
// # Silent when
//
//   - the loop looks at a context, or at a channel that others send on or close;
//   - it returns on the error of a call that takes a context which may end;
//   - it returns on the error of a call that writes to the client, or reads from
//     it: a websocket's pump, a stream;
//   - the number of turns, or the time that they take, is limited;
//   - a field or method that it looks at tells by its name that it was closed or
//     stopped;
//   - no request waits for it: it runs in a goroutine or in the background, or
//     handles messages;
//   - an error drives it: that is for retryloop.
package pollloop

import (
	_ "embed"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed pollloop.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "pollloop",
	Source:   source,
	Severity: rule.Warning,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, l := range pass.Loads() {
		if l.Op.Class != summary.ClassPoll || l.Messages {
			continue // nobody waits for the answer to a message
		}
		f := rule.Finding{
			Op:      l.Op.Pos,
			Message: link.Name(l.Op.Symbol) + " in a loop that goes on when the client is gone: no path leaves it then",
			Entries: l.Roots,
			Chain:   l.Chain,
		}
		call := pass.CallAt(l.Op.Pos, l.Op.Symbol)
		if call != nil {
			f.Fixes = pass.PauseUnderContext(call)
		}
		pass.Report(f, call, l.Op.Ignored)
	}
}
