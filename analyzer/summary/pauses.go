package summary

import (
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"slices"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
)

// This file knows where loops pause, and how long the pauses between retries are.

// pauses are the instructions of the loop that wait for time to pass and look
// at nothing else.
func (b *builder) pauses(l *loop) []ssa.Instruction {
	var out []ssa.Instruction
	for _, block := range l.head.Parent().Blocks {
		if !l.body[block] {
			continue
		}
		for _, instr := range block.Instrs {
			if b.isPause(instr) {
				out = append(out, instr)
			}
		}
	}
	return out
}

func (b *builder) isPause(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.Call:
		for _, c := range b.prog.Callees(i) {
			if shape := b.shapeOf(c); shape != nil && shape.Pauses {
				return true
			}
			for _, sym := range b.prog.SymbolsOf(c) {
				if w := sym.Lib.Wait(sym.Rel); w != nil && w.Kind == model.KindSleep && w.Ctx == model.CtxNone && len(sym.Lib.Callbacks(sym.Rel)) == 0 {
					return true
				}
			}
		}
	case *ssa.UnOp:
		return i.Op == token.ARROW && isTimer(i.X)
	case *ssa.Select:
		return i.Blocking && slices.ContainsFunc(i.States, func(s *ssa.SelectState) bool { return s.Dir == types.RecvOnly && isTimer(s.Chan) })
	}
	return false
}

// maxPause is how long the pauses between all tries may take together before
// it matters that they look at no context.
const maxPause = 2 * time.Second

// isShort reports whether the pauses are known to be over soon: all of them
// together, or, where the loop looks at the context itself, each.
func (r *retry) isShort(sleep *ssa.Call) bool {
	turns := r.turns()
	if turns == 0 {
		turns = 5 // as many as is usual
	}
	most, ok := longest(sleep.Common().Args[0], turns, 0)
	if r.leaves&(leavesDone|leavesTime) != 0 {
		turns = 1
	}
	return ok && float64(most)*float64(turns) <= float64(maxPause)
}

// turns is how often the loop goes round at most, 0 when that is not constant.
func (r *retry) turns() int64 {
	var out int64
	for block := range r.body {
		cond, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
		if !ok || r.body[block.Succs[0]] && r.body[block.Succs[1]] {
			continue
		}
		if cmp, ok := cond.Cond.(*ssa.BinOp); ok && r.counts(cmp.X, 0) {
			if n, ok := constInt(cmp.Y); ok {
				out = max(out, n)
			}
		}
	}
	return out
}

func constInt(v ssa.Value) (int64, bool) {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.Int {
		return 0, false
	}
	n, exact := constant.Int64Val(c.Value)
	return n, exact
}

// longest is the greatest value of a duration in so many turns of a loop.
func longest(v ssa.Value, turns int64, depth int) (int64, bool) {
	if depth > 8 {
		return 0, false
	}
	if n, ok := constInt(v); ok {
		return n, true
	}
	switch x := v.(type) {
	case *ssa.Convert:
		return longest(x.X, turns, depth+1)
	case *ssa.ChangeType:
		return longest(x.X, turns, depth+1)
	case *ssa.BinOp:
		p, ok := longest(x.X, turns, depth+1)
		q, ok2 := longest(x.Y, turns, depth+1)
		if !ok || !ok2 {
			return 0, false
		}
		return applied(x.Op, p, q)
	case *ssa.Phi:
		return longestPhi(x, turns, depth)
	}
	return 0, false
}

func applied(op token.Token, p, q int64) (int64, bool) {
	switch op {
	case token.ADD, token.OR:
		return p + q, p+q >= p
	case token.SUB:
		return p, true
	case token.MUL:
		return p * q, p == 0 || q < math.MaxInt64/max(p, 1)
	case token.SHL:
		return p << min(q, 40), q < 40
	}
	return 0, false
}

// longestPhi is the greatest value of a counter, or of a duration that is
// doubled in every turn.
func longestPhi(phi *ssa.Phi, turns int64, depth int) (int64, bool) {
	if turns <= 0 || turns > 64 {
		return 0, false
	}
	var first int64
	var step *ssa.BinOp
	for _, e := range phi.Edges {
		if n, ok := constInt(e); ok {
			first = max(first, n)
		} else if s, ok := e.(*ssa.BinOp); ok && s.X == ssa.Value(phi) && step == nil {
			step = s
		} else {
			return 0, false
		}
	}
	if step == nil {
		return first, true
	}
	by, ok := constInt(step.Y)
	out := first
	for i := int64(1); ok && i < turns; i++ {
		out, ok = applied(step.Op, out, by)
	}
	return out, ok
}
