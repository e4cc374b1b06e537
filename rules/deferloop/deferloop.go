// Package deferloop reports releases that are deferred in a loop.
//
// # Why
//
// A deferred call runs when the function returns, not when the turn of the loop
// ends. Each turn takes another connection, file or permit and gives none back,
// until the pool is empty and the loop waits for itself; a lock that is taken
// again deadlocks in the second turn.
//
// # Example
//
//	for _, id := range ids {
//		rows, err := db.QueryContext(ctx, q, id)
//		if err != nil {
//			return err
//		}
//		defer rows.Close() // when all ids are done
//		read(rows)
//	}
//
// # Instead
//
//	for _, id := range ids {
//		if err := readOne(ctx, db, id); err != nil { // defers rows.Close
//			return err
//		}
//	}
//
// # Silent when
//
//   - the loop is left before its next turn, on every path after the deferred
//     call;
//   - the deferred call stands in a function or literal that runs once a turn;
//   - it is released at the end of the turn as well;
//   - what is acquired outlives its turn: it is stored, appended, returned,
//     handed on, or lent to a goroutine;
//   - it is acquired before the loop;
//   - the loop does nothing but take many locks, to hold them all at once;
//   - it is no resource: a WaitGroup, a timer.
package deferloop

import (
	_ "embed"
	"fmt"
	"go/ast"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed deferloop.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "deferloop",
	Source:   source,
	Severity: rule.Error,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, late := range pass.Lates() {
		pass.Report(rule.Finding{
			Op:      late.Pos,
			Message: message(late),
			Notes:   []rule.Note{{Pos: late.Acquired, Message: "each turn of the loop acquires it here"}},
			Fixes:   pass.EndTurn(late.Call),
		}, late.Call, late.Ignored)
	}
}

// message says what waits for the end of the function, and what that costs.
func message(late *summary.Late) string {
	what := "the release"
	if late.Call != nil {
		if _, literal := ast.Unparen(late.Call.Fun).(*ast.FuncLit); !literal {
			what = rule.Format(late.Call.Fun)
		}
	}
	what += " is deferred in a loop: "
	from := link.Name(late.Symbol)
	switch {
	case late.Same && late.Shared:
		return what + "the next turn locks again before it runs (deadlock as soon as a writer waits)"
	case late.Same:
		return what + "the next turn waits for a lock that this one still holds (deadlock)"
	case late.Lock:
		return what + "each turn's lock is held until the function returns"
	case late.Permit:
		return what + "each turn's permit is held until the function returns"
	case late.Cancel:
		return what + fmt.Sprintf("each turn's context from %s lasts until the function returns", from)
	}
	return what + fmt.Sprintf("what each turn acquires from %s is held until the function returns", from)
}
