package summary

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// ticks adds a goroutine that fn starts for every call of it and that never ends:
// it waits for time to pass, again and again, in a loop that nothing leaves.
// Where something keeps it to one, or it also does what others tell it over a
// channel, it is there for more than one request.
func (b *builder) ticks(n *Node, site ssa.CallInstruction, c program.Callee) bool {
	if b.prog.IsTest(site.Pos()) || b.starting(site, Starts).Has(Permitted) || b.isFirst(site) || b.isGuarded(site) {
		return false
	}
	for _, l := range b.loopsOf(c.Body) {
		if len(b.pauses(l)) == 0 || b.isLeft(l) || b.isToldMore(l) {
			continue
		}
		op := Op{
			Class: ClassOrphan, Symbol: program.FuncKey(c.Body), Variant: "pause", Kind: model.KindSleep, NoContext: true,
			Pos: b.prog.Pos(b.prog.CallPos(site)), Ignored: b.opt.Ignored(site),
		}
		b.out.sites[siteKey{op.Pos, op.Symbol}] = site
		n.Ops = append(n.Ops, op)
		return true
	}
	return false
}

// isLeft reports whether something may leave a loop. That the channel of a ticker
// is closed never happens: Stop does not close it.
func (b *builder) isLeft(l *loop) bool {
	for block := range l.body {
		for _, instr := range block.Instrs {
			if call, ok := instr.(*ssa.Call); ok && b.noReturn(call) {
				return true
			}
		}
		for i, s := range block.Succs {
			if !l.body[s] && !isNoCase(s) && !isTickerClosed(block, i) {
				return true
			}
		}
	}
	return false
}

// isNoCase reports whether a block is what SSA puts behind the last case of a
// select that has no default: no panic of the user's own.
func isNoCase(block *ssa.BasicBlock) bool {
	return isUnreachable(block) && !block.Instrs[len(block.Instrs)-1].Pos().IsValid()
}

// isTickerClosed reports whether control goes from a block to its successor only
// when the channel of a ticker is closed.
func isTickerClosed(block *ssa.BasicBlock, succ int) bool {
	cond, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
	if !ok || succ != 1 {
		return false
	}
	part, ok := cond.Cond.(*ssa.Extract)
	if !ok || part.Index != 1 {
		return false
	}
	receive, ok := part.Tuple.(*ssa.UnOp)
	return ok && receive.Op == token.ARROW && isTimer(receive.X)
}

// isToldMore reports whether a loop receives anything but the time.
func (b *builder) isToldMore(l *loop) bool {
	for block := range l.body {
		for _, instr := range block.Instrs {
			switch i := instr.(type) {
			case *ssa.UnOp:
				if i.Op == token.ARROW && !isTimer(i.X) {
					return true
				}
			case *ssa.Select:
				for _, s := range i.States {
					if s.Dir != types.RecvOnly || !isTimer(s.Chan) {
						return true
					}
				}
			}
		}
	}
	return false
}
