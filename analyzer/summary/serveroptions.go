package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// unconfigured reports whether a call makes a server, such as fiber.New, and
// gives it none of the configurations that could bound it.
func (b *builder) unconfigured(s *Server, sym program.Symbol, site ssa.CallInstruction) bool {
	call, ok := site.(*ssa.Call)
	if !ok || !slices.ContainsFunc(sym.Lib.Handlers(sym.Rel), func(h *model.Handler) bool { return h.Kind == model.HandlerServer }) {
		return false
	}
	tail := variadicTail(call)
	if tail == nil || !isNil(tail) {
		return false
	}
	lib, name, fields := b.serverFields(tail.Type().Underlying().(*types.Slice).Elem(), readBounds)
	if len(fields) == 0 || b.setsAny(lib, fields) || b.isServedElsewhere(call) {
		return false
	}
	s.Config, s.Fields = name, fields
	return true
}

// variadicTail is the slice of the variadic arguments of a call, nil if its
// callee takes none.
func variadicTail(call *ssa.Call) ssa.Value {
	sig := call.Common().Signature()
	if !sig.Variadic() || len(call.Common().Args) == 0 {
		return nil
	}
	return call.Common().Args[len(call.Common().Args)-1]
}

// isServedElsewhere reports whether somebody else accepts the connections of
// the server that a call makes: another server that it is mounted in, an adapter
// that is given it or the function that answers its requests, or a server behind
// it that the package configures. One that listens on this machine only has no
// slow peers.
func (b *builder) isServedElsewhere(server *ssa.Call) bool {
	for _, ref := range program.Refs(server) {
		if mi, ok := ref.(*ssa.MakeInterface); ok && b.leaves(mi, mi.Referrers()) {
			return true
		}
		site, ok := ref.(ssa.CallInstruction)
		if !ok {
			continue
		}
		if receiver(site.Common()) != ssa.Value(server) {
			if !b.isOwnCall(site) {
				return true
			}
			continue
		}
		if slices.ContainsFunc(site.Common().Args, isLoopback) || handsOut(site.Common().Signature()) {
			return true
		}
	}
	return false
}

// leaves reports whether a value is given to a function of a library, be it as
// one of many arguments.
func (b *builder) leaves(v ssa.Value, refs *[]ssa.Instruction) bool {
	for _, ref := range *refs {
		switch i := ref.(type) {
		case ssa.CallInstruction:
			if receiver(i.Common()) != v && !b.isOwnCall(i) {
				return true
			}
		case *ssa.Store:
			if ia, ok := i.Addr.(*ssa.IndexAddr); ok && i.Val == v {
				if a, ok := ia.X.(*ssa.Alloc); ok && isVariadic(a) {
					return true
				}
			}
		}
	}
	return false
}

func (b *builder) isOwnCall(site ssa.CallInstruction) bool {
	return !slices.ContainsFunc(b.prog.Callees(site), func(c program.Callee) bool {
		return c.Body == nil && c.Func != nil && !b.opt.IsNode(c.Func)
	})
}

// handsOut reports whether a method returns what answers requests, or the
// server behind another.
func handsOut(sig *types.Signature) bool {
	if sig.Results().Len() != 1 {
		return false
	}
	t := sig.Results().At(0).Type()
	if program.IsFunc(t) {
		return true
	}
	ptr, ok := t.(*types.Pointer)
	return ok && hasField(ptr.Elem(), readBounds[1])
}

// keepsDead reports whether a call makes a server that is given none of the
// options that would end a connection whose peer is gone. All that it is given
// has to be in sight.
func (b *builder) keepsDead(s *Server, sym program.Symbol, site ssa.CallInstruction) bool {
	call, ok := site.(*ssa.Call)
	if !ok {
		return false
	}
	for _, row := range sym.Lib.Bounds(sym.Rel) {
		tail := variadicTail(call)
		if row.Unless == nil || tail == nil || b.callsAny(sym.Lib, row.Unless) || !(options{path: sym.Lib.Path()}).inSight(tail, 0) {
			continue
		}
		s.Lacks = LacksKeepalive
		return true
	}
	return false
}

// callsAny reports whether the package calls one of a library's functions.
func (b *builder) callsAny(lib *model.Library, functions []string) bool {
	if b.called == nil {
		b.called = map[string]bool{}
		for _, fn := range b.prog.Funcs {
			for _, block := range fn.Blocks {
				for _, instr := range block.Instrs {
					if site, ok := instr.(ssa.CallInstruction); ok && site.Common().StaticCallee() != nil {
						b.called[site.Common().StaticCallee().String()] = true
					}
				}
			}
		}
	}
	return slices.ContainsFunc(functions, func(f string) bool { return b.called[lib.Path()+"."+f] })
}

// givenTo lists the parameters of functions of other own packages that a
// server is given to. ok is false when somebody unknown, such as an option, is
// given it.
func (b *builder) givenTo(a *ssa.Alloc) (params []string, ok bool) {
	values := []ssa.Value{a}
	for _, ref := range program.Refs(a) {
		if s, isStore := ref.(*ssa.Store); isStore && s.Val == ssa.Value(a) {
			if cell, isCell := s.Addr.(*ssa.Alloc); isCell {
				values = append(values, loads(cell)...)
			}
		}
	}
	for _, v := range values {
		for _, ref := range program.Refs(v) {
			site, isCall := ref.(ssa.CallInstruction)
			if !isCall || receiver(site.Common()) == v || !slices.Contains(site.Common().Args, v) {
				continue
			}
			callees := b.prog.Callees(site)
			if len(callees) == 0 {
				return nil, false
			}
			for _, c := range callees {
				i := slices.Index(c.Args, v)
				if c.Invoke && b.isOpenMethod(c.Func) || c.Param >= 0 {
					return nil, false
				}
				if c.Body == nil && c.Func != nil && b.opt.IsNode(c.Func) && i >= 0 {
					params = append(params, program.ParamSlot(program.Key(c.Func), i))
				}
			}
		}
	}
	return params, true
}

// loads are the values read from a variable.
func loads(cell *ssa.Alloc) []ssa.Value {
	var out []ssa.Value
	for _, ref := range program.Refs(cell) {
		if u, ok := ref.(*ssa.UnOp); ok && u.X == ssa.Value(cell) {
			out = append(out, u)
		}
	}
	return out
}

// Bounder begins the setting that a function bounds the server that it is given
// as a parameter.
const Bounder = "bounds "

// BoundedParam is the setting that a store into a field of a server which the
// function was given makes, "" for another store.
func (p *Package) BoundedParam(fa *ssa.FieldAddr) string {
	param, ok := fa.X.(*ssa.Parameter)
	ptr, isPtr := fa.X.Type().Underlying().(*types.Pointer)
	if !ok || !isPtr {
		return ""
	}
	f := program.FieldOf(fa.X.Type(), fa.Field)
	if _, _, fields := p.b.serverFields(ptr.Elem(), readBounds); f == nil || !slices.Contains(fields, f.Name()) {
		return ""
	}
	return Bounder + program.SlotOf(param)
}

// IsBounded reports whether a setting says that somebody bounds the server.
func (s *Server) IsBounded(settings []string) bool {
	return slices.ContainsFunc(settings, func(setting string) bool {
		slot, ok := strings.CutPrefix(setting, Bounder)
		return ok && slices.Contains(s.Passed, slot)
	})
}
