package summary

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// This file finds goroutines that can never end because the function that
// starts them may return before it does its part on a channel: it does not take
// what the goroutine sends, or does not close what the goroutine waits for.
//
// It is a *may* analysis on the paths of the function that starts the
// goroutine, and a *must* analysis of the goroutine: an operation in a select
// with another way out is none that it must do.

// orphans adds the goroutines that fn starts and that may never end.
func (b *builder) orphans(n *Node, fn *ssa.Function) {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			site, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			for _, c := range b.started(site) {
				if c.Body != nil && !b.ticks(n, site, c) {
					b.orphanedAt(n, site, c)
				}
			}
		}
	}
}

// started are the functions that a site runs in goroutines of their own, by a go
// statement or as a group or pool does that it gives them to.
func (b *builder) started(site ssa.CallInstruction) []program.Callee {
	if _, isGo := site.(*ssa.Go); isGo {
		return b.prog.Callees(site)
	}
	var out []program.Callee
	for _, c := range b.prog.Callees(site) {
		for _, g := range b.given(site, c) {
			if g.flags.Has(Starts) {
				out = append(out, b.prog.FuncValues(g.value, nil)...)
			}
		}
	}
	return out
}

// orphanedAt adds the first channel on which a goroutine may wait for ever.
func (b *builder) orphanedAt(n *Node, site ssa.CallInstruction, c program.Callee) {
	for _, block := range c.Body.Blocks {
		for _, instr := range block.Instrs {
			end, ok := mustDo(instr)
			if !ok {
				continue
			}
			ch := b.atStart(c, end.on)
			end.once = end.sent && b.closesAfter(c, instr, ch)
			if ch == nil || !b.isOrphaned(site, c, end, ch) {
				continue
			}
			op := Op{
				Class: ClassOrphan, Symbol: channelName(end.on), Kind: model.KindChan, NoContext: true,
				Pos: b.prog.Pos(b.prog.CallPos(site)), Ignored: b.opt.Ignored(site),
			}
			if end.sent && end.isEndless() { // no room is enough: the send is to be mended
				op.Pos, op.Ignored = b.prog.Pos(instr.Pos()), b.opt.Ignored(instr)
			} else {
				b.out.sites[siteKey{op.Pos, op.Symbol}] = site
			}
			if !end.sent {
				op.Variant = "receive"
			}
			n.Ops = append(n.Ops, op)
			if mc := b.channelMade(ch); mc != nil && end.sent && b.sends(site, c, mc) == 1 {
				b.out.rooms[op.Pos] = mc.Pos() // the parenthesis of make
			}
			return
		}
	}
}

// exchange is an operation on a channel that blocks until its other half is
// done.
type exchange struct {
	block   *ssa.BasicBlock
	on      ssa.Value
	sent    bool
	forever bool // receives until the channel is closed
	once    bool // sends, and closes the channel
}

// isEndless reports whether it is done again and again.
func (e exchange) isEndless() bool { return !e.once && isEndless(e.block) }

// mustDo reports whether an instruction is an exchange with no other way out.
func mustDo(instr ssa.Instruction) (exchange, bool) {
	switch i := instr.(type) {
	case *ssa.Send:
		return exchange{block: i.Block(), on: i.Chan, sent: true}, true
	case *ssa.Select:
		if i.Blocking && len(i.States) == 1 {
			s := i.States[0]
			return exchange{block: i.Block(), on: s.Chan, sent: s.Dir == types.SendOnly}, true
		}
	case *ssa.UnOp:
		if i.Op == token.ARROW && !isDone(i.X) {
			return exchange{block: i.Block(), on: i.X, forever: i.CommaOk && reaches(i.Block(), i.Block())}, true
		}
	}
	return exchange{}, false
}

// atStart is the channel as the function knows it that starts the goroutine,
// nil if it does not.
func (b *builder) atStart(c program.Callee, ch ssa.Value) ssa.Value {
	if p, ok := ch.(*ssa.Parameter); ok {
		return c.InputValue(slices.Index(c.Body.Params, p))
	}
	if _, ok := rootOf(ch).(*ssa.FreeVar); ok {
		return ch // the same place: see samePlace
	}
	return fieldAtStart(c, ch)
}

// isOrphaned reports whether the function at site may leave a goroutine waiting.
func (b *builder) isOrphaned(site ssa.CallInstruction, c program.Callee, end exchange, ch ssa.Value) bool {
	part := b.partOf(site, c.Body, ch)
	mc := b.channelMade(ch)
	switch {
	case part.elsewhere:
		return false
	case !end.sent:
		if mc == nil || part.returned > 0 || part.closedElsewhere || part.deferred || !end.forever && part.sentElsewhere || len(part.closes)+len(part.sends) == 0 {
			return false
		}
		done := part.closes
		if !end.forever {
			done = append(slices.Clone(done), part.sends...)
		}
		return len(done) > 0 && leaves(site, done, nil, 1, false)
	case len(part.receives)+len(part.cases) == 0 && part.returned == 0:
		return false
	}
	need := 0
	if end.isEndless() {
		need = countless
	} else if mc == nil || part.escapes {
		return false
	} else if need = b.sends(site, c, mc); need <= room(mc) {
		return false
	} else if need < countless {
		need -= room(mc)
	}
	if part.returned > 0 {
		return len(part.receives)+len(part.cases) == 0 && b.abandoned(site.Parent(), part.returned-1, need)
	}
	return leaves(site, part.receives, part.cases, need, mc != nil && b.sendsEach(c, mc) == 1)
}

// countless is more than any path receives.
const countless = 1 << 20

// sends is how many values the goroutines started at site send on a channel: 1,
// or many.
func (b *builder) sends(site ssa.CallInstruction, c program.Callee, mc *ssa.MakeChan) int {
	n := b.sendsEach(c, mc)
	if n == countless || reaches(site.Block(), site.Block()) && !reaches(mc.Block(), mc.Block()) {
		return countless
	}
	return n * b.starts(site, mc)
}

// sendsEach is how many values one such goroutine sends on a channel.
func (b *builder) sendsEach(c program.Callee, mc *ssa.MakeChan) int {
	var at []*ssa.BasicBlock
	n := 0
	for _, block := range c.Body.Blocks {
		for _, instr := range block.Instrs {
			end, ok := mustDo(instr)
			if !ok || !end.sent || b.channelMade(b.atStart(c, end.on)) != mc {
				continue
			}
			if reaches(block, block) && !b.closesAfter(c, instr, b.atStart(c, end.on)) {
				return countless
			}
			if !slices.ContainsFunc(at, func(other *ssa.BasicBlock) bool {
				return other != block && !reaches(other, block) && !reaches(block, other)
			}) {
				n++
			}
			at = append(at, block)
		}
	}
	return max(n, 1)
}

// closesAfter reports whether a channel is closed in the block that sends on it,
// so that it is sent on once, whatever loop that is in.
func (b *builder) closesAfter(c program.Callee, send ssa.Instruction, ch ssa.Value) bool {
	mc := b.channelMade(ch)
	for _, instr := range send.Block().Instrs[indexOf(send):] {
		call, ok := instr.(*ssa.Call)
		if ok && isClose(call.Common()) && mc != nil && b.channelMade(b.atStart(c, call.Common().Args[0])) == mc {
			return true
		}
	}
	return false
}

// starts is how many goroutines a function starts that send on a channel.
func (b *builder) starts(site ssa.CallInstruction, mc *ssa.MakeChan) int {
	n := 0
	for _, block := range site.Parent().Blocks {
		for _, instr := range block.Instrs {
			other, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			for _, c := range b.started(other) {
				if c.Body != nil && b.sendsOn(c, mc) {
					n++
				}
			}
		}
	}
	return max(n, 1)
}

func (b *builder) sendsOn(c program.Callee, mc *ssa.MakeChan) bool {
	for _, block := range c.Body.Blocks {
		for _, instr := range block.Instrs {
			if end, ok := mustDo(instr); ok && end.sent && b.channelMade(b.atStart(c, end.on)) == mc {
				return true
			}
		}
	}
	return false
}

// room is how many values a channel holds; more than any goroutines send when
// that is computed.
func room(mc *ssa.MakeChan) int {
	size, ok := mc.Size.(*ssa.Const)
	if !ok || size.Value == nil || size.Value.Kind() != constant.Int {
		return countless
	}
	n := int(size.Int64())
	if n > 1 {
		return countless // made for as many as are started
	}
	return n
}

// channelMade is the one place where a channel is made, nil if that is not known.
func (b *builder) channelMade(ch ssa.Value) *ssa.MakeChan {
	if ch == nil {
		return nil
	}
	vs := b.madeBy(ch)
	if len(vs) != 1 {
		return nil
	}
	for {
		ct, ok := vs[0].(*ssa.ChangeType)
		if !ok {
			break
		}
		vs[0] = ct.X
	}
	mc, _ := vs[0].(*ssa.MakeChan)
	return mc
}

// isEndless reports whether a block lies in a loop that does not end by
// counting or by running out of elements.
func isEndless(block *ssa.BasicBlock) bool {
	if !reaches(block, block) {
		return false
	}
	for _, other := range block.Parent().Blocks {
		if other != block && !(reaches(other, block) && reaches(block, other)) {
			continue
		}
		for i, s := range other.Succs {
			if isNormalExit(other, i) && !(s == block || reaches(s, block)) {
				return false
			}
		}
	}
	return true
}

// isHeard reports whether a variable changes only by what is received.
func isHeard(v *ssa.Phi) bool {
	heard := false
	for _, e := range v.Edges {
		switch e.(type) {
		case *ssa.Const, *ssa.Phi:
			continue
		}
		if !isReceived(e) {
			return false
		}
		heard = true
	}
	return heard
}

// isReceived reports whether a value came out of a channel.
func isReceived(v ssa.Value) bool {
	if part, ok := v.(*ssa.Extract); ok {
		if _, ok := part.Tuple.(*ssa.Select); ok {
			return true
		}
		v = part.Tuple
	}
	receive, ok := v.(*ssa.UnOp)
	return ok && receive.Op == token.ARROW
}

// isNormalExit reports whether a loop that is left by an edge is done: it has
// counted, run out of elements, heard what it waits for, or seen that a channel
// is closed.
func isNormalExit(block *ssa.BasicBlock, succ int) bool {
	cond, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	v, _ := negated(cond.Cond)
	switch x := v.(type) {
	case *ssa.Phi:
		return isHeard(x)
	case *ssa.BinOp:
		basic, ok := x.X.Type().Underlying().(*types.Basic)
		if ex, isExtract := x.X.(*ssa.Extract); isExtract {
			if _, isSelect := ex.Tuple.(*ssa.Select); isSelect {
				return false
			}
		}
		return ok && basic.Info()&types.IsInteger != 0
	case *ssa.Extract:
		switch t := x.Tuple.(type) {
		case *ssa.Next:
			return true
		case *ssa.UnOp:
			return t.Op == token.ARROW && succ == 1
		case *ssa.Select:
			return x.Index == 1 && succ == 1
		}
	}
	return false
}

// channelName is what a channel is called in the source.
func channelName(ch ssa.Value) string {
	switch x := ch.(type) {
	case *ssa.Parameter:
		return x.Name()
	case *ssa.FreeVar:
		return x.Name()
	case *ssa.ChangeType:
		return channelName(x.X)
	case *ssa.UnOp:
		if f, ok := x.X.(*ssa.FreeVar); ok {
			return f.Name()
		}
	}
	return describe(ch)
}

// Room is where a channel is made, as the position of make's parenthesis, that
// needs room for one value so that the goroutine started at pos can end.
func (p *Package) Room(pos witness.Pos) token.Pos { return p.rooms[pos] }
