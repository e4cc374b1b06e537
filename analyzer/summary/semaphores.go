package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// A channel with room is a semaphore when whoever sends to it later receives
// from it, and the values say nothing: the send takes a permit, which the receive
// gives back. One that is made full is the same the other way round. The duty
// is that of a lock: it is known by the place where the channel is kept.

// transfer is a send or a receive, on its own or as a case of a select.
type transfer struct {
	instr ssa.Instruction
	nth   int // the case of a select
	pos   token.Pos
	on    ssa.Value
	sent  bool
	// silent says that the value tells nothing, or that nobody asks what it is.
	silent bool
	// listens says that the select also waits for something else.
	listens bool
}

// The forms in which a permit of a channel is given back.
const (
	byReceiving = "<-"
	bySending   = "chan<-"
)

// form is what it is as the release of a permit.
func (x transfer) form() string {
	if x.sent {
		return bySending
	}
	return byReceiving
}

// isExchanged reports whether permits are given back to a channel.
func isExchanged(forms []string) bool {
	return len(forms) == 1 && (forms[0] == byReceiving || forms[0] == bySending)
}

// transfersOf are the sends and receives that an instruction does, or may do.
func transfersOf(instr ssa.Instruction) []transfer {
	switch x := instr.(type) {
	case *ssa.Send:
		return []transfer{{instr: x, pos: x.Pos(), on: x.Chan, sent: true, silent: saysNothing(x.X)}}
	case *ssa.UnOp:
		if x.Op == token.ARROW {
			return []transfer{{instr: x, pos: x.Pos(), on: x.X, silent: len(program.Refs(x)) == 0}}
		}
	case *ssa.Select:
		var out []transfer
		for n, s := range x.States {
			e := transfer{instr: x, nth: n, pos: s.Pos, on: s.Chan, sent: s.Dir == types.SendOnly, silent: true}
			e.listens = x.Blocking && len(x.States) > 1
			if e.sent {
				e.silent = saysNothing(s.Send)
			}
			out = append(out, e)
		}
		return out
	}
	return nil
}

// saysNothing reports whether a value that is sent is the same each time.
func saysNothing(v ssa.Value) bool {
	_, isConst := v.(*ssa.Const)
	st, isStruct := v.Type().Underlying().(*types.Struct)
	return isConst || isStruct && st.NumFields() == 0
}

// caseOf is the select, and its case, that a condition asks for; nil if it asks
// for something else.
func caseOf(cond ssa.Value) (*ssa.Select, int) {
	eq, ok := cond.(*ssa.BinOp)
	if !ok || eq.Op != token.EQL {
		return nil, 0
	}
	ex, ok := eq.X.(*ssa.Extract)
	if !ok || ex.Index != 0 {
		return nil, 0
	}
	sel, ok := ex.Tuple.(*ssa.Select)
	n, isConst := eq.Y.(*ssa.Const)
	if !ok || !isConst {
		return nil, 0
	}
	return sel, int(n.Int64())
}

// permitsOf are the permits that an instruction may take from a channel, if that
// is a semaphore.
func (b *builder) permitsOf(instr ssa.Instruction) []duty {
	var out []duty
	for _, x := range transfersOf(instr) {
		if !isPermit(x.on.Type()) || isDone(x.on) {
			continue
		}
		at := b.placeOf(x.on)
		o := Owned{Result: -1, Err: -1, Symbol: describe(x.on), Release: []string{bySending}}
		if x.sent {
			o.Release[0] = byReceiving
		}
		out = append(out, duty{Owned: o, by: &x, lock: &at, unlock: -1, permit: true})
	}
	return out
}

// transferEvent is what a send or a receive does to a permit.
func (t *tracker) transferEvent(instr ssa.Instruction) event {
	if t.lock == nil || !isExchanged(t.forms) {
		return nothing
	}
	for _, x := range transfersOf(instr) {
		if x.form() == t.forms[0] && t.b.placeOf(x.on).equal(*t.lock) {
			return released
		}
	}
	return nothing
}

// isSemaphore reports whether an operation takes a permit from a semaphore: all
// that the package does with the channel is to take permits and to give them
// back. A channel that somebody waits to hear from is none, since giving a permit
// back never waits; nor is one that is closed, or whose values are looked at.
func (b *builder) isSemaphore(x *transfer) bool {
	ch := b.channelAt(x.on, 0)
	if ch == nil || !b.hasPlaces(ch) {
		return false
	}
	filled := b.isFilled(x.on)
	if x.sent == filled {
		return false
	}
	return !slices.ContainsFunc(b.transfersOn(ch), func(y transfer) bool {
		return y.instr == nil || !y.silent || y.sent == filled && y.listens
	})
}

// hasPlaces reports whether a channel is made with room wherever it is made.
func (b *builder) hasPlaces(ch any) bool {
	var made []ssa.Value
	switch x := ch.(type) {
	case *ssa.MakeChan:
		made = append(made, x)
	case *types.TypeName:
		made = b.madeOf(x)
	default:
		made = b.prog.Stored(x)
	}
	return len(made) > 0 && !slices.ContainsFunc(made, func(v ssa.Value) bool {
		mc := b.channelMade(v)
		return mc == nil || room(mc) == 0
	})
}

// madeOf are the channels of a type of the user's that the package makes; none
// when who makes one sends to it, and so may fill it.
func (b *builder) madeOf(named *types.TypeName) []ssa.Value {
	var out []ssa.Value
	for _, x := range b.transfersOn(named) {
		if mc := b.channelMade(x.on); x.sent && mc != nil && mc.Parent() == x.instr.Parent() {
			return nil
		}
	}
	for _, fn := range b.prog.Funcs {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				switch v := instr.(type) {
				case *ssa.MakeChan:
					if chanName(v.Type()) == named {
						out = append(out, v)
					}
				case *ssa.ChangeType:
					if chanName(v.Type()) == named && chanName(v.X.Type()) == nil {
						out = append(out, v.X)
					}
				}
			}
		}
	}
	return out
}

// chanName is the name of a type of channels, nil if it has none.
func chanName(t types.Type) *types.TypeName {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || !isPermit(t) {
		return nil
	}
	return named.Obj()
}

// channelAt is what a channel is known by: its type, if that has a name, the field
// or the variable of the package that it is in, or else where it is made; nil if
// that is not known.
func (b *builder) channelAt(v ssa.Value, depth int) any {
	if depth > 6 {
		return nil
	}
	if named := chanName(v.Type()); named != nil {
		return named
	}
	switch x := v.(type) {
	case *ssa.ChangeType:
		return b.channelAt(x.X, depth+1)
	case *ssa.MakeChan:
		for _, ref := range program.Refs(x) {
			if s, ok := ref.(*ssa.Store); ok && placeOf(s.Addr) != nil {
				return placeOf(s.Addr)
			}
		}
		return x
	case *ssa.Parameter:
		args, _, ok := b.prog.GivenTo(x)
		var one any
		for i, a := range args {
			ch := b.channelAt(a, depth+1)
			if i > 0 && ch != one {
				return nil
			}
			one = ch
		}
		if !ok {
			return nil
		}
		return one
	case *ssa.UnOp:
		switch x.X.(type) {
		case *ssa.FieldAddr, *ssa.Global:
			return placeOf(x)
		}
	case *ssa.Field:
		if f := program.FieldOf(x.X.Type(), x.Field); f != nil {
			return f
		}
	}
	if from := b.outer(v); from != v {
		return b.channelAt(from, depth+1)
	}
	return nil
}

// transfersOn is all that the package does with a channel. Closing it is an
// transfer without an instruction.
func (b *builder) transfersOn(ch any) []transfer {
	if b.transfers == nil {
		b.transfers = map[any][]transfer{}
		for _, fn := range b.prog.Funcs {
			if b.prog.IsTest(fn.Pos()) {
				continue
			}
			for _, block := range fn.Blocks {
				for _, instr := range block.Instrs {
					b.findTransfers(instr)
				}
			}
		}
	}
	return b.transfers[ch]
}

func (b *builder) findTransfers(instr ssa.Instruction) {
	found := transfersOf(instr)
	if site, ok := instr.(ssa.CallInstruction); ok && isClose(site.Common()) {
		found = append(found, transfer{on: site.Common().Args[0]})
	}
	for _, x := range found {
		if !isPermit(x.on.Type()) {
			continue
		}
		if ch := b.channelAt(x.on, 0); ch != nil {
			b.transfers[ch] = append(b.transfers[ch], x)
		}
	}
}

// givenIn are the transfers by which a function, or what it defers or starts,
// may give a permit back.
func (b *builder) givenIn(fn *ssa.Function) []transfer {
	var out []transfer
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			for _, x := range transfersOf(instr) {
				if isPermit(x.on.Type()) && !isDone(x.on) && !x.listens && x.silent && x.sent == b.isFilled(x.on) {
					out = append(out, x)
				}
			}
		}
	}
	for _, anon := range fn.AnonFuncs {
		out = append(out, b.givenIn(anon)...)
	}
	return out
}
