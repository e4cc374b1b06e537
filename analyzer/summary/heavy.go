package summary

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// heavy is a call that computes for long, or that builds something that is to
// be built once, which says more than that it computes for a few milliseconds.
// A call may both build and wait; it is then two operations.
func (b *builder) heavy(site ssa.CallInstruction, c program.Callee) (Op, bool) {
	if c.Func == nil || c.Body != nil {
		return Op{}, false
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		cpu, client := sym.Lib.CPU(sym.Rel), sym.Lib.Client(sym.Rel)
		if client != nil && isCostly(client) && (cpu == nil || cpu.Weight != model.WeightHeavy) {
			return b.build(site, c, sym, client)
		}
		if cpu == nil || !computes(cpu) || b.isSmall(c, cpu) || isQuick(c, sym, cpu) {
			continue
		}
		op := Op{Class: ClassCPU, Symbol: sym.Full()}
		if cpu.Weight == model.WeightMedium {
			op.Flags |= Moderate
		}
		if cpu.Class == model.ClassKDF {
			op.Flags |= KDF
		}
		return op, true
	}
	return Op{}, false
}

// computes reports whether a row says that a call computes for long, or for a
// few milliseconds, on ordinary input: of the classes that requests do at will,
// not those of debugging.
func computes(row *model.CPU) bool {
	switch row.Class {
	case model.ClassKDF, model.ClassAsymmetricKey, model.ClassImage, model.ClassCompress, model.ClassArchive, model.ClassDocument:
		return row.Weight != model.WeightLight
	}
	return false
}

// maxSmall is the side, in pixels, of an image that is encoded in a few
// milliseconds.
const maxSmall = 512

// isSmall reports whether a call encodes an image whose size is constant and
// small: a QR code, an avatar.
func (b *builder) isSmall(c program.Callee, row *model.CPU) bool {
	if row.Class != model.ClassImage || c.Func.Name() != "Encode" {
		return false
	}
	return slices.ContainsFunc(c.Args, func(a ssa.Value) bool {
		side := int64(0)
		return program.HasMethod(a.Type(), "Bounds") && b.sides(a, &side, 0) && 0 < side && side <= maxSmall
	})
}

// maxQuick is how much of what a key derivation scales with, such as rounds, is
// done in about a millisecond.
const maxQuick = 2000

// isQuick reports whether a call derives a key with a constant effort that is
// next to nothing. One whose effort is an exponent, as the cost of bcrypt is, is
// taken to be made for passwords.
func isQuick(c program.Callee, sym program.Symbol, row *model.CPU) bool {
	sizes := sym.Lib.Sizes(sym.Rel)
	if row.Class != model.ClassKDF || len(sizes) == 0 {
		return false
	}
	work := int64(1)
	for _, size := range sizes {
		if size.Arg < 0 || size.Arg >= len(c.Args) || size.Exponent {
			return false
		}
		n, ok := constInt(unconverted(c.Args[size.Arg]))
		if !ok || n > maxQuick {
			return false
		}
		work *= n
	}
	return work <= maxQuick
}

// settled is the constant that a variable of the package is made with, if it is
// unexported and nothing else is stored in it, or v.
func (b *builder) settled(v ssa.Value) ssa.Value {
	v = unconverted(v)
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return v
	}
	g, ok := load.X.(*ssa.Global)
	if !ok || g.Object() == nil || g.Object().Exported() {
		return v
	}
	if stored := b.prog.Stored(g); len(stored) == 1 && !b.isLent(g) {
		if c, ok := stored[0].(*ssa.Const); ok {
			return c
		}
	}
	return v
}

// isLent reports whether somebody is given the address of a package variable,
// such as a flag.
func (b *builder) isLent(g *ssa.Global) bool {
	for _, fn := range b.prog.Funcs {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				switch instr.(type) {
				case *ssa.UnOp, *ssa.Store:
					continue
				}
				if slices.ContainsFunc(instr.Operands(nil), func(op *ssa.Value) bool { return *op == ssa.Value(g) }) {
					return true
				}
			}
		}
	}
	return false
}

// sides finds the greatest of the numbers that an image is made with; ok is
// false when one of them is not a constant.
func (b *builder) sides(v ssa.Value, most *int64, depth int) (ok bool) {
	v = b.settled(v)
	if c, isConst := v.(*ssa.Const); isConst {
		if c.Value != nil && c.Value.Kind() == constant.Int {
			*most = max(*most, c.Int64())
		}
		return true
	}
	if basic, isBasic := v.Type().Underlying().(*types.Basic); isBasic {
		return basic.Info()&types.IsNumeric == 0
	}
	if ex, isExtract := v.(*ssa.Extract); isExtract {
		v = ex.Tuple
	}
	call, isCall := v.(*ssa.Call)
	if !isCall || depth > 4 {
		return true
	}
	if n := b.sizesOf(call, most); n > 1 {
		return true
	}
	for _, a := range call.Common().Args {
		if !b.sides(a, most, depth+1) {
			return false
		}
	}
	return true
}

// sizesOf is how many numbers a call is given that are all constants, 0 if one is
// not, and finds the greatest of them: a width and a height say how large an
// image is, whatever it shows.
func (b *builder) sizesOf(call *ssa.Call, most *int64) int {
	n, top := 0, int64(0)
	for _, a := range call.Common().Args {
		basic, ok := a.Type().Underlying().(*types.Basic)
		if !ok || basic.Info()&types.IsInteger == 0 {
			continue
		}
		c, ok := b.settled(a).(*ssa.Const)
		if !ok || c.Value == nil {
			return 0
		}
		n, top = n+1, max(top, c.Int64())
	}
	if n > 1 {
		*most = max(*most, top)
	}
	return n
}

// block is a receive, or a select without a default, on channels that live
// longer than the call, with no case that ends with the request: a timer, a
// Done channel, or a channel of struct{}, which carries signals. To take message
// after message from a broker is no wait of a request.
func (b *builder) block(n *Node, instr ssa.Instruction) {
	var chans []ssa.Value
	switch i := instr.(type) {
	case *ssa.UnOp:
		if i.Op != token.ARROW || !b.isAwaited(i.X) || i.CommaOk && reaches(i.Block(), i.Block()) {
			return
		}
		chans = append(chans, i.X)
	case *ssa.Select:
		if !i.Blocking {
			return
		}
		for _, s := range i.States {
			if s.Dir == types.SendOnly {
				return // a permit, or a queue with room
			}
			chans = append(chans, s.Chan)
		}
	}
	for _, c := range chans {
		if !isShared(c) || isSignal(c) {
			return
		}
	}
	if len(chans) == 0 || b.prog.Receives(instr) && reaches(instr.Block(), instr.Block()) {
		return
	}
	n.Ops = append(n.Ops, Op{
		Class: ClassBlock, Symbol: "receive from " + describe(chans[0]), Kind: model.KindChan,
		Pos: b.prog.Pos(instr.Pos()), NoContext: true, Ignored: b.opt.Ignored(instr),
	})
}

// join is the wait for a condition, or for a group whose goroutines others
// start: neither has a case that ends with the request.
func (b *builder) join(n *Node, site ssa.CallInstruction) {
	call, ok := site.(*ssa.Call)
	if !ok || methodName(call.Common()) != "Wait" {
		return
	}
	recv := receiver(call.Common())
	if recv == nil {
		return
	}
	name := types.TypeString(recv.Type(), nil)
	if name != "*sync.Cond" && (name != "*sync.WaitGroup" || !isOthers(recv)) {
		return
	}
	n.Ops = append(n.Ops, Op{
		Class: ClassBlock, Symbol: "(" + name + ").Wait", Kind: model.KindChan,
		Pos: b.prog.Pos(b.prog.CallPos(site)), NoContext: true, Ignored: b.opt.Ignored(site),
	})
}

// isOthers reports whether a group is kept somewhere, and the function that
// waits for it adds nothing to it itself.
func isOthers(group ssa.Value) bool {
	fa, ok := group.(*ssa.FieldAddr)
	if !ok {
		return false
	}
	if _, isMade := fa.X.(*ssa.Alloc); isMade {
		return false
	}
	field := program.FieldOf(fa.X.Type(), fa.Field)
	for _, block := range fa.Parent().Blocks {
		for _, instr := range block.Instrs {
			other, ok := instr.(*ssa.FieldAddr)
			if !ok || program.FieldOf(other.X.Type(), other.Field) != field {
				continue
			}
			for _, use := range program.Refs(other) {
				if c, ok := use.(ssa.CallInstruction); !ok || methodName(c.Common()) != "Wait" {
					return false
				}
			}
		}
	}
	return true
}

// isAwaited reports whether a lone receive from a channel can be told to wait
// for somebody else: the channel is what a method returns, now or when the field
// was filled that it is kept in. Of others only whoever sends can tell. Range
// loops end when the producer does.
func (b *builder) isAwaited(c ssa.Value) bool {
	c = unconverted(c)
	if field := fieldOf(c); field != nil {
		kept := b.prog.Stored(field)
		return len(kept) > 0 && !slices.ContainsFunc(kept, func(v ssa.Value) bool {
			call, ok := unconverted(v).(*ssa.Call)
			return !ok || !isShared(call)
		})
	}
	_, isCall := c.(*ssa.Call)
	return isCall
}

// isShared reports whether a channel was made elsewhere: it comes out of a
// field, a variable of the package, or a method of something else. A channel
// that is a parameter may be the caller's own.
func isShared(c ssa.Value) bool {
	switch x := c.(type) {
	case *ssa.ChangeType:
		return isShared(x.X)
	case *ssa.UnOp:
		switch x.X.(type) {
		case *ssa.FieldAddr, *ssa.Global:
			return true
		}
	case *ssa.Call:
		fn := x.Common().StaticCallee()
		if fn == nil || fn.Signature.Recv() == nil {
			return x.Common().IsInvoke()
		}
		obj, ok := fn.Object().(*types.Func)
		return ok && obj.Pkg() != nil && !model.IsStd(program.PathOf(obj.Pkg()))
	}
	return false
}

// isSignal reports whether a channel ends a wait by itself: it carries no
// data, or is that of a timer or of a process signal.
func isSignal(c ssa.Value) bool {
	ch, ok := c.Type().Underlying().(*types.Chan)
	if !ok {
		return true
	}
	if st, ok := ch.Elem().Underlying().(*types.Struct); ok && st.NumFields() == 0 {
		return true
	}
	elem := types.TypeString(ch.Elem(), nil)
	return elem == "time.Time" || elem == "os.Signal" || elem == "error" || elem == "bool"
}

// describe names a channel as it is written, as far as it has a name.
func describe(c ssa.Value) string {
	switch x := c.(type) {
	case *ssa.ChangeType:
		return describe(x.X)
	case *ssa.UnOp:
		switch a := x.X.(type) {
		case *ssa.FieldAddr:
			return program.FieldOf(a.X.Type(), a.Field).Name()
		case *ssa.Global:
			return a.Name()
		}
	case *ssa.Call:
		if name := methodName(x.Common()); name != "" {
			return name + "()"
		}
	}
	return "a channel"
}
