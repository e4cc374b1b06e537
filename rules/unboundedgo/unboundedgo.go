// Package unboundedgo reports goroutines that requests start without a limit.
//
// # Why
//
// A goroutine that a request starts and does not wait for is not slowed down by
// what it waits for: when the database or the mail server hangs, requests go on
// and each leaves one more goroutine behind, with its memory and a connection,
// until the process dies. So does a request that starts one for each element of
// what it was sent.
//
// # Example
//
//	func visit(w http.ResponseWriter, r *http.Request) {
//		path := r.URL.Path
//		go func() { _, _ = db.Exec("INSERT INTO visits VALUES ($1)", path) }()
//		w.WriteHeader(http.StatusNoContent)
//	}
//
// # Instead
//
//	func visit(w http.ResponseWriter, r *http.Request) {
//		path := r.URL.Path
//		go func() {
//			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
//			defer cancel()
//			_, _ = db.ExecContext(ctx, "INSERT INTO visits VALUES ($1)", path)
//		}()
//		w.WriteHeader(http.StatusNoContent)
//	}
//
// Better still, hand the work to a pool or a queue of fixed size, and say no
// when it is full.
//
// As advice, it also reports a goroutine that nobody waits for and that is not
// known to wait for long, and one on the path of a request in which a panic is
// not recovered: it takes the process down.
//
// # Silent when
//
//   - what the goroutine waits for ends by itself, by a deadline of its own or
//     by one of the client;
//   - the request waits for the goroutine, or may, and starts a constant
//     number;
//   - a permit is held, or a pool or a group with a limit runs it;
//   - a state of the program lets one run at a time, or it shuts the server
//     down;
//   - it is a worker that takes its work from a channel, or the pump of a
//     connection that the handler took over;
//   - it leans on the request, which is the rule detached;
//   - no request reaches it, or a message does.
package unboundedgo

import (
	_ "embed"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

//go:embed unboundedgo.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "unboundedgo",
	Source:   source,
	Severity: rule.Warning,
	Advice:   true,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, c := range pass.Crowds() {
		f := rule.Finding{
			Op:      c.Pos,
			Message: message(c),
			Entries: c.Roots,
			Chain:   append(c.Chain, c.Hop()),
		}
		if c.Kind == link.CrowdLeft || c.Kind == link.CrowdPanics {
			f.Severity = rule.Advice
		}
		pass.Report(f, pass.CallAt(c.Pos, c.Callee), c.Ignored)
	}
}

func message(c *link.Crowd) string {
	switch c.Kind {
	case link.CrowdWaits:
		return "every request leaves a goroutine behind that waits in " + link.Name(c.Wait) + " with nothing to end it"
	case link.CrowdEach:
		return "as many goroutines as the request has elements wait in " + link.Name(c.Wait) + " at once"
	case link.CrowdLeft:
		return "every request leaves a goroutine behind: nothing limits how many there are"
	}
	return "a panic in the goroutine takes the process down: nothing recovers it"
}
