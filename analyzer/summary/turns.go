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

// End is one end of a channel.
type End struct {
	On    string // what the channel is kept in, or where it is made
	Gives bool   // a sender's, or one who closes it; not a receiver's
	Lost  bool   // of somebody who is not followed, and may be either
}

// Turn is a loop of a function that goes on for as long as there is something to
// do, and that the other end of a channel waits for. Operations and calls name the
// turns of their node by a set of bits.
type Turn End

// maxTurns is how many turns a node can tell apart.
const maxTurns = 64

// turn is a Turn of a function, and a block of its loop.
type turn struct {
	Turn
	block *ssa.BasicBlock
}

// turnsOf finds the turns of a function.
func (b *builder) turnsOf(fn *ssa.Function) []turn {
	if !b.prog.Own || b.prog.IsTest(fn.Pos()) {
		return nil
	}
	var out []turn
	b.eachEnd(fn, func(ch ssa.Value, instr ssa.Instruction, gives bool) {
		on, block := b.channel(ch), instr.Block()
		if _, isCall := instr.(ssa.CallInstruction); isCall || on == "" || len(out) == maxTurns || !isLasting(block) {
			return
		}
		out = append(out, turn{Turn{On: on, Gives: gives}, block})
	})
	return out
}

// endsOf are the ends of channels that a function has, or hands to somebody who is
// not followed.
func (b *builder) endsOf(fn *ssa.Function) []End {
	if !b.prog.Own || b.prog.IsTest(fn.Pos()) {
		return nil
	}
	var out []End
	add := func(e End) {
		if e.On != "" && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	b.eachEnd(fn, func(ch ssa.Value, _ ssa.Instruction, gives bool) { add(End{On: b.channel(ch), Gives: gives}) })
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			for _, v := range b.handedOn(instr) {
				add(End{On: b.channel(v), Lost: true})
			}
		}
	}
	return out
}

// handedOn are the channels that an instruction gives away: to a library, into a
// collection, through another channel, or as an interface.
func (b *builder) handedOn(instr ssa.Instruction) []ssa.Value {
	var out []ssa.Value
	add := func(v ssa.Value) {
		if v != nil && isChan(v.Type()) {
			out = append(out, v)
		}
	}
	switch i := instr.(type) {
	case *ssa.MapUpdate:
		add(i.Value)
	case *ssa.Send:
		add(i.X)
	case *ssa.MakeInterface:
		add(i.X)
	case *ssa.Store:
		if _, ok := i.Addr.(*ssa.IndexAddr); ok {
			add(i.Val)
		}
	case ssa.CallInstruction:
		if _, builtin := i.Common().Value.(*ssa.Builtin); builtin {
			break
		}
		callees := b.prog.Callees(i)
		if len(callees) > 0 && !slices.ContainsFunc(callees, func(c program.Callee) bool {
			return c.Body == nil && (c.Func == nil || c.Invoke || !b.opt.IsNode(c.Func))
		}) {
			break
		}
		for _, a := range i.Common().Args {
			add(a)
		}
	}
	return out
}

// eachEnd visits what a function does with channels: it sends, receives, or
// closes.
func (b *builder) eachEnd(fn *ssa.Function, visit func(ch ssa.Value, instr ssa.Instruction, gives bool)) {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch i := instr.(type) {
			case *ssa.Send:
				visit(i.Chan, i, true)
			case *ssa.UnOp:
				if i.Op == token.ARROW {
					visit(i.X, i, false)
				}
			case *ssa.Select:
				for _, s := range i.States {
					visit(s.Chan, i, s.Dir == types.SendOnly)
				}
			case ssa.CallInstruction:
				if isClose(i.Common()) {
					visit(i.Common().Args[0], i, true)
				}
			}
		}
	}
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
		if !inOneLoop(instr.Block(), t.block) {
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

// MadeChan begins the name of a channel that is named after where it is made.
const MadeChan = "chan@"

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
			return fmt.Sprintf("%s%s/%s:%d:%d", MadeChan, pos.Pkg, pos.File, pos.Line, pos.Col)
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
	if field := fieldOf(ch); ch == nil || field != nil && field.Pkg() != nil && b.isLibrary(field.Pkg()) {
		return
	}
	op := Op{Class: ClassQueue, Symbol: "receive from " + describe(ch), Kind: model.KindChan, NoContext: true, On: b.channel(ch)}
	switch {
	case sends:
		op.Symbol, op.Variant = "send to "+describe(ch), SendsTo
	case !isSignal(ch):
		op.Variant = TakesData
	}
	if op.On == "" {
		return
	}
	op.Pos, op.Ignored = b.prog.Pos(instr.Pos()), b.opt.Ignored(instr)
	n.Ops = append(n.Ops, op)
}

// The variants of a wait for a turn: to send, or to receive more than a signal.
const (
	SendsTo   = "send"
	TakesData = "receive"
)

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
