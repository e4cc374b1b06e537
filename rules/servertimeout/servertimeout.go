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
//     later in the package;
//   - it listens on this machine only.
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
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, s := range pass.Servers() {
		what := " serves with no timeout"
		if len(s.Fields) > 0 {
			what = " sets no " + strings.Join(s.Fields, " or ")
		}
		f := rule.Finding{
			Op:      s.Pos,
			Message: link.Name(s.Symbol) + what + ": a peer that sends slowly holds a connection for ever",
			Fixes:   fix(pass, s),
		}
		pass.Report(f, pass.CallAt(s.Pos, s.Symbol), s.Ignored)
	}
}

// fix sets the field in the literal. A call that serves is left alone: it has
// no server to set a field of, and another call may be in its place.
func fix(pass *rule.Pass, s *summary.Server) []analysis.SuggestedFix {
	if s.Literal == nil {
		return nil
	}
	return pass.SetField(s.Literal, s.Fields[0], "10 * time.Second", "time")
}
