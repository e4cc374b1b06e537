package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// heavy is a call that computes for long, or that builds something that is to
// be built once. A call may both build and wait; it is then two operations.
func (b *builder) heavy(site ssa.CallInstruction, c program.Callee) (Op, bool) {
	if c.Func == nil || c.Body != nil {
		return Op{}, false
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		if row := sym.Lib.CPU(sym.Rel); row != nil && row.Weight == model.WeightHeavy {
			return Op{Class: ClassCPU, Symbol: sym.Full()}, true
		}
		if row := sym.Lib.Client(sym.Rel); row != nil && isCostly(row) {
			op := Op{Class: ClassBuild, Symbol: sym.Full(), Leaks: row.PerRequest == model.PerRequestLeak}
			for _, a := range c.Args {
				op.From |= b.derives(a)
			}
			return op, true
		}
	}
	return Op{}, false
}

func isCostly(row *model.Client) bool {
	return row.PerRequest == model.PerRequestLeak || row.PerRequest == model.PerRequestSlow
}

// literal is a composite literal of a type that is to be built once, such as
// http.Transport{}.
func (b *builder) literal(n *Node, a *ssa.Alloc) {
	if a.Comment != "complit" {
		return
	}
	ptr, _ := a.Type().Underlying().(*types.Pointer)
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return
	}
	lib := b.prog.Cat.Library(program.PathOf(named.Obj().Pkg()))
	row := lib.Client(named.Obj().Name() + "{}")
	if row == nil || !isCostly(row) {
		return
	}
	op := Op{
		Class: ClassBuild, Symbol: lib.Path() + "." + named.Obj().Name(),
		Leaks: row.PerRequest == model.PerRequestLeak, From: b.derives(a),
		Pos: b.prog.Pos(b.prog.LiteralPos(a)), Ignored: b.opt.Ignored(a),
	}
	if b.isKept(a) {
		op.Flags |= Once
	}
	n.Ops = append(n.Ops, op)
}

// block is a receive, or a select without a default, on channels that live
// longer than the call, with no case that ends with the request: a timer, a
// Done channel, or a channel of struct{}, which carries signals.
func (b *builder) block(n *Node, instr ssa.Instruction) {
	var chans []ssa.Value
	switch i := instr.(type) {
	case *ssa.UnOp:
		if i.Op != token.ARROW {
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
	if len(chans) == 0 {
		return
	}
	n.Ops = append(n.Ops, Op{
		Class: ClassBlock, Symbol: "receive from " + describe(chans[0]), Kind: model.KindChan,
		Pos: b.prog.Pos(instr.Pos()), NoContext: true, Ignored: b.opt.Ignored(instr),
	})
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
		return x.Common().IsInvoke() || fn != nil && fn.Signature.Recv() != nil && fn.Blocks != nil
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

// derives is the set of inputs that a value derives from. What is read at run
// time, from a database or a peer, is Foreign; configuration is nothing.
func (b *builder) derives(v ssa.Value) Inputs {
	d := deriver{b: b, seen: map[ssa.Value]bool{}}
	d.visit(v, 0)
	return d.out
}

type deriver struct {
	b    *builder
	seen map[ssa.Value]bool
	out  Inputs
}

func (d *deriver) visit(v ssa.Value, depth int) {
	if v == nil || d.seen[v] || depth > 40 {
		return
	}
	d.seen[v] = true
	switch x := v.(type) {
	case *ssa.Const, *ssa.Global, *ssa.Function, *ssa.Builtin:
	case *ssa.Parameter:
		d.param(x)
	case *ssa.FreeVar:
		for i, fv := range x.Parent().FreeVars {
			if fv == x && !program.CarriesContext(x.Type()) {
				d.out |= bit(len(x.Parent().Params) + i)
			}
		}
	case *ssa.Alloc:
		d.alloc(x, depth)
	case *ssa.Call:
		d.call(x, depth)
	default:
		if instr, ok := v.(ssa.Instruction); ok {
			for _, op := range instr.Operands(nil) {
				d.visit(*op, depth+1)
			}
		}
	}
}

func bit(i int) Inputs {
	if i > 62 {
		return Foreign
	}
	return 1 << i
}

// param leaves out contexts, which say nothing of what is asked for.
func (d *deriver) param(p *ssa.Parameter) {
	if i := slices.Index(p.Parent().Params, p); !program.IsContext(p.Type()) {
		d.out |= bit(i)
	}
}

// asked are the inputs of a root that come with the request: its parameters,
// but neither its receiver nor what a literal captures, which are there before.
func asked(fn *ssa.Function) Inputs {
	var out Inputs
	for i, p := range fn.Params {
		if (i > 0 || fn.Signature.Recv() == nil) && !program.IsContext(p.Type()) {
			out |= bit(i)
		}
	}
	return out
}

// alloc derives from all that is stored in the variable or its parts.
func (d *deriver) alloc(a *ssa.Alloc, depth int) {
	for _, v := range program.StoredIn(a) {
		d.visit(v, depth+1)
	}
	d.filled(a, depth)
}

// filled follows what is stored through an address, and calls that are given
// the address and fill what is there, such as json.Unmarshal(body, &v).
func (d *deriver) filled(addr ssa.Value, depth int) {
	if depth > 40 || addr.Referrers() == nil {
		return
	}
	for _, ref := range *addr.Referrers() {
		switch x := ref.(type) {
		case *ssa.Store:
			if x.Addr == addr {
				d.visit(x.Val, depth+1)
			} else if ia, ok := x.Addr.(*ssa.IndexAddr); ok { // a variadic argument
				d.given(ia.X, depth+1)
			}
		case *ssa.FieldAddr:
			d.filled(x, depth+1)
		case *ssa.IndexAddr:
			d.filled(x, depth+1)
		case *ssa.MakeInterface:
			d.filled(x, depth+1)
		case *ssa.Call:
			d.visit(x, depth+1)
		}
	}
}

// given follows the call that variadic arguments belong to.
func (d *deriver) given(array ssa.Value, depth int) {
	for _, ref := range *array.Referrers() {
		if sl, ok := ref.(*ssa.Slice); ok {
			for _, use := range *sl.Referrers() {
				if call, ok := use.(*ssa.Call); ok {
					d.visit(call, depth+1)
				}
			}
		}
	}
}

// call derives from the arguments, and is Foreign when the callee itself goes
// and reads something.
func (d *deriver) call(c *ssa.Call, depth int) {
	common := c.Common()
	if common.IsInvoke() {
		d.visit(common.Value, depth+1)
	}
	for _, a := range common.Args {
		if program.IsContext(a.Type()) && !isConstructor(common) {
			d.out |= Foreign // what takes a context reads something
			return
		}
		d.visit(a, depth+1)
	}
	if d.b.readsAt(c) {
		d.out |= Foreign
	}
}

// reads reports whether fn waits for something outside, itself or through what
// it calls and waits for.
func (b *builder) reads(fn *ssa.Function) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if call, ok := instr.(*ssa.Call); ok && b.readsAt(call) {
				return true
			}
		}
	}
	return false
}

// readsAt reports whether a call reads data from outside. A method of an
// interface of the user's own is taken for one: a repository, a settings store.
func (b *builder) readsAt(call *ssa.Call) bool {
	for _, c := range b.prog.Callees(call) {
		if c.Func != nil && c.Invoke && b.isOpenMethod(c.Func) {
			return true
		}
		if shape := b.shapeOf(c); shape != nil && shape.Reads {
			return true
		}
		if c.Func == nil || c.Body != nil {
			continue
		}
		for _, sym := range b.prog.SymbolsOf(c) {
			if w := sym.Lib.Wait(sym.Rel); w != nil && w.Kind.Outside() && w.Kind != model.KindSleep {
				return true
			}
		}
	}
	return false
}

// isConstructor tells functions that build something under a context from
// those that read something.
func isConstructor(c *ssa.CallCommon) bool {
	fn := c.StaticCallee()
	return fn != nil && (strings.HasPrefix(fn.Name(), "New") || strings.HasPrefix(fn.Name(), "Load") || strings.HasPrefix(fn.Name(), "With"))
}

// needs says which inputs of the caller each input of the callee derives from.
func (b *builder) needs(c program.Callee) []Need {
	var out []Need
	for i := range inputTypes(c) {
		v := c.InputValue(i)
		if v == nil {
			continue
		}
		if from := b.derives(v); from != 0 {
			out = append(out, Need{i, from})
		}
	}
	return out
}
