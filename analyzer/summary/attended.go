package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// attended is flags with Attended where somebody may wait for the goroutine
// that a site starts, though its function does not, or not on every path: then
// what leans on the request ends with it, as it should. Somebody may when the
// goroutine reports to a group or channel
//
//   - that its function waits for on some path, or in another goroutine;
//   - or is told when to end by a channel that its function closes;
//   - that its function was given, hands on, or keeps in something that it was
//     given, unless that is there before the request.
//
// The pumps of a connection that a handler took over end with the connection.
func (b *builder) attended(site ssa.CallInstruction, flags Flags) Flags {
	if !flags.Has(Async) {
		return flags
	}
	if b.isPump(site) {
		return flags | Attended
	}
	bodies := b.bodiesAt(site)
	if b.isStopped(site, bodies) || slices.ContainsFunc(b.reports(site, bodies), func(v ssa.Value) bool { return b.mayBeAwaited(site, v) }) {
		return flags | Attended
	}
	return flags
}

// isStopped reports whether a goroutine listens on a channel that the function
// which starts it closes.
func (b *builder) isStopped(site ssa.CallInstruction, bodies []*ssa.Function) bool {
	var closed []ssa.Value
	for _, block := range site.Parent().Blocks {
		for _, instr := range block.Instrs {
			if c, ok := instr.(ssa.CallInstruction); ok && isClose(c.Common()) {
				closed = append(closed, rootOf(c.Common().Args[0]))
			}
		}
	}
	if len(closed) == 0 {
		return false
	}
	for _, body := range bodies {
		for _, block := range body.Blocks {
			for _, instr := range block.Instrs {
				for _, ch := range channelsOf(instr) {
					if v := b.outside(site, body, ch); v != nil && slices.Contains(closed, rootOf(v)) {
						return true
					}
				}
			}
		}
	}
	return false
}

// channelsOf are the channels that an instruction receives from.
func channelsOf(instr ssa.Instruction) []ssa.Value {
	switch i := instr.(type) {
	case *ssa.UnOp:
		if i.Op == token.ARROW {
			return []ssa.Value{i.X}
		}
	case *ssa.Select:
		var out []ssa.Value
		for _, s := range i.States {
			if s.Dir == types.RecvOnly {
				out = append(out, s.Chan)
			}
		}
		return out
	}
	return nil
}

func isClose(c *ssa.CallCommon) bool { return callsBuiltin(c, "close") }

func callsBuiltin(c *ssa.CallCommon, name string) bool {
	builtin, ok := c.Value.(*ssa.Builtin)
	return ok && builtin.Name() == name
}

// outside is the value at the site that a value in the goroutine's body is, or
// that its variable or struct is bound to; nil for what the body made itself.
func (b *builder) outside(site ssa.CallInstruction, body *ssa.Function, v ssa.Value) ssa.Value {
	base := rootOf(v)
	switch x := base.(type) {
	case *ssa.FreeVar:
		if i := slices.Index(body.FreeVars, x); i >= 0 {
			for _, mc := range b.prog.MadeAt(body) {
				if i < len(mc.Bindings) {
					return mc.Bindings[i]
				}
			}
		}
		return nil
	case *ssa.Parameter:
		i := slices.Index(body.Params, x)
		for _, c := range b.prog.Callees(site) {
			if c.Body == body {
				return c.InputValue(i)
			}
		}
		return nil
	case *ssa.Global:
		return base
	}
	return nil
}

// rootOf is the variable, parameter or call that a value is read from.
func rootOf(v ssa.Value) ssa.Value {
	for range 12 {
		switch x := v.(type) {
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.Field:
			v = x.X
		case *ssa.IndexAddr:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.TypeAssert:
			v = x.X
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return v
			}
			v = x.X
		default:
			return v
		}
	}
	return v
}

// mayBeAwaited reports whether somebody besides the goroutine may look at what
// it reports to.
func (b *builder) mayBeAwaited(site ssa.CallInstruction, v ssa.Value) bool {
	base := rootOf(v)
	switch x := base.(type) {
	case *ssa.Global:
		return false
	case *ssa.FreeVar:
		for _, bound := range b.prog.Bound(x) {
			if made := b.madeFor(x.Parent(), bound); made != nil && b.mayBeAwaited(made, bound) {
				return true
			}
		}
		return false
	case *ssa.Parameter:
		return !b.isBefore(x)
	case *ssa.Alloc:
		if p := parameterIn(x); p != nil {
			return !b.isBefore(p)
		}
	}
	return b.isLookedAt(site, base)
}

// madeFor is an instruction of the function around a literal, where that is
// made.
func (b *builder) madeFor(lit *ssa.Function, bound ssa.Value) ssa.CallInstruction {
	for _, mc := range b.prog.MadeAt(lit) {
		for _, ref := range program.Refs(mc) {
			if site, ok := ref.(ssa.CallInstruction); ok && mc.Parent() == bound.Parent() {
				return site
			}
		}
	}
	return nil
}

// parameterIn is the parameter that a variable holds because a literal captures
// it, or nil.
func parameterIn(a *ssa.Alloc) *ssa.Parameter {
	vs := program.StoredIn(a)
	if len(vs) != 1 {
		return nil
	}
	p, _ := vs[0].(*ssa.Parameter)
	return p
}

// isBefore reports whether a parameter is there before the request: the
// receiver of a root.
func (b *builder) isBefore(p *ssa.Parameter) bool {
	fn := p.Parent()
	return fn.Signature.Recv() != nil && fn.Params[0] == p && b.prog.Root(fn) != program.NotRoot
}

// isLookedAt reports whether the function at site, or a literal in it other than
// the goroutine's, receives from, waits for or hands on what base holds.
func (b *builder) isLookedAt(site ssa.CallInstruction, base ssa.Value) bool {
	aliases := []ssa.Value{base}
	if a, ok := base.(*ssa.Alloc); ok {
		aliases = append(aliases, program.StoredIn(a)...)
	} else if base.Referrers() != nil {
		for _, ref := range program.Refs(base) {
			if s, ok := ref.(*ssa.Store); ok && s.Val == base {
				aliases = append(aliases, s.Addr)
			}
		}
	}
	own := b.bodiesAt(site)
	return b.looksAt(site.Parent(), site, own, aliases)
}

func (b *builder) looksAt(fn *ssa.Function, site ssa.CallInstruction, own []*ssa.Function, aliases []ssa.Value) bool {
	if slices.Contains(own, fn) {
		return false
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if instr != ssa.Instruction(site) && b.looks(instr, own, aliases) && (fn != site.Parent() || comesAfter(instr, site) || isReport(aliases[0].Type())) {
				return true
			}
		}
	}
	return slices.ContainsFunc(fn.AnonFuncs, func(lit *ssa.Function) bool { return b.looksAt(lit, site, own, aliases) })
}

// comesAfter reports whether control may come from site to instr, or instr is
// deferred and runs in the end.
func comesAfter(instr ssa.Instruction, site ssa.Instruction) bool {
	if _, deferred := instr.(*ssa.Defer); deferred || reaches(site.Block(), instr.Block()) {
		return true
	}
	return instr.Block() == site.Block() && indexOf(instr) > indexOf(site)
}

// isReport tells a channel or group, or the variable of one, from a struct that
// has one among other things.
func isReport(t types.Type) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok && !program.HasMethod(t, "Wait") {
		t = ptr.Elem()
	}
	_, isChan := t.Underlying().(*types.Chan)
	return isChan || program.HasMethod(types.NewPointer(t), "Wait") || program.HasMethod(t, "Wait")
}

// looks reports whether one instruction does: a receive, a case of a select, a
// call other than Add and Done, a return, or a store in something else.
func (b *builder) looks(instr ssa.Instruction, own []*ssa.Function, aliases []ssa.Value) bool {
	is := func(v ssa.Value) bool {
		v = rootOf(v)
		if fv, ok := v.(*ssa.FreeVar); ok {
			return slices.ContainsFunc(b.prog.Bound(fv), func(bound ssa.Value) bool { return slices.Contains(aliases, rootOf(bound)) })
		}
		return slices.Contains(aliases, v)
	}
	switch i := instr.(type) {
	case *ssa.UnOp:
		return i.Op == token.ARROW && is(i.X)
	case *ssa.Select:
		return slices.ContainsFunc(i.States, func(s *ssa.SelectState) bool { return s.Dir == types.RecvOnly && is(s.Chan) })
	case ssa.CallInstruction:
		c := i.Common()
		if slices.ContainsFunc(own, func(fn *ssa.Function) bool { return funcValue(c.Value) == fn }) {
			return false
		}
		switch methodName(c) {
		case "Add", "Done", "Go", "Lock", "Unlock", "SetLimit":
			return false
		}
		if _, builtin := c.Value.(*ssa.Builtin); builtin {
			return false
		}
		return c.IsInvoke() && is(c.Value) || slices.ContainsFunc(c.Args, is)
	case *ssa.Return:
		return slices.ContainsFunc(i.Results, is)
	case *ssa.Store:
		_, isVar := i.Addr.(*ssa.Alloc)
		return !isVar && is(i.Val)
	case *ssa.MapUpdate:
		return is(i.Value)
	}
	return false
}

func funcValue(v ssa.Value) *ssa.Function {
	if mc, ok := v.(*ssa.MakeClosure); ok {
		fn, _ := mc.Fn.(*ssa.Function)
		return fn
	}
	fn, _ := v.(*ssa.Function)
	return fn
}

// bodiesAt are the functions that a site starts in other goroutines.
func (b *builder) bodiesAt(site ssa.CallInstruction) []*ssa.Function {
	var out []*ssa.Function
	for _, c := range b.prog.Callees(site) {
		if _, isGo := site.(*ssa.Go); isGo && c.Body != nil {
			out = append(out, c.Body)
		}
		for _, g := range b.given(site, c) {
			for _, fc := range b.prog.FuncValues(g.value, nil) {
				if fc.Body != nil {
					out = append(out, fc.Body)
				}
			}
		}
	}
	return out
}
