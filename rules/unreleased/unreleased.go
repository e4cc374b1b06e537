// Package unreleased reports resources of a pool that some path does not give
// back: rows, connections, transactions, response bodies, files, permits.
//
// # Why
//
// A connection that is not given back is lost to its pool until the process
// ends, or until a garbage collection that may never come. When the last one
// is gone every request waits for a connection, and the service stands still
// although nothing fails.
//
// # Example
//
//	rows, err := db.QueryContext(ctx, q)
//	if err != nil {
//		return nil, err
//	}
//	for rows.Next() {
//		if err := rows.Scan(&id); err != nil {
//			return nil, err // the connection stays taken
//		}
//	}
//
// # Instead
//
//	rows, err := db.QueryContext(ctx, q)
//	if err != nil {
//		return nil, err
//	}
//	defer rows.Close()
//
// # Silent when
//
//   - every path releases it, deferred or not, also through a helper or a
//     deferred literal;
//   - it is returned, stored, sent, captured by a literal that leaves the
//     function, or handed to a function that keeps it or is not known;
//   - its error is not nil, or it is nil itself: there is nothing to release;
//   - its rows were read to the end on that path;
//   - the path ends in a call that does not return;
//   - it belongs to main or an initialiser, and lives as long as the process.
package unreleased

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed unreleased.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "unreleased",
	Source:   source,
	Severity: rule.Error,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, leak := range pass.Leaks() {
		f := rule.Finding{Op: leak.Pos, Message: message(leak), Fixes: fix(pass, leak)}
		for _, e := range leak.Exits {
			if e.Pos.IsValid() && !e.Loop {
				f.Notes = append(f.Notes, rule.Note{Pos: e.Pos, Message: "still held when it returns here"})
			}
		}
		pass.Report(f, leak.Call, leak.Ignored)
	}
}

// message says what is held, and on which way out.
func message(leak *summary.Leak) string {
	what := leak.Type
	if isBody(leak) {
		what = "response body"
	}
	s := fmt.Sprintf("%s from %s", what, link.Name(leak.Symbol))
	first := leak.Exits[0]
	switch {
	case leak.Never:
		return s + " is never released: " + verb(leak)
	case first.Loop:
		return s + " is not released before the loop acquires the next one"
	case first.Pos.IsValid():
		return fmt.Sprintf("%s is not released on the path that returns at line %d", s, first.Pos.Line)
	}
	return s + " is not released on the path that reaches the end of the function"
}

func isBody(leak *summary.Leak) bool { return leak.Release[0] == "field:Body.Close" }

// verb names what is not called.
func verb(leak *summary.Leak) string {
	names := slices.Clone(leak.Release)
	for i, n := range names {
		names[i] = strings.TrimPrefix(n, "field:")
	}
	return strings.Join(names, " or ") + " is not called"
}

// fix defers the release where no path has one, so that it cannot come twice.
// Releases that need an argument are left to the author.
func fix(pass *rule.Pass, leak *summary.Leak) []analysis.SuggestedFix {
	if !leak.Never || leak.InLoop || leak.Call == nil {
		return nil
	}
	name := strings.TrimPrefix(leak.Release[0], "field:")
	if !pass.CanCallBare(leak.Call, leak.Result, name) {
		return nil
	}
	return pass.DeferRelease(leak.Call, leak.Result, name+"()")
}
