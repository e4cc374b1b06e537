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
// A struct of the function that has it in a field owes the release as soon as
// somebody gets the struct: a constructor that fails after that leaves the
// resource behind. So does a literal that leaves it in a variable, for the
// function around it. What a method of an interface returns, such as an
// io.ReadCloser, must be closed once something that implements the method is
// known to leave that to its caller.
//
// A channel is a semaphore when the function that sends to it later receives from
// it, and the values say nothing:
//
//	sem <- struct{}{}
//	if err := work(); err != nil {
//		return err // one request less may work at a time, for ever
//	}
//	<-sem
//
// A channel that is filled with tokens is one the other way round.
//
// # Silent when
//
//   - every path releases it, deferred or not, also through a helper or a
//     deferred literal;
//   - it is returned, stored, sent, captured by a literal that leaves the
//     function, or handed to a function that keeps it or is not known;
//   - a goroutine releases it, or is the last to use it;
//   - its error is not nil, or it is nil itself: there is nothing to release;
//   - its rows were read to the end on that path;
//   - it ends with what it was taken from: rows of a transaction, or of a
//     statement of one, and what a connection opened that is closed;
//   - it ends with its context, and the function cancels that;
//   - the path ends in a call that does not return;
//   - it belongs to main or an initialiser, or to a function that serves, and
//     lives as long as the process;
//   - it is a lock that the function takes, or gives up for a time, for its
//     caller;
//   - the channel is a signal or a queue: somebody waits for what is sent, looks
//     at it, or closes it, or it is not known to be made with room;
//   - the permit is left to whoever gives back what others took, such as a worker,
//     by a way out that does not fail;
//   - a loop takes many permits and gives none back, to have them all.
//
// Nor is what a program loses once at most: main or an initialiser leads there
// outside of loops, and the function fails then, or the program serves nobody.
// That is known of what package main loses itself.
package unreleased

import (
	_ "embed"
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
		if leak.Harmless {
			continue
		}
		f := rule.Finding{Op: leak.Pos, Message: message(leak), Fixes: fix(pass, leak)}
		for _, e := range leak.Exits {
			if e.Pos.IsValid() && !e.Loop {
				message := "still held when it returns here"
				if e.Panics {
					message = "still held when it panics here"
				}
				f.Notes = append(f.Notes, rule.Note{Pos: e.Pos, Message: message})
			}
		}
		if leak.By != "" {
			f.Notes = append(f.Notes, rule.Note{Pos: leak.ByPos, Message: link.Name(leak.By) + " returns what must be closed"})
		}
		pass.Report(f, leak.Call, leak.Ignored)
	}
}

// fix defers the release, unless the resource is somebody else's on other
// paths, or is released on them and must not be twice. Locks are left to the
// author, who knows what they protect.
func fix(pass *rule.Pass, leak *summary.Leak) []analysis.SuggestedFix {
	if leak.Result < 0 || leak.HandedOn || leak.InLoop || leak.Call == nil || !leak.Never && !twice(leak) {
		return nil
	}
	return pass.DeferRelease(leak.Call, leak.Result, strings.TrimPrefix(leak.Release[0], "field:"))
}

// twice reports whether releasing it again does no harm: a rollback after the
// commit, or closing rows, a body or a file that is closed.
func twice(leak *summary.Leak) bool {
	switch leak.Type {
	case "*sql.Rows", "*sqlx.Rows", "pgx.Rows", "*os.File", "multipart.File":
		return true
	}
	return leak.Body || slices.Equal(leak.Release, []string{"Rollback", "Commit"})
}
