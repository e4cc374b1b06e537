package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file finds what waits for a channel while something is held: any wait
// while a connection is, and under a lock a send to whoever is slow to receive
// and a receive from whoever wants the same lock first.

// pause adds a send, a receive, or a select that blocks.
func (b *builder) pause(n *Node, instr ssa.Instruction) {
	var ch ssa.Value
	op := Op{Class: ClassPause, Kind: model.KindChan, NoContext: true}
	switch i := instr.(type) {
	case *ssa.UnOp:
		if i.Op != token.ARROW || isDone(i.X) {
			return
		}
		ch, op.Symbol = i.X, "receive from "+describe(i.X)
	case *ssa.Send:
		b.handoff(n, i, i.Chan)
		return
	case *ssa.Select:
		if !i.Blocking {
			return
		}
		if ch := onlyTimed(i); ch != nil {
			b.handoff(n, i, ch)
		}
		op.Symbol = "select"
	default:
		return
	}
	for _, r := range b.regions(instr.Parent()) {
		if !r.has(instr) {
			continue
		}
		if r.hold.Kind == HoldLock {
			by := ""
			if ch != nil {
				by = b.closerWanting(r.hold, ch, instr.Parent())
			}
			if by == "" {
				continue
			}
			op.Variant = by
		}
		op.Held |= n.hold(r.hold)
	}
	if op.Held != 0 {
		op.Pos, op.Ignored = b.prog.Pos(instr.Pos()), b.opt.Ignored(instr)
		n.Ops = append(n.Ops, op)
	}
}

// handoff adds a send under a lock of its function, or of one that calls it, or
// while its function holds a connection.
func (b *builder) handoff(n *Node, send ssa.Instruction, ch ssa.Value) {
	if !b.mayBlock(send.Parent(), ch) || b.isMailbox(send, ch) {
		return
	}
	op := Op{Class: ClassHandoff, Symbol: "send to " + describe(ch), Kind: model.KindChan, NoContext: true}
	for _, r := range b.regions(send.Parent()) {
		if r.has(send) {
			op.Held |= n.hold(r.hold)
		}
	}
	if op.Held != 0 || b.isCalledLocked(send.Parent()) {
		op.Pos, op.Ignored = b.prog.Pos(send.Pos()), b.opt.Ignored(send)
		n.Ops = append(n.Ops, op)
	}
}

// onlyTimed is the channel that a select sends to which nothing but a timer
// ends, nil for others. The timer runs for each receiver that is slow.
func onlyTimed(s *ssa.Select) ssa.Value {
	var ch ssa.Value
	for _, state := range s.States {
		switch {
		case state.Dir == types.SendOnly:
			ch = state.Chan
		case !isTimer(state.Chan) || isOverSoon(state.Chan):
			return nil
		}
	}
	return ch
}

// isOverSoon reports whether a timer runs for less than [minStall].
func isOverSoon(timer ssa.Value) bool {
	call, ok := timer.(*ssa.Call)
	return ok && isBrief(call.Call.Args)
}

// isCalledLocked reports whether the package calls a function under a lock, or
// another package may.
func (b *builder) isCalledLocked(fn *ssa.Function) bool {
	return fn.Parent() == nil && token.IsExported(fn.Name()) || slices.ContainsFunc(b.prog.CallsOf(fn), func(site ssa.CallInstruction) bool {
		return slices.ContainsFunc(b.regions(site.Parent()), func(r region) bool { return r.hold.Kind == HoldLock && r.has(site) })
	})
}

// mayBlock reports whether a send goes to a channel that others were given or
// keep, and that may be full: one that is forgotten where it is sent to gets one
// answer, for which it may well have room.
func (b *builder) mayBlock(in *ssa.Function, ch ssa.Value) bool {
	switch x := b.outer(ch).(type) {
	case *ssa.MakeChan:
		return false
	case *ssa.UnOp:
		if a, ok := x.X.(*ssa.Alloc); ok && !isKept(a) {
			return false
		}
	}
	return !forgets(in) || !b.hasRoom(ch.Type())
}

// isMailbox reports whether a send leaves one thing with somebody who has room
// for one and is told no more: the channel is a field of its own struct, not of
// the one with the lock.
func (b *builder) isMailbox(send ssa.Instruction, ch ssa.Value) bool {
	field := fieldOf(ch)
	if field == nil || b.isRepeated(send) {
		return false
	}
	made := b.prog.Stored(field)
	if len(made) == 0 || slices.ContainsFunc(made, func(v ssa.Value) bool {
		mc, ok := v.(*ssa.MakeChan)
		return !ok || room(mc) != 1
	}) {
		return false
	}
	owner := program.TypeKey(namedOf(ch.(*ssa.UnOp).X.(*ssa.FieldAddr).X.Type()))
	return !slices.ContainsFunc(b.regions(send.Parent()), func(r region) bool { return r.has(send) && r.hold.Owner == owner })
}

// isKept reports whether a variable is of a range over what is kept.
func isKept(a *ssa.Alloc) bool {
	return !slices.ContainsFunc(program.StoredIn(a), func(v ssa.Value) bool {
		_, made := v.(*ssa.MakeChan)
		return made
	})
}

// forgets reports whether a function deletes from a map.
func forgets(fn *ssa.Function) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if site, ok := instr.(ssa.CallInstruction); ok && callsBuiltin(site.Common(), "delete") {
				return true
			}
		}
	}
	return false
}

// hasRoom reports whether the package makes channels of a type that have room.
func (b *builder) hasRoom(t types.Type) bool {
	for _, fn := range b.prog.Funcs {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if mc, ok := instr.(*ssa.MakeChan); ok && room(mc) != 0 && types.Identical(elemOf(mc.Type()), elemOf(t)) {
					return true
				}
			}
		}
	}
	return false
}

func elemOf(t types.Type) types.Type { return t.Underlying().(*types.Chan).Elem() }

// closerWanting is the function that closes a channel which is received from
// under a lock, if it takes the same lock before: then neither goes on. It is
// "" when there is none.
func (b *builder) closerWanting(lock Hold, ch ssa.Value, waiter *ssa.Function) string {
	field := fieldOf(ch)
	if field == nil {
		return ""
	}
	for _, fn := range b.prog.Funcs {
		if fn == waiter || fn.Parent() == waiter {
			continue
		}
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if site, ok := instr.(ssa.CallInstruction); ok && closesField(site, field) && b.wants(fn, lock, site, 0) {
					return program.FuncKey(fn)
				}
			}
		}
	}
	return ""
}

// fieldOf is the field that a value is read from, nil if it is none.
func fieldOf(v ssa.Value) *types.Var {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return nil
	}
	fa, ok := load.X.(*ssa.FieldAddr)
	if !ok {
		return nil
	}
	return program.FieldOf(fa.X.Type(), fa.Field)
}

func closesField(site ssa.CallInstruction, field *types.Var) bool {
	return isClose(site.Common()) && fieldOf(site.Common().Args[0]) == field
}

// wants reports whether a function, or one that it calls and waits for, takes a
// lock before an instruction; a deferred one comes after everything.
func (b *builder) wants(fn *ssa.Function, lock Hold, before ssa.Instruction, depth int) bool {
	if depth > 4 {
		return false
	}
	if slices.ContainsFunc(b.regions(fn), func(r region) bool {
		return r.hold.Kind == HoldLock && r.hold.ID == lock.ID && r.hold.Queues && !(r.hold.Shared && lock.Shared) && isBefore(r.at, before)
	}) {
		return true
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok || !isBefore(call, before) {
				continue
			}
			for _, c := range b.prog.Callees(call) {
				if c.Body != nil && c.Body != fn && b.wants(c.Body, lock, nil, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// isBefore reports whether a call may come before an instruction of its
// function; nil stands for its end.
func isBefore(call ssa.Instruction, before ssa.Instruction) bool {
	if _, deferred := before.(*ssa.Defer); deferred || before == nil {
		return true
	}
	return precedes(call, before)
}
