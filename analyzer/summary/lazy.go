package summary

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// lazily reports whether what v is, is stored in a variable of the package or a
// field of something shared where that was found empty, and which inputs that
// something derives from: none for a variable of the package. Whether a lock is
// held meanwhile is for others to say, and only whether that is so where it is
// stored is said here.
//
// The test must dominate what makes v: it compares the same variable or field
// with nil, looks the same map up, or reads a flag that the function sets. One that
// comes between making and storing v says that whoever comes second takes what is
// there by then.
func (b *builder) lazily(v ssa.Value) (into Inputs, flags Flags) {
	for _, p := range storedIn(v, map[ssa.Value]bool{}) {
		made, ok := v.(ssa.Instruction)
		if !ok || !testedBefore(made, p, nil) || testedBefore(p.at, p, made) {
			continue
		}
		if into, ok := b.baseOf(p.base); ok {
			flags = Lazy
			if _, isMap := p.at.(*ssa.Call); isMap || b.isGuarded(p.at) {
				flags |= Ordered
			}
			return into, flags
		}
	}
	return 0, 0
}

// lazyPlace is a package variable, or a field whatever the struct; base is what
// the struct is reached through, nil for a variable, and at stores something there.
type lazyPlace struct {
	key  any // *ssa.Global or *types.Var
	base ssa.Value
	at   ssa.Instruction
}

// storedIn lists the variables and fields that v, what it is made part of, or
// what is made of it by a conversion or constructor, is stored in.
func storedIn(v ssa.Value, seen map[ssa.Value]bool) []lazyPlace {
	if v == nil || v.Referrers() == nil || seen[v] || len(seen) > 30 {
		return nil
	}
	seen[v] = true
	var out []lazyPlace
	for _, ref := range program.Refs(v) {
		switch i := ref.(type) {
		case *ssa.Store:
			if i.Val != v {
				continue
			}
			if a, ok := i.Addr.(*ssa.Alloc); ok {
				for _, use := range program.Refs(a) {
					if load, ok := use.(*ssa.UnOp); ok {
						out = append(out, storedIn(load, seen)...)
					}
				}
			} else if whole := partOf(i.Addr); whole != nil {
				out = append(out, storedIn(whole, seen)...)
			} else if p, ok := lazyPlaceOf(i.Addr); ok {
				p.at = i
				out = append(out, p)
			}
		case *ssa.MapUpdate:
			if load, ok := i.Map.(*ssa.UnOp); ok && i.Value == v {
				if p, ok := lazyPlaceOf(load.X); ok {
					p.at = i
					out = append(out, p)
				}
			}
		case *ssa.Extract, *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Phi:
			out = append(out, storedIn(i.(ssa.Value), seen)...)
		case *ssa.Call:
			if at := syncMap(i.Common(), "Store"); at != nil {
				if p, ok := lazyPlaceOf(at); ok {
					p.at = i
					out = append(out, p)
				}
			} else if makes(i.Common()) { // another constructor around it
				out = append(out, storedIn(i, seen)...)
			}
		}
	}
	return out
}

// syncMap is the address of the sync.Map that a method is called on, nil for other
// calls.
func syncMap(c *ssa.CallCommon, method string) ssa.Value {
	if recv := receiver(c); recv != nil && methodName(c) == method && recv.Type().String() == "*sync.Map" {
		return recv
	}
	return nil
}

// partOf is the struct made here that an address is a field of, nil if none.
func partOf(addr ssa.Value) ssa.Value {
	if fa, ok := addr.(*ssa.FieldAddr); ok {
		if a, ok := fa.X.(*ssa.Alloc); ok {
			return a
		}
	}
	return nil
}

// lazyPlaceOf is the variable or field at an address.
func lazyPlaceOf(addr ssa.Value) (lazyPlace, bool) {
	switch a := addr.(type) {
	case *ssa.Global:
		return lazyPlace{key: a}, true
	case *ssa.FieldAddr:
		if f := program.FieldOf(a.X.Type(), a.Field); f != nil {
			return lazyPlace{key: f, base: a.X}, true
		}
	}
	return lazyPlace{}, false
}

// testedBefore reports whether an instruction runs only where a test, one that comes
// after another instruction if that is given, found the location empty.
func testedBefore(instr ssa.Instruction, p lazyPlace, after ssa.Instruction) bool {
	for d := instr.Block(); d.Idom() != nil; d = d.Idom() {
		test := d.Idom()
		last := test.Instrs[len(test.Instrs)-1]
		cond, ok := last.(*ssa.If)
		if ok && test.Dominates(instr.Block()) && (after == nil || dominates(after, last)) && finds(cond.Cond, p, instr.Parent()) {
			return true
		}
	}
	return false
}

// finds reports whether a condition tells whether the location is empty.
func finds(cond ssa.Value, p lazyPlace, fn *ssa.Function) bool {
	switch x := cond.(type) {
	case *ssa.UnOp:
		if x.Op == token.NOT {
			return finds(x.X, p, fn)
		}
		return x.Op == token.MUL && isFlagOf(x.X, p, fn)
	case *ssa.BinOp:
		if x.Op != token.EQL && x.Op != token.NEQ {
			return false
		}
		return isNil(x.Y) && reads(x.X, p) || isNil(x.X) && reads(x.Y, p)
	case *ssa.Extract: // v, ok := m[key], and whoever looks that up
		switch look := x.Tuple.(type) {
		case *ssa.Lookup:
			return x.Index == 1 && reads(look.X, p)
		case *ssa.Call:
			if at := syncMap(look.Common(), "Load"); at != nil {
				q, ok := lazyPlaceOf(at)
				return ok && x.Index == 1 && q.key == p.key
			}
			return returnsOf(look, x.Index, func(v ssa.Value) bool { return finds(v, p, nil) })
		}
	}
	return false
}

// returnsOf reports whether a function of the package may return something of a
// kind as its i-th result. One that defers calls keeps its results in variables.
func returnsOf(call *ssa.Call, i int, isOf func(ssa.Value) bool) bool {
	fn := call.Common().StaticCallee()
	return fn != nil && slices.ContainsFunc(returns(fn), func(ret *ssa.Return) bool {
		if i >= len(ret.Results) {
			return false
		}
		if load, ok := ret.Results[i].(*ssa.UnOp); ok {
			if kept, ok := load.X.(*ssa.Alloc); ok {
				return slices.ContainsFunc(program.StoredIn(kept), isOf)
			}
		}
		return isOf(ret.Results[i])
	})
}

// reads reports whether v is read from the location, or from a map that is.
func reads(v ssa.Value, p lazyPlace) bool {
	switch x := v.(type) {
	case *ssa.UnOp:
		q, ok := lazyPlaceOf(x.X)
		return x.Op == token.MUL && ok && q.key == p.key
	case *ssa.Lookup:
		return reads(x.X, p)
	case *ssa.Extract:
		switch look := x.Tuple.(type) {
		case *ssa.Lookup:
			return x.Index == 0 && reads(look.X, p)
		case *ssa.Call:
			return returnsOf(look, x.Index, func(v ssa.Value) bool { return readsHere(v, p) })
		}
	case *ssa.Call:
		return returnsOf(x, 0, func(v ssa.Value) bool { return readsHere(v, p) })
	}
	return false
}

// readsHere is reads, but of no call.
func readsHere(v ssa.Value, p lazyPlace) bool {
	if ex, ok := v.(*ssa.Extract); ok {
		v = ex.Tuple
	}
	_, isCall := v.(*ssa.Call)
	return !isCall && reads(v, p)
}

// isFlagOf reports whether an address is that of a boolean, of the package or
// of the same struct, that the function sets.
func isFlagOf(addr ssa.Value, p lazyPlace, fn *ssa.Function) bool {
	flag, ok := lazyPlaceOf(addr)
	if !ok || (flag.base == nil) != (p.base == nil) {
		return false
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			s, ok := instr.(*ssa.Store)
			if !ok {
				continue
			}
			c, isConst := s.Val.(*ssa.Const)
			if q, ok := lazyPlaceOf(s.Addr); ok && q.key == flag.key && isConst && c.Value != nil && c.Value.Kind() == constant.Bool && constant.BoolVal(c.Value) {
				return true
			}
		}
	}
	return false
}

// baseOf is the set of inputs that what a field belongs to derives from. ok is
// false for what is made here, carries a request's context, or is not known to
// be shared.
func (b *builder) baseOf(base ssa.Value) (into Inputs, ok bool) {
	for depth := 0; base != nil && depth < 8; depth++ {
		if program.CarriesContext(base.Type()) {
			return 0, false
		}
		switch x := base.(type) {
		case *ssa.FieldAddr:
			base = x.X
		case *ssa.UnOp:
			base = x.X
		case *ssa.Global:
			return 0, true
		case *ssa.Parameter:
			if _, isPtr := x.Type().Underlying().(*types.Pointer); !isPtr {
				return 0, false // a copy
			}
			return bit(slices.Index(x.Parent().Params, x)), true
		case *ssa.FreeVar:
			return bit(len(x.Parent().Params) + slices.Index(x.Parent().FreeVars, x)), true
		default:
			return 0, false
		}
	}
	return 0, base == nil
}

// isReturned reports whether v, or what it is made part of, is returned.
func isReturned(v ssa.Value, seen map[ssa.Value]bool) bool {
	if v == nil || v.Referrers() == nil || seen[v] || len(seen) > 30 {
		return false
	}
	seen[v] = true
	for _, ref := range program.Refs(v) {
		switch i := ref.(type) {
		case *ssa.Return:
			return true
		case *ssa.Store:
			addr := i.Addr
			if fa, ok := addr.(*ssa.FieldAddr); ok {
				addr = fa.X
			}
			if a, ok := addr.(*ssa.Alloc); ok && i.Val == v && isReturned(a, seen) {
				return true
			}
		case *ssa.Extract, *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Phi, *ssa.UnOp:
			if isReturned(i.(ssa.Value), seen) {
				return true
			}
		case *ssa.Call: // another constructor around it
			if makes(i.Common()) && isReturned(i, seen) {
				return true
			}
		}
	}
	return false
}

// fresh is the set of inputs of a callee that the caller made itself.
func (b *builder) fresh(c program.Callee) Inputs {
	var out Inputs
	for i, a := range c.Args {
		if _, isPtr := a.Type().Underlying().(*types.Pointer); isPtr && maker(a) != nil {
			out |= bit(i)
		}
	}
	return out
}
