package summary

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// Two ends of a channel wait for each other: a request that sends waits for its
// turn, until the worker that receives is done with those before, and so does
// one that receives what a worker sends. What either end does is said here;
// linking says which ends are of one channel.

// Turn is a loop of a function that goes on for as long as there is something to
// do, and that another end of a channel waits for. Operations and calls name the
// turns of their node by a set of bits.
type Turn struct {
	On    string // what the channel is kept in, or where it is made
	Gives bool   // it sends, and does not receive
}

// maxTurns is how many turns a node can tell apart.
const maxTurns = 64

// turn is a Turn of a function, and the instructions that belong to it.
type turn struct {
	Turn
	has func(ssa.Instruction) bool
}

// turnsOf finds the turns of a function.
func (b *builder) turnsOf(fn *ssa.Function) []turn {
	if !b.prog.Own || b.prog.IsTest(fn.Pos()) {
		return nil
	}
	var out []turn
	add := func(ch ssa.Value, instr ssa.Instruction, gives bool) {
		on, block := b.channel(ch), instr.Block()
		if on == "" || len(out) == maxTurns || !isLasting(block) {
			return
		}
		out = append(out, turn{Turn{on, gives}, func(i ssa.Instruction) bool { return inOneLoop(i.Block(), block) }})
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch i := instr.(type) {
			case *ssa.Send:
				add(i.Chan, i, true)
			case *ssa.UnOp:
				if i.Op == token.ARROW {
					add(i.X, i, false)
				}
			case *ssa.Select:
				for _, s := range i.States {
					add(s.Chan, i, s.Dir == types.SendOnly)
				}
			}
		}
	}
	return out
}

func inOneLoop(p, q *ssa.BasicBlock) bool { return p == q || reaches(p, q) && reaches(q, p) }

// isLasting reports whether a block lies in a loop that ends by no count: it ranges
// over a channel, or over nothing.
func isLasting(block *ssa.BasicBlock) bool {
	if !reaches(block, block) {
		return false
	}
	return isEndless(block) || slices.ContainsFunc(block.Parent().Blocks, func(other *ssa.BasicBlock) bool {
		return inOneLoop(other, block) && slices.ContainsFunc(other.Instrs, func(i ssa.Instruction) bool {
			receive, ok := i.(*ssa.UnOp)
			return ok && receive.Op == token.ARROW && receive.CommaOk
		})
	})
}

// markTurns says of the operations and calls that an instruction added to n, from
// these on, which turns they belong to.
func (n *Node) markTurns(turns []turn, instr ssa.Instruction, ops, edges int) {
	if len(n.Ops) == ops && len(n.Edges) == edges {
		return
	}
	var in uint64
	for _, t := range turns {
		if !t.has(instr) {
			continue
		}
		i := slices.Index(n.Turns, t.Turn)
		if i < 0 {
			n.Turns = append(n.Turns, t.Turn)
			i = len(n.Turns) - 1
		}
		in |= 1 << i
	}
	for i := ops; i < len(n.Ops); i++ {
		n.Ops[i].Turns = in
	}
	for i := edges; i < len(n.Edges); i++ {
		n.Edges[i].Turns = in
	}
}

// channel names what a channel is kept in, or where it is made; "" if neither is
// known.
func (b *builder) channel(ch ssa.Value) string {
	for range 8 {
		switch x := ch.(type) {
		case *ssa.ChangeType:
			ch = x.X
			continue
		case *ssa.MakeChan:
			pos := b.prog.Pos(x.Pos())
			return fmt.Sprintf("chan@%s/%s:%d:%d", pos.Pkg, pos.File, pos.Line, pos.Col)
		}
		if slot := program.SlotOf(ch); slot != "" {
			return slot
		}
		from := b.outer(ch)
		if from == ch {
			return ""
		}
		ch = from
	}
	return ""
}

// Channel is the slot of a channel, as a [Turn] names it.
func (p *Package) Channel(ch ssa.Value) string { return p.b.channel(ch) }

// queue adds a wait for a turn: a send, a receive, or a select with one of these
// and besides it only what ends the waits of all, such as the quit channel of the
// struct that has both.
func (b *builder) queue(n *Node, instr ssa.Instruction) {
	if !b.prog.Own || b.prog.IsTest(instr.Pos()) || slices.ContainsFunc(n.Ops, func(o Op) bool { return o.Class == ClassBlock && o.Pos == b.prog.Pos(instr.Pos()) }) {
		return
	}
	ch, sends := b.waitsTurn(instr)
	if ch == nil {
		return
	}
	op := Op{Class: ClassQueue, Symbol: "receive from " + describe(ch), Kind: model.KindChan, NoContext: true, On: b.channel(ch)}
	if sends {
		op.Symbol, op.Variant = "send to "+describe(ch), SendsTo
	}
	if op.On == "" {
		return
	}
	op.Pos, op.Ignored = b.prog.Pos(instr.Pos()), b.opt.Ignored(instr)
	n.Ops = append(n.Ops, op)
}

// SendsTo is the variant of a wait for a turn that sends.
const SendsTo = "send"

// waitsTurn is the channel that an instruction waits for, and whether to send to
// it; nil when there is another way to go on.
func (b *builder) waitsTurn(instr ssa.Instruction) (ch ssa.Value, sends bool) {
	switch i := instr.(type) {
	case *ssa.Send:
		return i.Chan, true
	case *ssa.UnOp:
		if i.Op == token.ARROW && (!i.CommaOk || !reaches(i.Block(), i.Block())) {
			return i.X, false
		}
	case *ssa.Select:
		if !i.Blocking {
			return nil, false
		}
		at := slices.IndexFunc(i.States, func(s *ssa.SelectState) bool { return s.Dir == types.SendOnly || !isSignal(s.Chan) })
		if at < 0 {
			return nil, false
		}
		ch, sends = i.States[at].Chan, i.States[at].Dir == types.SendOnly
		for j, s := range i.States {
			if j != at && !areTogether(s, ch) {
				return nil, false
			}
		}
	}
	return ch, sends
}

// areTogether reports whether a case of a select receives from a channel without
// data that is a field of the struct that has another channel as well.
func areTogether(s *ssa.SelectState, ch ssa.Value) bool {
	quit, other := fieldOf(s.Chan), fieldOf(ch)
	if quit == nil || other == nil || s.Dir != types.RecvOnly || !isSignal(s.Chan) || isTimer(s.Chan) {
		return false
	}
	of := func(v ssa.Value) ssa.Value { return unconverted(v.(*ssa.UnOp).X.(*ssa.FieldAddr).X) }
	p, q := of(s.Chan), of(ch)
	return p == q || samePlace(p, q)
}
