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

// givenBack reports whether the permit is released between the guard and the
// site, on every path.
func (b *builder) givenBack(g guard, site ssa.Instruction) bool {
	for _, block := range site.Parent().Blocks {
		for i, instr := range block.Instrs {
			if instr == site || !g.dominates(instr) || !b.releases(instr, g) {
				continue
			}
			if (guard{block: block, index: i}).dominates(site) {
				return true
			}
		}
	}
	return false
}

// releases reports whether an instruction, itself and not when the function
// ends, gives back what a guard took.
func (b *builder) releases(instr ssa.Instruction, g guard) bool {
	switch x := instr.(type) {
	case *ssa.Call:
		if x == g.by {
			return false
		}
		if g.on != nil {
			return b.isRelease(x) && b.samePlace(receiver(x.Common()), g.on)
		}
		return comesFrom(x.Common().Value, g.by) || b.givesBackAt(x)
	case *ssa.UnOp:
		return x.Op == token.ARROW && g.sent && b.samePlace(x.X, g.on)
	case *ssa.Send:
		return !g.sent && b.samePlace(x.Chan, g.on)
	}
	return false
}

// isRelease reports whether a call gives a lock or permit back: the catalogue
// names it next to a method of the same type that takes one, or an interface
// has both. Read locks are not asked for, since they limit nothing.
func (b *builder) isRelease(site ssa.CallInstruction) bool {
	name := methodName(site.Common())
	if !strings.HasPrefix(name, "Unlock") && name != "Release" {
		return false
	}
	if isPaired(site.Common(), map[string]string{"Unlock": "Lock", "Release": "Acquire"}) {
		return true
	}
	for _, c := range b.prog.Callees(site) {
		for _, sym := range b.prog.SymbolsOf(c) {
			if gives(sym.Lib, sym.Rel) {
				return true
			}
		}
	}
	return false
}

// gives reports whether a method is the release of a lock or permit.
func gives(lib *model.Library, method string) bool {
	recv, name, _ := model.Receiver(method)
	for row := range lib.All() {
		r, ok := row.Entry.(*model.Resource)
		if !ok || r.Result >= 0 || r.Duty != model.DutyLock && r.Duty != model.DutyPermit {
			continue
		}
		typ, takes, _ := model.Receiver(r.Symbol)
		if typ == recv && !strings.Contains(takes, "RLock") && slices.ContainsFunc(r.Release, func(x model.Release) bool { return x.Name == name }) {
			return true
		}
	}
	return false
}

// comesFrom reports whether a function value is, or is among, the results of a
// call.
func comesFrom(v ssa.Value, call *ssa.Call) bool {
	if ex, ok := v.(*ssa.Extract); ok {
		v = ex.Tuple
	}
	return call != nil && v == ssa.Value(call)
}

// givesBackAt reports whether a call is of a helper that gives a permit back.
func (b *builder) givesBackAt(site ssa.CallInstruction) bool {
	for _, c := range b.prog.Callees(site) {
		if shape := b.shapeOf(c); shape != nil && shape.GivesBack {
			return true
		}
	}
	return false
}

// samePlace reports whether two values are the same field, variable or local.
func (b *builder) samePlace(x, y ssa.Value) bool {
	if x == nil || y == nil {
		return false
	}
	if x == y {
		return true
	}
	x, y = b.outer(x), b.outer(y)
	if x == y {
		return true
	}
	switch a := x.(type) {
	case *ssa.UnOp:
		c, ok := y.(*ssa.UnOp)
		return ok && a.Op == token.MUL && c.Op == token.MUL && b.samePlace(a.X, c.X)
	case *ssa.FieldAddr:
		c, ok := y.(*ssa.FieldAddr)
		return ok && a.Field == c.Field && b.samePlace(a.X, c.X)
	case *ssa.ChangeType:
		return b.samePlace(a.X, y)
	}
	if c, ok := y.(*ssa.ChangeType); ok {
		return b.samePlace(x, c.X)
	}
	return false
}

// outer is what a captured variable is bound to, when that is one value.
func (b *builder) outer(v ssa.Value) ssa.Value {
	fv, ok := v.(*ssa.FreeVar)
	if !ok {
		if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
			if a, ok := load.X.(*ssa.Alloc); ok { // a parameter that a literal captures
				if vs := program.StoredIn(a); len(vs) == 1 {
					return vs[0]
				}
			}
			if fv, ok := load.X.(*ssa.FreeVar); ok {
				if vs := b.boundValues(fv); len(vs) == 1 {
					return vs[0]
				}
			}
		}
		return v
	}
	if bound := b.prog.Bound(fv); len(bound) == 1 {
		return bound[0]
	}
	return v
}

// acquires reports whether fn may leave with a permit held that it does not
// give back: a helper that takes one for its caller.
func (b *builder) acquires(fn *ssa.Function) bool {
	var gs []guard
	for g := range b.exchangesIn(fn) {
		if isShared(g.on) && isPermit(g.on.Type()) && g.sent != b.isFilled(g.on) {
			gs = append(gs, g)
		}
	}
	gs = append(gs, b.calledGuards(fn)...)
	rets := returns(fn)
	for _, g := range gs {
		if b.endsHeld(fn, g) {
			continue
		}
		for _, ret := range rets {
			if g.dominates(ret) {
				return true
			}
		}
	}
	return false
}

// endsHeld reports whether fn gives the permit back itself, at once or when it
// ends. A literal that gives it back counts only if it is deferred: otherwise
// it is what the caller is given to call.
func (b *builder) endsHeld(fn *ssa.Function, g guard) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if b.releases(instr, g) {
				return true
			}
			d, ok := instr.(*ssa.Defer)
			if !ok {
				continue
			}
			switch callee := d.Call.Value.(type) {
			case *ssa.MakeClosure:
				if anon, ok := callee.Fn.(*ssa.Function); ok && b.endsHeld(anon, g) {
					return true
				}
			case *ssa.Function:
				if callee.Parent() == fn && b.endsHeld(callee, g) {
					return true
				}
			}
			if b.isRelease(d) && (g.on == nil || b.samePlace(receiver(&d.Call), g.on)) ||
				g.on == nil && comesFrom(d.Call.Value, g.by) || b.givesBackAt(d) {
				return true
			}
		}
	}
	return false
}

// givesBack reports whether fn gives back a permit or lock that it did not
// take: the other half of a helper that acquires.
func (b *builder) givesBack(fn *ssa.Function) bool {
	for g := range b.exchangesIn(fn) {
		if isShared(g.on) && isPermit(g.on.Type()) && g.sent == b.isFilled(g.on) && !b.takesIn(fn, g.on) {
			return true
		}
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			site, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			if _, isGo := instr.(*ssa.Go); isGo {
				continue
			}
			if b.isRelease(site) && !b.takesIn(fn, receiver(site.Common())) {
				return true
			}
		}
	}
	return false
}

// takesIn reports whether fn takes what it gives back.
func (b *builder) takesIn(fn *ssa.Function, on ssa.Value) bool {
	for _, g := range b.guardsOf(fn) {
		if g.on == nil || b.samePlace(g.on, on) {
			return true
		}
	}
	return false
}

// isPermit reports whether a channel of the type may hold permits, which say
// nothing but that they are there.
func isPermit(t types.Type) bool {
	ch, ok := t.Underlying().(*types.Chan)
	if !ok {
		return false
	}
	switch elem := ch.Elem().Underlying().(type) {
	case *types.Struct:
		return elem.NumFields() == 0
	case *types.Basic:
		return elem.Info()&(types.IsBoolean|types.IsInteger) != 0
	}
	return false
}

// isFilled reports whether a channel, a field or variable of the package, is
// filled with permits where it is made: then receiving takes one, and sending
// gives it back. Otherwise it is the other way round.
func (b *builder) isFilled(ch ssa.Value) bool {
	place := placeOf(ch)
	if place == nil {
		return false
	}
	if b.filled == nil {
		b.filled = map[any]bool{}
		for _, fn := range b.prog.Funcs {
			b.findFilled(fn)
		}
	}
	return b.filled[place]
}

// findFilled notes the channels that fn makes, or as an init function sets up,
// and sends to.
func (b *builder) findFilled(fn *ssa.Function) {
	made := map[ssa.Value]any{}
	places := map[any]bool{}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if s, ok := instr.(*ssa.Store); ok {
				if mc, ok := s.Val.(*ssa.MakeChan); ok && placeOf(s.Addr) != nil {
					made[mc] = placeOf(s.Addr)
					places[placeOf(s.Addr)] = true
				}
			}
		}
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			s, ok := instr.(*ssa.Send)
			if !ok {
				continue
			}
			if place := made[s.Chan]; place != nil {
				b.filled[place] = true
			} else if place := placeOf(s.Chan); place != nil && (places[place] || strings.HasPrefix(fn.Name(), "init")) {
				b.filled[place] = true
			}
		}
	}
}

// placeOf is the field or package variable that a value is, or is read from; or
// nil.
func placeOf(v ssa.Value) any {
	switch x := v.(type) {
	case *ssa.ChangeType:
		return placeOf(x.X)
	case *ssa.UnOp:
		return placeOf(x.X)
	case *ssa.FieldAddr:
		return program.FieldOf(x.X.Type(), x.Field)
	case *ssa.Global:
		return x
	}
	return nil
}
