package summary

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// sizeOps adds what a number or a list sizes that the inputs of fn choose: an
// allocation, a loop, a depth. Whether an input comes with a request, the graph
// knows.
func (b *builder) sizeOps(n *Node, fn *ssa.Function, message *Node, body map[*ssa.BasicBlock]bool) {
	add := func(at ssa.Instruction, pos token.Pos, symbol string, from Inputs) {
		if from == 0 {
			return
		}
		to := n
		if body[at.Block()] {
			to = message
		}
		op := Op{Class: ClassSize, Symbol: symbol, Kind: model.KindFS, From: from, NoContext: true, Ignored: b.opt.Ignored(at)}
		op.Pos = b.prog.Pos(pos)
		if site, ok := at.(ssa.CallInstruction); ok {
			op.Pos = b.prog.Pos(b.prog.CallPos(site))
			b.out.sites[siteKey{op.Pos, op.Symbol}] = site
		}
		to.Ops = append(to.Ops, op)
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch i := instr.(type) {
			case *ssa.MakeSlice:
				add(i, i.Pos(), SizedMake, b.asks(i.Len, block)|b.asks(i.Cap, block))
			case *ssa.MakeMap:
				if i.Reserve != nil {
					add(i, i.Pos(), SizedMake, b.asks(i.Reserve, block))
				}
			case *ssa.MakeChan:
				add(i, i.Pos(), SizedMake, b.asks(i.Size, block))
			case *ssa.Call:
				b.sizedCall(fn, i, add)
			}
		}
	}
	for _, l := range b.loopsOf(fn) {
		b.sizedLoop(l, add)
	}
}

// What a request sizes besides calls, as Op.Symbol.
const (
	SizedMake  = "make"
	SizedLoop  = "loop"
	SizedWaits = "waits"
	SizedDepth = "recursion"
)

type adder func(at ssa.Instruction, pos token.Pos, symbol string, from Inputs)

// sizedCall is a call that the catalogue knows to be sized by an argument, or a
// call of the function itself, one step deeper.
func (b *builder) sizedCall(fn *ssa.Function, call *ssa.Call, add adder) {
	for _, c := range b.prog.Callees(call) {
		if c.Body == fn {
			b.deeper(fn, call, c, add)
			continue
		}
		if c.Func == nil || c.Body != nil {
			continue
		}
		shift := 0
		if c.Recv != nil {
			shift = 1
		}
		for _, sym := range b.prog.SymbolsOf(c) {
			for _, row := range sym.Lib.Sizes(sym.Rel) {
				if i := row.Arg + shift; i < len(c.Args) {
					add(call, call.Pos(), sym.Full(), b.asks(c.Args[i], call.Block()))
				}
			}
		}
	}
}

// deeper is a call of fn by itself with a number that is one less: what the
// number is at first says how deep it goes.
func (b *builder) deeper(fn *ssa.Function, call *ssa.Call, c program.Callee, add adder) {
	for i, p := range fn.Params {
		basic, ok := p.Type().Underlying().(*types.Basic)
		if !ok || basic.Info()&types.IsInteger == 0 || i >= len(c.Args) {
			continue
		}
		step, ok := c.Args[i].(*ssa.BinOp)
		if !ok || step.X != ssa.Value(p) || step.Op != token.SUB {
			continue
		}
		if _, isConst := step.Y.(*ssa.Const); isConst {
			add(call, call.Pos(), SizedDepth, b.asks(p, call.Block()))
		}
	}
}

// sizedLoop is a loop that turns as often as a number says, or that waits or
// computes for each element of a list. One that also ends when there is nothing
// left to do is sized by what there is.
func (b *builder) sizedLoop(l *loop, add adder) {
	var limit ssa.Value
	var cond *ssa.BinOp
	for _, block := range l.head.Parent().Blocks {
		for i, s := range block.Succs {
			if !l.body[block] || l.body[s] || isUnreachable(s) {
				continue
			}
			c, ok := l.cond(block, i)
			if cmp, to := l.turnsTo(c, ok); to != nil && limit == nil {
				limit, cond = to, cmp
				continue
			}
			if b.leavesBy(l, block, i)&(leavesData|leavesCount|leavesTime) != 0 {
				return
			}
		}
	}
	if limit == nil {
		return
	}
	outer := l.head
	if list := lengthOf(limit); list != nil {
		if at := b.costly(l); at != nil {
			add(at, at.Pos(), SizedWaits, b.asks(list, outer))
		}
		return
	}
	add(cond, b.prog.LoopPos(l.span()), SizedLoop, b.asks(limit, outer))
}

// span is where the instructions of a loop begin and end.
func (l *loop) span() (from, to token.Pos) {
	for block := range l.body {
		for _, instr := range block.Instrs {
			if _, isPhi := instr.(*ssa.Phi); isPhi || !instr.Pos().IsValid() {
				continue // where a variable is declared
			}
			if !from.IsValid() || instr.Pos() < from {
				from = instr.Pos()
			}
			to = max(to, instr.Pos())
		}
	}
	return from, to
}

// turnsTo is the comparison of a counter with the number of turns.
func (l *loop) turnsTo(c branch, ok bool) (cmp *ssa.BinOp, to ssa.Value) {
	if !ok {
		return nil, nil
	}
	cmp, ok = c.at.Cond.(*ssa.BinOp)
	if !ok {
		return nil, nil
	}
	if n, isConst := constInt(cmp.Y); isConst && n <= 1 { // for n > 0 { n-- }
		if phi, isPhi := cmp.X.(*ssa.Phi); isPhi && l.counts(phi, 0) {
			for i, e := range phi.Edges {
				if !l.body[phi.Block().Preds[i]] {
					return cmp, e
				}
			}
		}
		return nil, nil
	}
	switch {
	case l.counts(cmp.X, 0) && lengthOf(cmp.X) == nil:
		return cmp, cmp.Y
	case l.counts(cmp.Y, 0) && lengthOf(cmp.Y) == nil:
		return cmp, cmp.X
	}
	return nil, nil
}

// costly is a call in the loop that waits for something outside, or computes
// for long; nil if there is none.
func (b *builder) costly(l *loop) ssa.Instruction {
	for _, block := range l.head.Parent().Blocks {
		if !l.body[block] {
			continue
		}
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			if b.isWait(call) {
				return call
			}
			for _, c := range b.prog.Callees(call) {
				if op, ok := b.heavy(call, c); ok && op.Class == ClassCPU && !op.Flags.Has(Moderate) {
					return call
				}
			}
		}
	}
	return nil
}
