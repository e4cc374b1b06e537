package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file finds what a function does with inputs that are over when the
// request is that they came with: a context, which is then cancelled, and
// values that are then closed or given to another request.

// contextUses notes what a call does with the contexts among the inputs:
// whatever bounds a wait besides, it fails when its context is over.
func (b *builder) contextUses(n *Node, site ssa.CallInstruction, flags Flags) {
	common := site.Common()
	if common.IsInvoke() && program.IsContext(common.Value.Type()) {
		if name := common.Method.Name(); name == "Done" || name == "Err" && reaches(site.Block(), site.Block()) {
			b.useOf(n, site, b.ctx(common.Value), Use{Kind: UseEnd, Flags: flags})
		}
		return
	}
	known := false
	for _, c := range b.prog.Callees(site) {
		known = known || c.Func != nil || c.Body != nil
		op, ok := b.op(site, c)
		if ok && !op.NoContext && op.Kind.Outside() {
			b.useOf(n, site, op.Ctx, Use{Kind: UseWait, Symbol: op.Symbol, Flags: flags})
		}
		if !ok && c.Func != nil && c.Body == nil && b.isForeign(c) {
			b.givesContext(n, site, program.Key(c.Func), flags)
		}
	}
	if _, builtin := common.Value.(*ssa.Builtin); !known && !builtin {
		b.givesContext(n, site, describe(common.Value), flags)
	}
}

// givesContext notes the contexts that a call of an unknown function is given,
// unless it makes another context of them.
func (b *builder) givesContext(n *Node, site ssa.CallInstruction, symbol string, flags Flags) {
	if isTelemetry(symbol) {
		return
	}
	for v := range site.Common().Signature().Results().Variables() {
		if program.IsContext(v.Type()) {
			return
		}
	}
	for _, a := range site.Common().Args {
		if program.IsContext(a.Type()) {
			b.useOf(n, site, b.ctx(a), Use{Kind: UseCall, Symbol: symbol, Flags: flags})
		}
	}
}

// isForeign reports whether a callee is an interface method of a library that
// nobody has described: what is behind it is not known, but it takes a context
// to wait under it.
func (b *builder) isForeign(c program.Callee) bool {
	if !c.Invoke || c.Func.Pkg() == nil || b.isOpenMethod(c.Func) || b.isBoundary(c.Func) {
		return false
	}
	return true
}

// isTelemetry reports whether a name is one of functions that record what
// happens: they read the values of a context.
func isTelemetry(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"log", "trac", "span", "metric", "telemetry", "otel", "stats", "observ"}, func(word string) bool {
		return strings.Contains(name, word)
	})
}

// useOf notes a use of the input that a context derives from.
func (b *builder) useOf(n *Node, at ssa.Instruction, c Ctx, u Use) {
	if c.Kind == CtxInput {
		u.Input = c.Input
		b.addUse(n, at, u)
	}
}

// addUse keeps the first use of a kind of an input.
func (b *builder) addUse(n *Node, at ssa.Instruction, u Use) {
	if slices.ContainsFunc(n.Uses, func(v Use) bool { return v.Input == u.Input && v.Kind == u.Kind && v.Flags == u.Flags }) {
		return
	}
	u.Pos, u.Ignored = b.prog.Pos(at.Pos()), b.opt.Ignored(at)
	if site, ok := at.(ssa.CallInstruction); ok {
		u.Pos = b.prog.Pos(b.prog.CallPos(site))
		b.out.sites[siteKey{u.Pos, u.Symbol}] = site
	}
	n.Uses = append(n.Uses, u)
}

// valueUses notes what fn does with inputs that are reused or closed when the
// request is over.
func (b *builder) valueUses(n *Node, fn *ssa.Function) {
	for i := range len(fn.Params) + len(fn.FreeVars) {
		v := inputOf(fn, i)
		kind, ok := b.passing(typeOfInput(v))
		if !ok {
			continue
		}
		for _, held := range copies(v) {
			for _, ref := range program.Refs(held) {
				if b.isUse(kind, held, ref) {
					b.addUse(n, ref, Use{Input: i, Kind: kind, Symbol: program.TypeKey(held.Type())})
				}
			}
		}
	}
}

func inputOf(fn *ssa.Function, i int) ssa.Value {
	if i < len(fn.Params) {
		return fn.Params[i]
	}
	return fn.FreeVars[i-len(fn.Params)]
}

// typeOfInput is the type of a parameter, or of the variable that is captured.
func typeOfInput(v ssa.Value) types.Type {
	if _, ok := v.(*ssa.FreeVar); ok && isCellOf(v) {
		return v.Type().Underlying().(*types.Pointer).Elem()
	}
	return v.Type()
}

// isCellOf reports whether a captured variable is captured by address: nothing
// is done with it but to load and to store.
func isCellOf(v ssa.Value) bool {
	ptr, ok := v.Type().Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	switch ptr.Elem().Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return true
	}
	return false
}

// copies are the values of a function that are its input v: v, and what is
// loaded from the variable that holds it.
func copies(v ssa.Value) []ssa.Value {
	var out []ssa.Value
	cell := v
	if fv, ok := v.(*ssa.FreeVar); !ok || !isCellOf(fv) {
		out, cell = append(out, v), nil
		for _, ref := range program.Refs(v) {
			if s, ok := ref.(*ssa.Store); ok && s.Val == v {
				if a, ok := s.Addr.(*ssa.Alloc); ok && len(program.StoredIn(a)) == 1 {
					cell = a
				}
			}
		}
	}
	if cell == nil {
		return out
	}
	for _, ref := range program.Refs(cell) {
		if load, ok := ref.(*ssa.UnOp); ok {
			out = append(out, load)
		}
	}
	return out
}

// passing says of a type whose values belong to one request what it is wrong to
// do with them afterwards.
func (b *builder) passing(t types.Type) (UseKind, bool) {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return 0, false
	}
	path := program.PathOf(named.Obj().Pkg())
	if path == "net/http" {
		switch named.Obj().Name() {
		case "ResponseWriter":
			return UseWriter, true
		case "Request":
			return UseBody, true
		}
	}
	for _, h := range b.prog.Cat.Library(path).Handlers(named.Obj().Name()) {
		if h.Kind == model.HandlerReused {
			return UseReused, true
		}
	}
	return 0, false
}

// isUse reports whether an instruction does with v what is wrong once the
// request is over. What hands v to a function of the user's own is an edge.
func (b *builder) isUse(kind UseKind, v ssa.Value, instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.FieldAddr:
		f := program.FieldOf(i.X.Type(), i.Field)
		return kind == UseReused || kind == UseBody && f != nil && f.Name() == "Body"
	case ssa.CallInstruction:
		if b.isHandedOn(i) {
			return false
		}
		if kind == UseBody {
			return receiver(i.Common()) == v && readsBody[methodName(i.Common())]
		}
		return true
	case *ssa.MakeInterface: // given to a library as something else
		for _, ref := range program.Refs(i) {
			if site, ok := ref.(ssa.CallInstruction); ok && kind != UseBody && !b.isHandedOn(site) {
				return true
			}
		}
	case *ssa.ChangeInterface:
		for _, ref := range program.Refs(i) {
			if site, ok := ref.(ssa.CallInstruction); ok && kind != UseBody && !b.isHandedOn(site) {
				return true
			}
		}
	}
	return false
}

// readsBody are the methods of a request that read its body.
var readsBody = map[string]bool{
	"ParseForm": true, "ParseMultipartForm": true, "FormValue": true, "PostFormValue": true, "FormFile": true, "MultipartReader": true,
}

// isHandedOn reports whether a call is of a function that is itself a node: what
// that does is asked there.
func (b *builder) isHandedOn(site ssa.CallInstruction) bool {
	for _, c := range b.prog.Callees(site) {
		if c.Body != nil || c.Func != nil && (b.opt.IsNode(c.Func) || c.Invoke && b.isOpenMethod(c.Func)) {
			return true
		}
	}
	return false
}

// sames lists the inputs of a callee that are inputs of the caller and belong
// to one request.
func (b *builder) sames(c program.Callee) []Same {
	var out []Same
	for i, t := range inputTypes(c) {
		v := c.InputValue(i)
		if v == nil {
			continue
		}
		from, ok := sameInput(v, 0)
		if !ok {
			continue
		}
		if _, passes := b.passing(t); !passes {
			if _, passes = b.passing(typeOfInput(inputOf(v.Parent(), from))); !passes {
				continue
			}
		}
		out = append(out, Same{i, from})
	}
	return out
}

// sameInput finds the input of its function that a value is, or that the
// variable holds that a literal captures.
func sameInput(v ssa.Value, depth int) (int, bool) {
	if depth > 8 {
		return 0, false
	}
	switch x := v.(type) {
	case *ssa.Parameter:
		return slices.Index(x.Parent().Params, x), true
	case *ssa.FreeVar:
		return len(x.Parent().Params) + slices.Index(x.Parent().FreeVars, x), true
	case *ssa.UnOp:
		switch a := x.X.(type) {
		case *ssa.FreeVar, *ssa.Alloc:
			return sameInput(a, depth+1)
		}
	case *ssa.Alloc:
		if vs := program.StoredIn(x); len(vs) == 1 && vs[0].Parent() == x.Parent() {
			return sameInput(vs[0], depth+1)
		}
	case *ssa.MakeInterface:
		return sameInput(x.X, depth+1)
	case *ssa.ChangeInterface:
		return sameInput(x.X, depth+1)
	case *ssa.ChangeType:
		return sameInput(x.X, depth+1)
	}
	return 0, false
}
