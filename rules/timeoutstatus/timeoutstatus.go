// Package timeoutstatus reports waits whose failure ends as "not found" or as
// success, whatever it was.
//
// # Why
//
// When the database is slow, a deadline ends the query with an error, as it
// should. A handler that answers 404 for every error says that there is no such
// order: clients do not try again, caches keep the answer, and nothing in the
// metrics says that requests fail.
//
// # Example
//
//	err := db.QueryRowContext(r.Context(), "SELECT name FROM users WHERE id = $1", id).Scan(&name)
//	if err != nil {
//		http.NotFound(w, r)
//		return
//	}
//
// # Instead
//
//	err := db.QueryRowContext(r.Context(), "SELECT name FROM users WHERE id = $1", id).Scan(&name)
//	if errors.Is(err, sql.ErrNoRows) {
//		http.NotFound(w, r)
//		return
//	}
//	if err != nil {
//		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
//		return
//	}
//
// # Silent when
//
//   - the error is told from others: by errors.Is, by a comparison, by a function
//     that answers with a boolean or a number;
//   - something else than the error decides, too;
//   - the answer is another one, or is not a constant;
//   - what failed waits for nothing outside;
//   - no request comes here.
package timeoutstatus

import (
	_ "embed"
	"fmt"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

//go:embed timeoutstatus.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "timeoutstatus",
	Source:   source,
	Severity: rule.Advice,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, h := range pass.Hidden() {
		answer := "ends as " + link.Name(h.Symbol)
		if h.Code != 0 {
			answer = fmt.Sprintf("ends as status %d", h.Code)
		}
		f := rule.Finding{
			Op:      h.Pos,
			Message: "any error of " + link.Name(h.Wait.Op.Symbol) + " " + answer + ": a deadline is not told from other failures",
			Entries: h.Roots,
			Chain:   h.Chain,
		}
		for _, hop := range h.Wait.Chain {
			f.Notes = append(f.Notes, rule.Note{Pos: hop.Pos, Message: hop.Caller + " calls " + hop.Callee})
		}
		pass.Report(f, pass.CallAt(h.Pos, h.Symbol), h.Ignored)
	}
}
