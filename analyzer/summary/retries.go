package summary

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// retry is a loop that does something again because it failed.
type retry struct {
	*loop
	of *ssa.Call // what is done again
	// picks says that the loop also ends on errors of some kind.
	picks bool
}

// retryIn finds the call whose error drives the loop: without an error control
// leaves the loop, with one it may come back. It is nil for other loops.
func (b *builder) retryIn(l *loop) *retry {
	for _, block := range l.head.Parent().Blocks {
		cond, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
		if !ok || !l.body[block] {
			continue
		}
		err, onFail := failureOf(cond)
		if err == nil || !l.comesBack(block.Succs[onFail]) || !b.succeeds(l, block.Succs[1-onFail]) {
			continue
		}
		for _, call := range errorSources(err) {
			if l.body[call.Block()] {
				return &retry{l, b.operation(l, call), l.picks(b, err)}
			}
		}
	}
	return nil
}

// operation is what a chain of calls does that ends with the one which returns
// the error: the wait, in a loop, of client.Get(key).Result().
func (b *builder) operation(l *loop, last *ssa.Call) *ssa.Call {
	for call := last; call != nil && l.body[call.Block()]; {
		if b.isWait(call) {
			return call
		}
		call, _ = receiver(call.Common()).(*ssa.Call)
	}
	return last
}

// failureOf is the error that a condition compares with nil, and the successor
// for when there is one.
func failureOf(cond *ssa.If) (err ssa.Value, onFail int) {
	cmp, ok := cond.Cond.(*ssa.BinOp)
	if !ok || !isNil(cmp.Y) || !isError(cmp.X.Type()) {
		return nil, 0
	}
	if cmp.Op == token.EQL {
		return cmp.X, 1
	}
	return cmp.X, 0
}

// comesBack reports whether control may come from a block to the head again.
func (l *loop) comesBack(block *ssa.BasicBlock) bool {
	if !l.body[block] {
		return false
	}
	return block == l.head || l.within(block, func(s *ssa.BasicBlock) bool { return s == l.head })
}

// succeeds reports whether control leaves the loop from a block that is entered
// in one way, not after having come to the head again, and not because of
// another error.
func (b *builder) succeeds(l *loop, block *ssa.BasicBlock) bool {
	if !l.body[block] {
		return true
	}
	if len(block.Preds) != 1 || block == l.head {
		return false
	}
	for d := range l.body {
		if !block.Dominates(d) {
			continue
		}
		for i, s := range d.Succs {
			if !l.body[s] && !isUnreachable(s) && b.leavesBy(l, d, i)&(leavesFail|leavesDone) == 0 {
				return true
			}
		}
	}
	return false
}

// within searches the loop from a block, short of its head.
func (l *loop) within(from *ssa.BasicBlock, found func(*ssa.BasicBlock) bool) bool {
	seen := map[*ssa.BasicBlock]bool{}
	todo := []*ssa.BasicBlock{from}
	for len(todo) > 0 {
		block := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, s := range block.Succs {
			if found(s) {
				return true
			}
			if l.body[s] && s != l.head && !seen[s] {
				seen[s] = true
				todo = append(todo, s)
			}
		}
	}
	return false
}

// picks reports whether the loop also ends where there is an error: a condition
// tells errors apart.
func (l *loop) picks(b *builder, err ssa.Value) bool {
	for block := range l.body {
		for i, s := range block.Succs {
			if l.body[s] || isUnreachable(s) {
				continue
			}
			conds := l.conds(block)
			if c, ok := l.cond(block, i); ok {
				conds = append(conds, c)
			}
			failed := false
			for _, c := range conds {
				if e, onFail := failureOf(c.at); e != nil && (onFail == 0) == c.truth {
					failed = true
				}
			}
			if failed {
				return true
			}
		}
	}
	return false
}

// isEndless reports whether nothing limits the retries: neither a count nor the
// clock, nobody who says stop, and no judge of errors who may know of one.
func (b *builder) isEndless(r *retry) bool {
	if r.leaves&bounded != 0 {
		return false
	}
	return !r.picks || r.leaves&leavesData == 0 && !b.heeds(r.of)
}

// loopOps adds the loops of fn that some rule may report.
func (b *builder) loopOps(n *Node, fn *ssa.Function, message *Node, body map[*ssa.BasicBlock]bool) {
	seen := map[ssa.Instruction]bool{}
	add := func(at ssa.Instruction, op Op) {
		if seen[at] {
			return
		}
		seen[at] = true
		to := n
		if body[at.Block()] {
			to = message
		}
		if site, ok := at.(ssa.CallInstruction); ok {
			if b.isOver(site) {
				return
			}
			op.Pos = b.prog.Pos(b.prog.CallPos(site))
			b.out.sites[siteKey{op.Pos, op.Symbol}] = site
		} else {
			op.Pos = b.prog.Pos(at.Pos())
		}
		op.Ignored = b.opt.Ignored(at)
		to.Ops = append(to.Ops, op)
	}
	b.recursions(fn, add)
	for _, l := range b.loopsOf(fn) {
		if r := b.retryIn(l); r != nil {
			b.retryOps(r, add)
			continue
		}
		if l.leaves&bounded != 0 {
			continue
		}
		for _, p := range b.pauses(l) {
			if r := b.retryAround(fn, p); r == nil {
				add(p, Op{Class: ClassPoll, Symbol: pauseName(b, p), Kind: model.KindSleep, NoContext: true})
				break // one pause a loop
			}
		}
		if l.leaves == 0 {
			if recv := l.receive(); recv != nil {
				add(recv, Op{Class: ClassPoll, Symbol: "receive from " + describe(recv.X), Kind: model.KindChan, NoContext: true})
			}
		}
	}
}

// receive is what a loop takes from a channel in every turn, nil if it takes
// nothing.
func (l *loop) receive() *ssa.UnOp {
	for _, block := range l.head.Parent().Blocks {
		if !l.body[block] || !slices.ContainsFunc(l.head.Preds, func(tail *ssa.BasicBlock) bool { return l.body[tail] && block.Dominates(tail) }) {
			continue
		}
		for _, instr := range block.Instrs {
			if recv, ok := instr.(*ssa.UnOp); ok && recv.Op == token.ARROW && !recv.CommaOk && !isTimer(recv.X) {
				return recv
			}
		}
	}
	return nil
}

// retryAround is a retry loop around an instruction: the pause in it is no poll.
func (b *builder) retryAround(fn *ssa.Function, instr ssa.Instruction) *retry {
	for _, l := range b.loopsOf(fn) {
		if l.body[instr.Block()] {
			if r := b.retryIn(l); r != nil {
				return r
			}
		}
	}
	return nil
}

// retryOps adds what is wrong with the retries of a wait.
func (b *builder) retryOps(r *retry, add func(ssa.Instruction, Op)) {
	if b.isParamCall(r.of) {
		return
	}
	pauses := b.pauses(r.loop)
	if b.isEndless(r) {
		if len(pauses) > 0 || b.isWait(r.of) {
			add(r.of, Op{Class: ClassRetry, Symbol: callSymbol(b, r.of), Kind: model.KindSleep, NoContext: true})
		}
		return
	}
	for _, p := range pauses {
		if call, ok := p.(*ssa.Call); ok && calledBy(call) == "Sleep" && !r.isShort(call) {
			add(p, Op{Class: ClassBackoff, Symbol: pauseName(b, p), Kind: model.KindSleep, NoContext: true})
			return
		}
	}
	if b.triesAnyError(r) {
		add(r.of, Op{Class: ClassAgain, Symbol: callSymbol(b, r.of), Kind: model.KindSleep, NoContext: true})
	}
}

// isWait reports whether a call waits for something outside.
func (b *builder) isWait(call *ssa.Call) bool {
	for _, c := range b.prog.Callees(call) {
		if c.Func != nil {
			if w, _ := b.wildcard(c, b.prog.SymbolsOf(c)); w != nil {
				return true
			}
		}
	}
	return b.readsAt(call)
}

// isParamCall reports whether a call is of a function that the caller gives:
// what is retried, the caller knows.
func (b *builder) isParamCall(call *ssa.Call) bool {
	for _, c := range b.prog.Callees(call) {
		if c.Param >= 0 {
			return true
		}
	}
	return false
}

// endlessCalls are the calls of fn that it does again until they succeed,
// without a limit.
func (b *builder) endlessCalls(fn *ssa.Function) map[ssa.CallInstruction]bool {
	out := map[ssa.CallInstruction]bool{}
	if !hasFuncParam(fn) {
		return out
	}
	for _, l := range b.loopsOf(fn) {
		if r := b.retryIn(l); r != nil && b.isEndless(r) {
			out[r.of] = true
		}
	}
	return out
}

func hasFuncParam(fn *ssa.Function) bool {
	for _, p := range fn.Params {
		if program.IsFunc(p.Type()) {
			return true
		}
	}
	return false
}

// onlyPauses reports whether fn sleeps on every path, and looks at no context.
func (b *builder) onlyPauses(fn *ssa.Function) bool {
	if b.hasContext(fn) || len(fn.Blocks) > 8 {
		return false
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch i := instr.(type) {
			case *ssa.Call:
				if b.isPause(i) && dominatesReturns(fn, block) {
					return true
				}
			case *ssa.UnOp:
				if b.isPause(i) && dominatesReturns(fn, block) {
					return true
				}
			}
		}
	}
	return false
}

func dominatesReturns(fn *ssa.Function, block *ssa.BasicBlock) bool {
	for _, ret := range returns(fn) {
		if !block.Dominates(ret.Block()) {
			return false
		}
	}
	return true
}

func pauseName(b *builder, p ssa.Instruction) string {
	switch i := p.(type) {
	case *ssa.Call:
		return callSymbol(b, i)
	case *ssa.UnOp:
		return timerName(i.X)
	case *ssa.Select:
		for _, s := range i.States {
			if isTimer(s.Chan) {
				return timerName(s.Chan)
			}
		}
	}
	return "a timer"
}

func timerName(ch ssa.Value) string {
	if fa, ok := variable(ch).(*ssa.FieldAddr); ok {
		return strings.TrimPrefix(program.TypeKey(fa.X.Type()), "*")
	}
	if call, ok := ch.(*ssa.Call); ok && calledBy(call) != "" {
		return "time." + calledBy(call)
	}
	return "a timer"
}

func callSymbol(b *builder, call *ssa.Call) string {
	for _, c := range b.prog.Callees(call) {
		if c.Func == nil {
			continue
		}
		if w, sym := b.wildcard(c, b.prog.SymbolsOf(c)); w != nil {
			return sym.Full() // as it is called, not where it is promoted from
		}
		return program.Key(c.Func)
	}
	return "a function"
}
