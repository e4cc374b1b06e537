package summary

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// build is a call that builds what is to be built once. What is built only to
// be made part of something of the same kind is left out: one cause, one
// operation.
func (b *builder) build(site ssa.CallInstruction, c program.Callee, sym program.Symbol, row *model.Client) (Op, bool) {
	op := Op{Class: ClassBuild, Symbol: sym.Full(), Flags: connects(row)}
	for _, a := range c.Args {
		op.From |= b.derivesOne(a)
	}
	if v := site.Value(); v != nil {
		if isOneShot(v) || b.isPart(v) {
			return Op{}, false
		}
		op.From |= b.partsDerive(v)
		op.Cost = b.cost(row, v)
	} else {
		op.Cost = b.cost(row, nil)
	}
	return op, true
}

// connects is the flag of what is to be closed: it has connections.
func connects(row *model.Client) Flags {
	if row.Close != "" {
		return Connects
	}
	return 0
}

// isPart reports whether v is given to another call that builds what is to be
// built once, such as gorm.Open.
func (b *builder) isPart(v ssa.Value) bool {
	seen := map[ssa.Value]bool{}
	var visit func(v ssa.Value) bool
	visit = func(v ssa.Value) bool {
		if v == nil || v.Referrers() == nil || seen[v] || len(seen) > 40 {
			return false
		}
		seen[v] = true
		for _, ref := range program.Refs(v) {
			switch x := ref.(type) {
			case *ssa.Call:
				if b.isBuild(x) || isMust(x.Common()) && visit(x) {
					return true
				}
			case *ssa.Store:
				switch a := x.Addr.(type) {
				case *ssa.FieldAddr:
					if x.Val == v && visit(a.X) {
						return true
					}
				case *ssa.IndexAddr: // a variadic argument
					if x.Val == v && visit(a.X) {
						return true
					}
				case *ssa.Alloc:
					if x.Val == v && visit(a) {
						return true
					}
				}
			case *ssa.Extract, *ssa.UnOp, *ssa.MakeInterface, *ssa.Phi, *ssa.Slice:
				if visit(x.(ssa.Value)) {
					return true
				}
			}
		}
		return false
	}
	return visit(v)
}

// isBuild reports whether the catalogue says that a call builds what is to be
// built once.
func (b *builder) isBuild(call *ssa.Call) bool {
	for _, c := range b.prog.Callees(call) {
		for _, sym := range b.prog.SymbolsOf(c) {
			if row := sym.Lib.Client(sym.Rel); row != nil && isCostly(row) {
				return true
			}
		}
	}
	return false
}

func isMust(c *ssa.CallCommon) bool {
	fn := c.StaticCallee()
	return fn != nil && fn.Name() == "Must"
}

func isCostly(row *model.Client) bool {
	return row.PerRequest == model.PerRequestLeak || row.PerRequest == model.PerRequestSlow
}

// cost is what a row says that building v for every request costs.
func (b *builder) cost(row *model.Client, v ssa.Value) Cost {
	switch {
	case row.PerRequest != model.PerRequestLeak:
		return CostWork
	case v != nil && (b.isClosed(v, row.Close) || setsField(v, "IdleConnTimeout")):
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
	if row == nil || !isCostly(row) || isOneShot(a) || b.isPart(a) {
		return
	}
	op := Op{
		Class: ClassBuild, Symbol: model.Qualify(lib.Path(), rel),
		Cost: b.cost(row, a), From: b.partsDerive(a), Flags: connects(row),
		Pos: b.prog.Pos(b.prog.LiteralPos(a)), Ignored: b.opt.Ignored(a),
	}
	if isReturned(a, map[ssa.Value]bool{}) {
		op.Flags |= Returned
	}
	if b.isKept(a) {
		op.Flags |= Kept
		into, lazy := b.lazily(a)
		op.Flags, op.Into = op.Flags|lazy, into
		if b.isGuarded(a) {
			op.Flags |= Guarded
		}
	}
	n.Ops = append(n.Ops, op)
}

// isOneShot reports whether what v points to is told not to keep connections:
// it is made for one exchange, and leaves nothing behind.
func isOneShot(v ssa.Value) bool { return setsField(v, "DisableKeepAlives") }

// setsField reports whether a field of what v points to is set here, to
// anything but its zero value.
func setsField(v ssa.Value, name string) bool {
	for _, ref := range program.Refs(v) {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || program.FieldOf(fa.X.Type(), fa.Field).Name() != name {
			continue
		}
		for _, use := range program.Refs(fa) {
			if s, ok := use.(*ssa.Store); ok {
				c, isConst := s.Val.(*ssa.Const)
				return !isConst || c.Value != nil && c.Value.ExactString() != "0" && c.Value.ExactString() != "false"
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
		for _, ref := range program.Refs(v) {
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
