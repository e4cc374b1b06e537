package summary

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// This file tells a counter that is 0 from one that is not, where that says
// whether there is a resource:
//
//	n := 0
//	for item := range items {
//		if n == 0 { tx, err = db.Begin() }
//		…
//		if n++; n%100 == 0 { tx.Commit(); n = 0 }
//	}
//	if n > 0 { tx.Commit() }
//
// So does one that counts the turns of a loop: the first differs from the others.
// The path knows of a counter that it is nil, which stands for 0, or is not.

// countersOf are the variables of a function that some test compares with 0, and
// that only ever hold a constant from 0 up, or more than they held.
func countersOf(fn *ssa.Function) map[*ssa.Phi]bool {
	out := map[*ssa.Phi]bool{}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			c, ok := instr.(*ssa.BinOp)
			if !ok {
				continue
			}
			if phi, _, ok := asksZero(c); ok && !out[phi] {
				if web := map[*ssa.Phi]bool{}; counts(phi, web) {
					for p := range web {
						out[p] = true
					}
				}
			}
		}
	}
	return out
}

// counts reports whether v is a counter, and adds the variables that it is
// copied from.
func counts(v ssa.Value, web map[*ssa.Phi]bool) bool {
	switch x := v.(type) {
	case *ssa.Const:
		n, ok := constInt(x)
		return ok && n >= 0
	case *ssa.BinOp:
		n, ok := constInt(x.Y)
		return ok && n > 0 && x.Op == token.ADD && counts(x.X, web)
	case *ssa.Phi:
		if web[x] {
			return true
		}
		web[x] = true
		for _, e := range x.Edges {
			if !counts(e, web) {
				return false
			}
		}
		return true
	}
	return false
}

// asksZero takes a comparison of a variable with 0 apart, and says whether it is
// true of 0.
func asksZero(c *ssa.BinOp) (phi *ssa.Phi, zero, ok bool) {
	phi, isPhi := c.X.(*ssa.Phi)
	n, isConst := constInt(c.Y)
	if !isPhi || !isConst {
		return nil, false, false
	}
	switch {
	case n == 0 && (c.Op == token.EQL || c.Op == token.LEQ), n == 1 && c.Op == token.LSS:
		return phi, true, true
	case n == 0 && (c.Op == token.NEQ || c.Op == token.GTR), n == 1 && c.Op == token.GEQ:
		return phi, false, true
	}
	return nil, false, false
}

// count is what the path knows of the value that a counter takes.
func (t *tracker) count(v ssa.Value) fact {
	switch x := v.(type) {
	case *ssa.Const:
		n, _ := constInt(x)
		return nilFact(n == 0)
	case *ssa.BinOp:
		return notNilValue
	}
	return t.known(v)
}

// refineCount is the branch on a comparison of a counter with 0. It is false
// when the path knows better.
func (t *tracker) refineCount(c *ssa.BinOp, truth bool) bool {
	phi, zero, ok := asksZero(c)
	if !ok || !t.conds.counters[phi] {
		return true
	}
	f := nilFact(zero == truth)
	if was := t.known(phi); was == isNilValue || was == notNilValue {
		return was == f
	}
	t.learn(phi, f)
	return true
}
