// Package detached reports goroutines that outlive a request and yet lean on
// it: on its context, its body, its response, a framework's own context, or a
// transaction that its handler ends.
//
// # Why
//
// When the handler returns, the server cancels the context of the request and
// closes its body, and frameworks such as gin, echo and fiber give their own
// context to the next request. What a goroutine does after that fails with
// "context canceled", or reads and answers somebody else's request, and only
// when the handler is faster: under load, not in tests.
//
// # Example
//
//	func order(w http.ResponseWriter, r *http.Request) {
//		ctx := r.Context()
//		go func() {
//			_, _ = db.ExecContext(ctx, "INSERT INTO audit VALUES ('order')")
//		}()
//		w.WriteHeader(http.StatusAccepted)
//	}
//
// # Instead
//
//	func order(w http.ResponseWriter, r *http.Request) {
//		ctx := r.Context()
//		go func() {
//			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
//			defer cancel()
//			_, _ = db.ExecContext(ctx, "INSERT INTO audit VALUES ('order')")
//		}()
//		w.WriteHeader(http.StatusAccepted)
//	}
//
// The fix sets the deadline only if -detached.timeout=5s, or the same in
// .stallcheck.yaml, names one.
//
// # Silent when
//
//   - the handler waits for the goroutine, or may: by a group, a channel, or
//     something that a caller was given for it;
//   - only the values of the context are read, as for logging and tracing;
//   - the context is one of context.WithoutCancel, or of the goroutine's own;
//   - the goroutine is given a copy that the framework makes for it;
//   - the goroutine ends when the context does, because it looks at Done or Err;
//   - it is the pump of a connection that the handler took over;
//   - the goroutine itself ends the transaction, or closes what it was given;
//   - of the request, only what stays as it is when it is over is read;
//   - no request reaches it, or a message does.
package detached

import (
	_ "embed"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed detached.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "detached",
	Source:   source,
	Severity: rule.Warning,
	Since:    "v0.1.0",
	Run:      run,
	Flags:    rule.TimeoutFlag,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, d := range pass.Detached() {
		call := pass.CallAt(d.Pos, d.Callee)
		f := rule.Finding{
			Op:      d.Pos,
			Message: message(d),
			Entries: d.Roots,
			Chain:   append(d.Chain, d.Hop()),
		}
		if d.Use.Pos != d.Pos {
			f.Notes = append(f.Notes, rule.Note{Pos: d.Use.Pos, Message: "here"})
		}
		switch {
		case call == nil:
		case d.Use.Kind == summary.UseReused:
			f.Fixes = pass.CopyForGoroutine(call)
		case d.Use.Kind == summary.UseWait || d.Use.Kind == summary.UseCall:
			f.Fixes = pass.OutliveRequest(call)
		}
		pass.Report(f, call, d.Ignored)
	}
}

// message says what the goroutine leans on and what becomes of that.
func message(d *link.Detached) string {
	name := link.Name(d.Use.Symbol)
	switch d.Use.Kind {
	case summary.UseReused:
		return "the goroutine uses " + short(d.Use.Symbol) + " after the handler returned: it serves another request by then"
	case summary.UseWriter:
		return "the goroutine writes the response after the handler returned: it is lost, or corrupts the connection"
	case summary.UseBody:
		return "the goroutine reads the request's body after the handler returned: it is closed by then"
	case summary.UseClosed:
		return "the goroutine uses a " + d.Use.Symbol + " that " + link.Name(d.Node.Key) + " closes when it returns"
	case summary.UseCall:
		return "the goroutine works under the request's context, which is cancelled when the handler returns"
	}
	return "the goroutine calls " + name + " under the request's context, which is cancelled when the handler returns"
}

// short is a type with its package's name.
func short(name string) string {
	rest := strings.TrimPrefix(name, "*")
	return name[:len(name)-len(rest)] + link.Name(rest)
}
