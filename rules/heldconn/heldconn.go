// Package heldconn reports connections of a pool that are held while something
// else is waited for.
//
// # Why
//
// A transaction, or rows that are not read to the end, keep a connection. While
// the function asks another service, that connection serves nobody, and as many
// requests as the pool has connections bring the database to a halt. If what is
// waited for is another connection of the same pool, they wait for one another
// for ever.
//
// # Example
//
//	tx, err := s.db.BeginTx(ctx, nil)
//	if err != nil {
//		return err
//	}
//	defer tx.Rollback()
//	if _, err := tx.ExecContext(ctx, "UPDATE orders SET paid = true"); err != nil {
//		return err
//	}
//	if err := s.notify(ctx); err != nil { // asks another service
//		return err
//	}
//	return tx.Commit()
//
// # Instead
//
//	if _, err := tx.ExecContext(ctx, "UPDATE orders SET paid = true"); err != nil {
//		return err
//	}
//	if err := tx.Commit(); err != nil {
//		return err
//	}
//	return s.notify(ctx)
//
// A literal is done under a connection when the function that it is given to, or
// something that implements the interface's method, holds one meanwhile.
//
// # Silent when
//
//   - the wait is work on the same connection: statements and rows of the
//     transaction, and functions that are given it, or a context that has it;
//   - the connection is given back before the wait: committed, rolled back,
//     closed, or its rows are read to the end;
//   - it is a file, a lock, or the answer to the request that is waited for;
//   - nobody waits for it: it is of no pool, or of one that turns away who finds
//     it empty, as redigo's does without Wait;
//   - it is handed on: returned, stored, or given to a function that keeps it;
//   - no request comes to it, and the function is given no context and does not
//     run beside requests.
package heldconn

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed heldconn.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     link.ConnRule,
	Source:   source,
	Severity: rule.Warning,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, c := range pass.Conns() {
		f := rule.Finding{Op: c.Pos, Message: message(c), Entries: c.Roots, Chain: c.Chain}
		f.Notes = append(f.Notes, rule.Note{Pos: c.Hold.Pos, Message: noun(c.Hold) + " taken here"})
		for _, h := range c.Others {
			f.Notes = append(f.Notes, rule.Note{Pos: h.Pos, Message: noun(h) + " held across it as well"})
		}
		for _, w := range c.More {
			f.Notes = append(f.Notes, rule.Note{Pos: w.Chain[0].Pos, Message: link.Name(w.Op.Symbol) + " runs meanwhile, too"})
		}
		pass.Report(f, pass.CallAt(c.Pos, c.Op.Symbol), c.Op.Ignored)
	}
}

// message says what is held across what.
func message(c *link.Held) string {
	held := noun(c.Hold) + " of " + link.Name(c.Hold.Symbol)
	what := link.Name(c.Op.Symbol)
	if c.SamePool {
		return fmt.Sprintf("%s takes a second connection of the pool while %s one (deadlock when it is empty)", what, verb(held, c.Hold, "holds", "hold"))
	}
	return verb(held, c.Hold, "is", "are") + " held across " + what + ": the connection serves nobody else meanwhile"
}

func verb(held string, h *summary.Hold, one, many string) string {
	if noun(h) == "rows" {
		return held + " " + many
	}
	return held + " " + one
}

// noun is what is held.
func noun(h *summary.Hold) string {
	switch name := strings.ToLower(h.Type[strings.LastIndexAny(h.Type, ".*")+1:]); name {
	case "rows":
		return "rows"
	case "conn":
		return "connection"
	}
	return "transaction"
}
