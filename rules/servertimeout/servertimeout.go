// Package servertimeout reports servers that a slow peer can hold: nothing
// bounds how long a request may take to arrive.
//
// # Why
//
// A client that sends its header a byte a minute keeps a connection, a
// goroutine and a file descriptor. A few thousand of them, or one network that
// drops packets, and the server accepts nobody else.
//
// # Example
//
//	http.ListenAndServe(":8080", mux)
//
// # Instead
//
//	server := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: 10 * time.Second}
//	server.ListenAndServe()
//
// # Silent when
//
//   - the server's ReadHeaderTimeout or ReadTimeout is set, where it is made or
//     later in the package, or by a function of another package that it is given
//     to;
//   - somebody unknown configures it, such as an option;
//   - another server accepts its connections: it is mounted, or an adapter gets
//     its handler;
//   - it listens on this machine only.
//
// What bounds the rest of a connection's life is advice: a WriteTimeout, an
// IdleTimeout where no ReadTimeout stands in for it, and of a gRPC server
// keepalive parameters. So is what a server lacks that shows nothing but profiles
// and metrics.
package servertimeout

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed servertimeout.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "servertimeout",
	Source:   source,
	Severity: rule.Warning,
	Advice:   true,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, s := range pass.Servers() {
		f := rule.Finding{Op: s.Pos, Message: message(s), Fixes: fix(pass, s)}
		if s.Lacks != summary.LacksRead || s.Diagnostic {
			f.Severity = rule.Advice
		}
		pass.Report(f, pass.CallAt(s.Pos, s.Symbol), s.Ignored)
	}
}

// message says what the server lacks and what its peers can do then.
func message(s *summary.Server) string {
	what := link.Name(s.Symbol) + " serves with no timeout"
	if len(s.Fields) > 0 {
		what = link.Name(s.Symbol) + " sets no " + strings.Join(s.Fields, " or ")
	}
	switch s.Lacks {
	case summary.LacksWrite:
		return what + ": a peer that reads slowly holds a connection for ever"
	case summary.LacksIdle:
		return what + ": a peer that asks nothing more holds a connection for ever"
	case summary.LacksKeepalive:
		return link.Name(s.Symbol) + " sets no keepalive limits: a peer that is gone holds a connection for hours"
	}
	return what + ": a peer that sends slowly holds a connection for ever"
}

// fix sets the field in the literal, or gives a call a configuration that does.
// A call that serves is left alone: it has no server to set a field of, and
// another call may be in its place. So is what is written: how long that may
// take, only the owner knows.
func fix(pass *rule.Pass, s *summary.Server) []analysis.SuggestedFix {
	switch {
	case s.Lacks == summary.LacksIdle:
		return pass.SetField(s.Literal, s.Fields[0], "2 * time.Minute", "time")
	case s.Lacks != summary.LacksRead:
		return nil
	case s.Config != "":
		return pass.Configure(pass.CallAt(s.Pos, s.Symbol), s.Config, s.Fields[0], "10 * time.Second", "time")
	case s.Literal != nil:
		return pass.SetField(s.Literal, s.Fields[0], "10 * time.Second", "time")
	}
	return nil
}
