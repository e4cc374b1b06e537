package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// loop is a natural loop: the blocks from which control may come back to its
// head without leaving it.
type loop struct {
	head *ssa.BasicBlock
	body map[*ssa.BasicBlock]bool
	// leaves are all the ways in which control leaves the loop.
	leaves leaving
	// reasons has what was found out already: variables of parsers are set under
	// conditions on one another.
	reasons map[condition]leaving
}

// condition asks why a value is true, or is not, from so many variables away.
type condition struct {
	v     ssa.Value
	truth bool
	depth int
}

// leaving is a set of reasons to leave a loop.
type leaving uint8

const (
	leavesDone  leaving = 1 << iota // somebody says so: the context, a channel, the peer that is gone
	leavesCount                     // it had its turns, or all elements
	leavesTime                      // its time is up
	leavesFail                      // an error that says nothing of the context
	leavesOK                        // there is no error any more
	leavesData                      // what it computes
)

// bounded are the reasons after which a loop ends whatever it waits for.
const bounded = leavesDone | leavesCount | leavesTime

// loopsOf are the loops of a function, outer ones first where heads tell.
func (b *builder) loopsOf(fn *ssa.Function) []*loop {
	if known, ok := b.loops[fn]; ok {
		return known
	}
	var out []*loop
	for _, head := range fn.Blocks {
		l := &loop{head: head, body: map[*ssa.BasicBlock]bool{}, reasons: map[condition]leaving{}}
		for _, tail := range head.Preds {
			if head.Dominates(tail) {
				l.add(tail)
			}
		}
		if len(l.body) == 0 {
			continue
		}
		for _, block := range fn.Blocks {
			for i, s := range block.Succs {
				if l.body[block] && !l.body[s] && !isUnreachable(s) {
					l.leaves |= b.leavesBy(l, block, i)
				}
			}
		}
		out = append(out, l)
	}
	if b.final {
		b.loops[fn] = out
	}
	return out
}

// add adds the blocks from which control comes to tail without going through
// the head.
func (l *loop) add(tail *ssa.BasicBlock) {
	l.body[l.head] = true
	todo := []*ssa.BasicBlock{tail}
	for len(todo) > 0 {
		block := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !l.body[block] {
			l.body[block] = true
			todo = append(todo, block.Preds...)
		}
	}
}

// isUnreachable reports whether a block is what SSA puts behind the last case
// of a select that has no default.
func isUnreachable(block *ssa.BasicBlock) bool {
	p, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Panic)
	if !ok {
		return false
	}
	mi, ok := p.X.(*ssa.MakeInterface)
	if !ok {
		return false
	}
	_, isConst := mi.X.(*ssa.Const)
	return isConst
}

// branch is a condition that holds, or does not.
type branch struct {
	at    *ssa.If
	truth bool
}

// cond is the condition on which control goes from a block to its successor i,
// ok is false when it always does.
func (l *loop) cond(block *ssa.BasicBlock, i int) (branch, bool) {
	cond, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
	return branch{cond, i == 0}, ok
}

// conds are the conditions that hold in the loop wherever control comes to a
// block.
func (l *loop) conds(block *ssa.BasicBlock) []branch {
	var out []branch
	for d := block; d != l.head && d != nil; d = d.Idom() {
		up := d.Idom()
		if up == nil || !l.body[up] || len(d.Preds) != 1 {
			continue
		}
		if cond, ok := up.Instrs[len(up.Instrs)-1].(*ssa.If); ok && up.Succs[0] != up.Succs[1] {
			out = append(out, branch{cond, up.Succs[0] == d})
		}
	}
	return out
}

// stays reports whether a condition holds because the loop was not left there,
// which is no reason to leave it further on.
func (l *loop) stays(c branch) bool {
	other := c.at.Block().Succs[0]
	if c.truth {
		other = c.at.Block().Succs[1]
	}
	return !l.body[other]
}

// leavesBy is why control leaves the loop from a block to its successor i.
func (b *builder) leavesBy(l *loop, block *ssa.BasicBlock, i int) leaving {
	var out leaving
	if c, ok := l.cond(block, i); ok {
		if out = otherCases(l, c); out == 0 {
			out = b.reason(l, c.at.Cond, c.truth, 0)
		}
		if out&(leavesCount|leavesTime) != 0 {
			return out // whatever it was that took a turn
		}
	}
	for _, c := range l.conds(block) {
		if !l.stays(c) {
			out |= b.reason(l, c.at.Cond, c.truth, 0)
		}
	}
	if out == 0 {
		out = leavesData
	}
	return out
}

// reason is what it says that a condition has this value.
func (b *builder) reason(l *loop, v ssa.Value, truth bool, depth int) leaving {
	if depth > 6 {
		return leavesData
	}
	c := condition{v, truth, depth}
	out, ok := l.reasons[c]
	if !ok {
		out = b.findReason(l, v, truth, depth)
		l.reasons[c] = out
	}
	return out
}

func (b *builder) findReason(l *loop, v ssa.Value, truth bool, depth int) leaving {
	switch x := v.(type) {
	case *ssa.UnOp:
		if x.Op == token.NOT {
			return b.reason(l, x.X, !truth, depth)
		}
		if namesEnd(describePlace(x.X)) {
			return leavesDone
		}
		if a, ok := x.X.(*ssa.Alloc); ok && depth < 3 {
			return b.flagReason(l, a, truth, depth)
		}
	case *ssa.BinOp:
		return b.compared(l, x, truth)
	case *ssa.Call:
		return b.answered(x)
	case *ssa.Extract:
		return b.extracted(l, x)
	case *ssa.Phi:
		return b.chosen(l, x, truth, depth)
	}
	return leavesData
}

// chosen is why a boolean variable has this value: where it was given it.
func (b *builder) chosen(l *loop, phi *ssa.Phi, truth bool, depth int) leaving {
	var out leaving
	for i, e := range phi.Edges {
		c, isConst := e.(*ssa.Const)
		if !isConst {
			out |= b.reason(l, e, truth, depth+1)
			continue
		}
		if pred := phi.Block().Preds[i]; l.body[pred] && constFact(c) == truthFact(truth) {
			out |= b.blockReason(l, pred, depth)
		}
	}
	return out
}

// flagReason is chosen for a variable that lives in memory.
func (b *builder) flagReason(l *loop, cell *ssa.Alloc, truth bool, depth int) leaving {
	out := leavesData
	for _, ref := range program.Refs(cell) {
		if _, captured := ref.(*ssa.MakeClosure); captured {
			return leavesDone // somebody else may set it
		}
		s, ok := ref.(*ssa.Store)
		if !ok || s.Addr != cell || !l.body[s.Block()] {
			continue
		}
		if c, isConst := s.Val.(*ssa.Const); isConst && constFact(c) == truthFact(truth) {
			out |= b.blockReason(l, s.Block(), depth)
		}
	}
	return out
}

func (b *builder) blockReason(l *loop, block *ssa.BasicBlock, depth int) leaving {
	out := leavesData
	for _, c := range l.conds(block) {
		out |= b.reason(l, c.at.Cond, c.truth, depth+1)
	}
	return out
}

// compared is what a comparison says.
func (b *builder) compared(l *loop, x *ssa.BinOp, truth bool) leaving {
	if ex, ok := x.X.(*ssa.Extract); ok && ex.Index == 0 && x.Op == token.EQL && truth {
		if sel, ok := ex.Tuple.(*ssa.Select); ok {
			return selectedReason(l, sel, x.Y)
		}
	}
	v := x.X
	if isNil(v) {
		v = x.Y
	}
	if (isNil(x.X) || isNil(x.Y)) && isError(v.Type()) {
		if (x.Op == token.NEQ) == truth {
			return b.failed(v)
		}
		return leavesOK
	}
	for _, v := range []ssa.Value{x.X, x.Y} {
		switch {
		case l.counts(v, 0):
			return leavesCount
		case tellsTime(v, 0):
			return leavesTime
		case isError(v.Type()) && x.Op == token.EQL && truth && isContextError(x.X, x.Y):
			return leavesDone
		case namesEnd(describePlace(v)):
			return leavesDone
		}
	}
	if c, ok := x.X.(*ssa.Call); ok {
		return b.answered(c)
	}
	return leavesData
}

// otherCases is what it says that control leaves the loop with a case of a
// select that comes after the one which is tested here, 0 if none is: only
// cases that stay have their tests inside the loop.
func otherCases(l *loop, c branch) leaving {
	x, ok := c.at.Cond.(*ssa.BinOp)
	if !ok || c.truth || x.Op != token.EQL {
		return 0
	}
	ex, ok := x.X.(*ssa.Extract)
	if !ok || ex.Index != 0 {
		return 0
	}
	sel, ok := ex.Tuple.(*ssa.Select)
	index, isConst := x.Y.(*ssa.Const)
	if !ok || !isConst {
		return 0
	}
	var out leaving
	for _, s := range sel.States[index.Int64()+1:] {
		out |= received(l, s.Chan)
	}
	return out
}

// selectedReason is what it says that a case of a select was ready.
func selectedReason(l *loop, sel *ssa.Select, index ssa.Value) leaving {
	c, ok := index.(*ssa.Const)
	if !ok || c.Int64() < 0 || c.Int64() >= int64(len(sel.States)) {
		return leavesData
	}
	return received(l, sel.States[c.Int64()].Chan)
}

// received is what a receive says: a timer that was started before the loop,
// that its time is up. Whoever sends on another channel may do so because the
// request is over.
func received(l *loop, ch ssa.Value) leaving {
	if !isTimer(ch) {
		return leavesDone
	}
	if from, ok := variable(ch).(ssa.Instruction); ok && l.body[from.Block()] {
		if fa, isField := from.(*ssa.FieldAddr); isField { // C of a timer
			if made, ok := fa.X.(ssa.Instruction); !ok || !l.body[made.Block()] {
				return timerReason(fa.X)
			}
		}
		return leavesData
	}
	return leavesTime
}

// timerReason tells timers, which fire once, from tickers.
func timerReason(v ssa.Value) leaving {
	if program.TypeKey(v.Type()) == "*time.Ticker" {
		return leavesData
	}
	return leavesTime
}

// isTimer reports whether a channel is that of a timer or a ticker.
func isTimer(ch ssa.Value) bool {
	t, ok := ch.Type().Underlying().(*types.Chan)
	return ok && types.TypeString(t.Elem(), nil) == "time.Time"
}

// extracted is what one result of an operation says.
func (b *builder) extracted(l *loop, ex *ssa.Extract) leaving {
	switch t := ex.Tuple.(type) {
	case *ssa.Next:
		return leavesCount
	case *ssa.UnOp: // whether the channel is open
		if t.Op == token.ARROW && !isTimer(t.X) {
			return leavesDone
		}
	case *ssa.Select:
		return leavesDone
	case *ssa.Call:
		return b.answered(t)
	}
	return leavesData
}

// isJob reports whether a call starts a goroutine in an endless loop: one for
// each thing that there is to do.
func (b *builder) isJob(site ssa.CallInstruction) bool {
	if _, isGo := site.(*ssa.Go); !isGo {
		return false
	}
	return slices.ContainsFunc(b.loopsOf(site.Parent()), func(l *loop) bool {
		return l.head.Comment == "for.body" && l.body[site.Block()]
	})
}
