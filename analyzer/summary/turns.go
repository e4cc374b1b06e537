package summary

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// This file tells the first turn of a loop that counts from the others:
//
//	for try := range 3 {
//		if try > 0 { res.Body.Close() }
//		res, err = client.Get(url)
//		…
//	}

// turn notes, of the variables that count the turns of a loop whose head is
// entered by an edge, whether the turn is the first.
func (w *walk) turn(head *ssa.BasicBlock, edge int) {
	for _, instr := range head.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			return
		}
		if countsTurns(phi) && isTested(phi) {
			w.learn(phi, nilFact(isInt(phi.Edges[edge], 0)))
		}
	}
}

// countsTurns reports whether a variable is 0 at first, and more each turn.
func countsTurns(phi *ssa.Phi) bool {
	starts, counts := false, false
	for _, e := range phi.Edges {
		add, ok := e.(*ssa.BinOp)
		switch {
		case isInt(e, 0):
			starts = true
		case ok && add.Op == token.ADD && add.X == ssa.Value(phi) && isInt(add.Y, 1):
			counts = true
		default:
			return false
		}
	}
	return starts && counts
}

func isInt(v ssa.Value, n int64) bool {
	k, ok := constInt(v)
	return ok && k == n
}

// isTested reports whether some test asks whether a counter is at its start.
func isTested(phi *ssa.Phi) bool {
	for _, ref := range *phi.Referrers() {
		if c, ok := ref.(*ssa.BinOp); ok && asksFirst(c) {
			return true
		}
	}
	return false
}

// asksFirst reports whether a comparison tells a counter at its start from any
// other.
func asksFirst(c *ssa.BinOp) bool {
	switch c.Op {
	case token.EQL, token.NEQ, token.GTR:
		return isInt(c.Y, 0)
	}
	return false
}

// isFirstTurn is the outcome of a test for the first turn of a loop, if the path
// knows which turn it is in.
func (t *tracker) isFirstTurn(c *ssa.BinOp) (outcome, ok bool) {
	phi, isPhi := c.X.(*ssa.Phi)
	if !isPhi || !asksFirst(c) {
		return false, false
	}
	switch t.known(phi) {
	case isNilValue:
		return c.Op == token.EQL, true
	case notNilValue:
		return c.Op != token.EQL, true
	}
	return false, false
}
