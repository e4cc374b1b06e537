package summary

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// ctx is the provenance of v, a context or something that carries one, in
// terms of the inputs of the function it stands in.
func (b *builder) ctx(v ssa.Value) Ctx {
	if c, ok := b.contexts[v]; ok {
		return c
	}
	b.contexts[v] = Ctx{} // unknown, where a loop comes back
	c := b.evalCtx(v)
	b.contexts[v] = c
	return c
}

func (b *builder) evalCtx(v ssa.Value) Ctx {
	switch x := v.(type) {
	case *ssa.Parameter:
		for i, p := range x.Parent().Params {
			if p == x && program.CarriesContext(x.Type()) {
				return Ctx{Kind: CtxInput, Input: i}
			}
		}
	case *ssa.FreeVar:
		return b.captured(x)
	case *ssa.Phi:
		return b.joinCtx(x.Edges)
	case *ssa.MakeInterface:
		return b.asContext(x)
	case *ssa.ChangeInterface:
		return b.ctx(x.X)
	case *ssa.ChangeType:
		return b.ctx(x.X)
	case *ssa.TypeAssert:
		return b.ctx(x.X)
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok {
			return b.resultCtx(call, x.Index)
		}
		if ta, ok := x.Tuple.(*ssa.TypeAssert); ok && x.Index == 0 {
			return b.ctx(ta.X)
		}
	case *ssa.Call:
		return b.resultCtx(x, 0)
	case *ssa.Field:
		return b.fieldCtx(x.X, x.Field)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return b.loadCtx(x)
		}
	}
	return Ctx{}
}

func (b *builder) joinCtx(vs []ssa.Value) Ctx {
	var out Ctx
	for i, v := range vs {
		c := b.ctx(v)
		if i == 0 {
			out = c
		} else {
			out = out.join(c)
		}
	}
	return out
}

// captured is an input of its own, unless what the literal's maker binds to it
// is a context that never ends, whoever calls the literal.
func (b *builder) captured(fv *ssa.FreeVar) Ctx {
	fn := fv.Parent()
	index := slices.Index(fn.FreeVars, fv)
	if index < 0 {
		return Ctx{}
	}
	made := b.prog.MadeAt(fn)
	if len(made) == 1 && index < len(made[0].Bindings) {
		if c := b.bindingCtx(made[0], made[0].Bindings[index]); c.Kind == CtxNever {
			return c
		}
	}
	return Ctx{Kind: CtxInput, Input: len(fn.Params) + index}
}

// bindingCtx is the context that a literal captures, or that is in the variable
// that it captures when nothing is assigned to it any more.
func (b *builder) bindingCtx(mc *ssa.MakeClosure, v ssa.Value) Ctx {
	cell, ok := v.(*ssa.Alloc)
	if !ok {
		return b.ctx(v)
	}
	for _, ref := range program.Refs(cell) {
		s, ok := ref.(*ssa.Store)
		if ok && (reaches(mc.Block(), s.Block()) || s.Block() == mc.Block() && indexOf(s) > indexOf(mc)) {
			return b.bound(v)
		}
	}
	return b.cellCtx(mc, cell)
}

// asContext is a value used as a context.Context. The own contexts of some
// frameworks have the interface's methods, but their Done never fires unless
// the server is told so; package link knows whether it is.
func (b *builder) asContext(x *ssa.MakeInterface) Ctx {
	if !program.CarriesContext(x.X.Type()) {
		return Ctx{}
	}
	c := b.ctx(x.X)
	if program.IsContext(x.Type()) && c.Kind == CtxInput && !program.IsContext(x.X.Type()) {
		c.Kind, c.Deadline = CtxUnknown, MaybeDeadline
		if b.prog.HasEndless(x.X.Type()) {
			return Ctx{Kind: CtxNever, Made: program.TypeKey(x.X.Type())}
		}
	}
	return c
}

// loadCtx is a context read from memory.
func (b *builder) loadCtx(load *ssa.UnOp) Ctx {
	switch addr := load.X.(type) {
	case *ssa.Alloc:
		return b.cellCtx(load, addr)
	case *ssa.FreeVar:
		if v := lastStore(load, addr); v != nil {
			return b.ctx(v)
		}
		for _, ref := range program.Refs(addr) {
			if s, ok := ref.(*ssa.Store); ok && s.Addr == addr {
				return b.captured(addr).join(b.ctx(s.Val))
			}
		}
		return b.captured(addr)
	case *ssa.FieldAddr:
		return b.fieldCtx(addr.X, addr.Field)
	case *ssa.Global:
		if addr.Pkg.Pkg != b.prog.Pass.Pkg && b.isLibrary(addr.Pkg.Pkg) {
			return Ctx{Kind: CtxNever, Made: program.PathOf(addr.Pkg.Pkg) + "." + addr.Name()} // as oauth2.NoContext: no request's
		}
		return b.storedCtx(addr, program.GlobalSlot(addr))
	}
	return Ctx{}
}

// cellCtx is a context in a local variable that a literal captures: the last
// store before the load in the same block, else all stores.
func (b *builder) cellCtx(load ssa.Instruction, cell *ssa.Alloc) Ctx {
	if v := lastStore(load, cell); v != nil {
		return b.ctx(v)
	}
	if s := dominatingStore(load, cell); s != nil {
		return b.ctx(s)
	}
	var same []ssa.Value
	for _, v := range program.StoredIn(cell) {
		if v.Parent() != load.Parent() {
			return Ctx{} // a literal assigns to it
		}
		same = append(same, v)
	}
	return b.joinCtx(same)
}

// lastStore is the value last stored at addr before the load, in its block.
func lastStore(load ssa.Instruction, addr ssa.Value) ssa.Value {
	var last ssa.Value
	for _, instr := range load.Block().Instrs {
		if instr == load {
			return last
		}
		if s, ok := instr.(*ssa.Store); ok && s.Addr == addr {
			last = s.Val
		}
	}
	return nil
}

// dominatingStore is the value of the only store that can reach the load: the
// nearest one that dominates it, when no other store lies between. Stores in the
// load's own block come after it: see lastStore.
func dominatingStore(load ssa.Instruction, cell *ssa.Alloc) ssa.Value {
	var best *ssa.Store
	for _, ref := range program.Refs(cell) {
		s, ok := ref.(*ssa.Store)
		if !ok || s.Addr != cell {
			continue
		}
		if later := s.Block() == load.Block(); later || !s.Block().Dominates(load.Block()) {
			if reaches(s.Block(), load.Block()) {
				return nil
			}
			continue
		}
		if best == nil || best.Block() != s.Block() && best.Block().Dominates(s.Block()) ||
			best.Block() == s.Block() && indexOf(best) < indexOf(s) {
			best = s
		}
	}
	if best == nil {
		return nil
	}
	return best.Val
}

func indexOf(instr ssa.Instruction) int {
	for i, x := range instr.Block().Instrs {
		if x == instr {
			return i
		}
	}
	return -1
}

// isContextless reports whether a site runs only where the context that its
// function is given is nil: its callers have none.
//
//	if ctx == nil {
//		return db.Query(q)
//	}
//	return db.QueryContext(ctx, q)
func isContextless(site ssa.CallInstruction) bool {
	for d := site.Block(); d.Idom() != nil; d = d.Idom() {
		cond, ok := d.Idom().Instrs[len(d.Idom().Instrs)-1].(*ssa.If)
		if !ok || len(d.Preds) != 1 {
			continue
		}
		c, ok := cond.Cond.(*ssa.BinOp)
		if !ok || !isNil(c.Y) || !program.IsContext(c.X.Type()) {
			continue
		}
		if _, isParam := c.X.(*ssa.Parameter); isParam && c.Op == token.EQL == (cond.Block().Succs[0] == d) && (c.Op == token.EQL || c.Op == token.NEQ) {
			return true
		}
	}
	return false
}

// reaches reports whether control can go from one block to another.
func reaches(from, to *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{}
	todo := []*ssa.BasicBlock{from}
	for len(todo) > 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, s := range b.Succs {
			if s == to {
				return true
			}
			if !seen[s] {
				seen[s] = true
				todo = append(todo, s)
			}
		}
	}
	return false
}

// fieldCtx is a context in a field: of a request or a framework's context that
// is the context of what it belongs to, of anything else the join of all that
// the package stores there.
func (b *builder) fieldCtx(base ssa.Value, index int) Ctx {
	if program.CarriesContext(base.Type()) {
		if c := b.ctx(base); c.Kind != CtxUnknown {
			return c
		}
	}
	return b.storedCtx(program.FieldOf(base.Type(), index), program.MemberSlot(base.Type(), index))
}

// storedCtx is the one value that a field or package variable has for this
// analysis. What a constructor was given, or another package stores, is left
// for linking: slot is the name of the place.
func (b *builder) storedCtx(key any, slot string) Ctx {
	vs := b.prog.Stored(key)
	c := b.joinCtx(vs)
	if len(vs) > 0 && c.Kind != CtxInput {
		return c
	}
	if slot != "" && b.prog.Own && c.Deadline == NoDeadline {
		return Ctx{Kind: CtxSlot, Made: slot}
	}
	return Ctx{Deadline: MaybeDeadline}
}

// Context is the provenance of a context.
func (p *Package) Context(v ssa.Value) Ctx { return p.b.ctx(v) }

// bound is the provenance of an argument, or of the variable that a literal
// captures by address.
func (b *builder) bound(v ssa.Value) Ctx {
	if a, ok := v.(*ssa.Alloc); ok {
		return b.joinCtx(program.StoredIn(a))
	}
	if a, ok := v.(*ssa.FreeVar); ok {
		return b.captured(a)
	}
	return b.ctx(v)
}
