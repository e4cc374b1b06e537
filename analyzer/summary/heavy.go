package summary

import (
	"go/constant"
	"go/token"
	"go/types"

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
		row := sym.Lib.Client(sym.Rel)
		if row == nil || !isCostly(row) {
			continue
		}
		op := Op{Class: ClassBuild, Symbol: sym.Full(), Cost: b.cost(row, site.Value())}
		for _, a := range c.Args {
			op.From |= b.derives(a)
		}
		if v := site.Value(); v != nil {
			if isOneShot(v) {
				continue
			}
			op.From |= b.partsDerive(v)
		}
		return op, true
	}
	return Op{}, false
}

func isCostly(row *model.Client) bool {
	return row.PerRequest == model.PerRequestLeak || row.PerRequest == model.PerRequestSlow
}

// cost is what a row says that building v for every request costs.
func (b *builder) cost(row *model.Client, v ssa.Value) Cost {
	switch {
	case row.PerRequest != model.PerRequestLeak:
		return CostWork
	case v != nil && b.isClosed(v, row.Close):
		return CostReuse
	}
	return CostLeak
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
	rel := named.Obj().Name() + "{}"
	row := lib.Client(rel)
	if row == nil || !isCostly(row) || isOneShot(a) {
		return
	}
	op := Op{
		Class: ClassBuild, Symbol: model.Qualify(lib.Path(), rel),
		Cost: b.cost(row, a), From: b.partsDerive(a),
		Pos: b.prog.Pos(b.prog.LiteralPos(a)), Ignored: b.opt.Ignored(a),
	}
	if b.isKept(a) {
		op.Flags |= Kept
	}
	n.Ops = append(n.Ops, op)
}

// isOneShot reports whether what v points to is told not to keep connections:
// it is made for one exchange, and leaves nothing behind.
func isOneShot(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || program.FieldOf(fa.X.Type(), fa.Field).Name() != "DisableKeepAlives" {
			continue
		}
		for _, use := range *fa.Referrers() {
			if s, ok := use.(*ssa.Store); ok {
				c, isConst := s.Val.(*ssa.Const)
				return !isConst || c.Value != nil && constant.BoolVal(c.Value)
			}
		}
	}
	return false
}

// isClosed reports whether the function that builds v, or a literal in it,
// also closes it, or what it is made part of.
func (b *builder) isClosed(v ssa.Value, method string) bool {
	seen := map[ssa.Value]bool{}
	var visit func(v ssa.Value) bool
	visit = func(v ssa.Value) bool {
		if method == "" || v == nil || v.Referrers() == nil || seen[v] || len(seen) > 40 {
			return false
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch x := ref.(type) {
			case ssa.CallInstruction:
				if methodName(x.Common()) == method && receiver(x.Common()) == v {
					return true
				}
			case *ssa.Store:
				if fa, ok := x.Addr.(*ssa.FieldAddr); ok && x.Val == v && visit(fa.X) || x.Val == v && visit(x.Addr) {
					return true
				}
			case *ssa.MakeClosure:
				for i, bound := range x.Bindings {
					if bound == v && visit(x.Fn.(*ssa.Function).FreeVars[i]) {
						return true
					}
				}
			case *ssa.Extract, *ssa.UnOp, *ssa.MakeInterface, *ssa.Phi:
				if visit(x.(ssa.Value)) {
					return true
				}
			}
		}
		return false
	}
	return visit(v)
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
