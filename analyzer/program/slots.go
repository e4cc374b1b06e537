package program

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A slot is a place that an interface value, a function, a client or a context
// is kept in or passed through: a field, a package variable, a parameter or a
// result. Slots have names, so that what one package puts in can be found by
// another that reads it.

// TypeKey names a type in tables, with import paths.
func TypeKey(t types.Type) string {
	return types.TypeString(types.Unalias(t), func(p *types.Package) string { return PathOf(p) })
}

// Instance names what the interface that declares a method is instantiated
// with, "" if it has no type parameters, or if that depends on those of the
// function or type around.
func Instance(method *types.Func) string {
	recv := method.Signature().Recv()
	if recv == nil {
		return ""
	}
	named, ok := types.Unalias(recv.Type()).(*types.Named)
	if !ok || named.TypeArgs().Len() == 0 {
		return ""
	}
	var names []string
	for t := range named.TypeArgs().Types() {
		if !isConcrete(t) {
			return ""
		}
		names = append(names, TypeKey(t))
	}
	return strings.Join(names, ", ")
}

// FieldSlot names the slot that a field is, for every value of its struct.
func FieldSlot(fa *ssa.FieldAddr) string { return MemberSlot(fa.X.Type(), fa.Field) }

// MemberSlot names the slot that a field of the struct t, or of what t points
// to, is.
func MemberSlot(t types.Type, index int) string {
	f := FieldOf(t, index)
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || f == nil || named.Obj().Pkg() == nil {
		return ""
	}
	return PathOf(named.Obj().Pkg()) + "." + named.Obj().Name() + "." + f.Name()
}

// GlobalSlot names the slot that a package variable is.
func GlobalSlot(g *ssa.Global) string { return PathOf(g.Pkg.Pkg) + "." + g.Name() }

// ParamSlot names the slot that a parameter of the function key is.
func ParamSlot(key string, i int) string { return key + "#" + strconv.Itoa(i) }

// ParamOf takes the slot of a parameter apart; i is -1 for other slots.
func ParamOf(slot string) (key string, i int) {
	key, index, _ := strings.Cut(slot, "#")
	i, err := strconv.Atoi(index)
	if err != nil {
		return key, -1
	}
	return key, i
}

// ResultSlot names the slot that a result of the function key is.
func ResultSlot(key string, i int) string { return key + "!" + strconv.Itoa(i) }

// FuncTypeSlot names the slot of the functions that are converted to a function
// type with methods, which call them: their receiver.
func FuncTypeSlot(named *types.Named) string {
	return PathOf(named.Obj().Pkg()) + "." + named.Obj().Name() + "()"
}

// ElementSlot names the slot that all elements of a slice, an array or a map
// are, by the slot of that; "" if it has none.
func ElementSlot(slot string) string {
	if slot == "" {
		return ""
	}
	return slot + "[]"
}

// ClientSlot is the slot that a client is kept in, by value or by pointer, ""
// if it is none.
func ClientSlot(v ssa.Value) string {
	switch x := v.(type) {
	case *ssa.FieldAddr:
		return FieldSlot(x)
	case *ssa.Global:
		return GlobalSlot(x)
	}
	return KeptSlot(v)
}

// KeptSlot is the field, variable or parameter that a value is read from, ""
// if it is none.
func KeptSlot(v ssa.Value) string {
	switch x := v.(type) {
	case *ssa.UnOp:
		switch x.X.(type) {
		case *ssa.FieldAddr, *ssa.Global:
			return SlotOf(x)
		}
	case *ssa.Field, *ssa.Parameter:
		return SlotOf(x)
	}
	return ""
}

// SlotOf is the slot that a value is read from, "" if it is none. What is read
// from a slice or a map comes from the slot of all its elements, and a captured
// variable from where its only value does.
func SlotOf(v ssa.Value) string { return slotOf(v, 0) }

// maxSlotDepth bounds how far a value is followed to its slot.
const maxSlotDepth = 8

func slotOf(v ssa.Value, depth int) string {
	if depth > maxSlotDepth {
		return ""
	}
	switch x := v.(type) {
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return loadedSlot(x.X, depth+1)
		}
	case *ssa.Field:
		return MemberSlot(x.X.Type(), x.Field)
	case *ssa.Parameter:
		if named := receiverFunc(x); named != nil {
			return FuncTypeSlot(named)
		}
		return ParamSlot(FuncKey(x.Parent()), slices.Index(x.Parent().Params, x))
	case *ssa.FreeVar:
		return slotOf(boundTo(x), depth+1)
	case *ssa.Call:
		return calledSlot(x, 0, depth)
	case *ssa.Lookup:
		return ElementSlot(slotOf(x.X, depth+1))
	case *ssa.Index:
		return ElementSlot(slotOf(x.X, depth+1))
	case *ssa.Extract:
		return partSlot(x, depth+1)
	}
	return ""
}

// loadedSlot is the slot at an address.
func loadedSlot(addr ssa.Value, depth int) string {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		return FieldSlot(a)
	case *ssa.Global:
		return GlobalSlot(a)
	case *ssa.IndexAddr:
		return ElementSlot(slotOf(a.X, depth))
	case *ssa.Alloc:
		if vs := StoredIn(a); len(vs) == 1 {
			return slotOf(vs[0], depth)
		}
	case *ssa.FreeVar:
		if bound := boundTo(a); bound != nil {
			return loadedSlot(bound, depth+1)
		}
	}
	return ""
}

// CalledSlot is the slot of a result of the function that a call plainly names,
// or of an interface's method or a function in a slot if the result is an
// interface or a function.
func CalledSlot(call *ssa.Call, index int) string { return calledSlot(call, index, 0) }

func calledSlot(call *ssa.Call, index, depth int) string {
	c := call.Common()
	if fn := c.StaticCallee(); fn != nil {
		if obj, ok := fn.Object().(*types.Func); ok && obj.Pkg() != nil {
			return ResultSlot(Key(obj), index)
		}
		return ""
	}
	if res := c.Signature().Results(); index >= res.Len() || !IsWired(res.At(index).Type()) {
		return ""
	}
	if !c.IsInvoke() {
		if slot := slotOf(c.Value, depth+1); slot != "" {
			return ResultSlot(slot+called, index)
		}
	} else if c.Method.Pkg() != nil {
		return ResultSlot(Key(c.Method), index)
	}
	return ""
}

// called marks the functions that a slot holds, where it is they that are
// called.
const called = "()"

// ResultOf takes apart the slot of a result of whatever function another slot
// holds.
func ResultOf(slot string) (function string, index int, ok bool) {
	at := strings.LastIndex(slot, called+"!")
	if at < 0 {
		return "", 0, false
	}
	index, err := strconv.Atoi(slot[at+len(called)+1:])
	return slot[:at], index, err == nil
}

// IsWired reports whether values of a type are followed to what an interface's
// method returns: functions and interfaces, but not contexts, of which more is
// known than where they come from.
func IsWired(t types.Type) bool {
	return IsFunc(t) || types.IsInterface(t) && !IsContext(t)
}

// partSlot is the slot of one of several values: a result, what a map has, or
// what a loop over a map comes to.
func partSlot(x *ssa.Extract, depth int) string {
	switch t := x.Tuple.(type) {
	case *ssa.Call:
		return calledSlot(t, x.Index, depth)
	case *ssa.Lookup:
		if x.Index == 0 {
			return ElementSlot(slotOf(t.X, depth))
		}
	case *ssa.Next:
		if r, ok := t.Iter.(*ssa.Range); ok && x.Index == 2 {
			return ElementSlot(slotOf(r.X, depth))
		}
	}
	return ""
}

// boundTo is what a captured variable is bound to where its literal is made.
func boundTo(fv *ssa.FreeVar) ssa.Value {
	fn := fv.Parent()
	refs := fn.Referrers()
	if refs == nil {
		return nil
	}
	i := slices.Index(fn.FreeVars, fv)
	for _, ref := range *refs {
		if mc, ok := ref.(*ssa.MakeClosure); ok && mc.Fn == ssa.Value(fn) && i >= 0 && i < len(mc.Bindings) {
			return mc.Bindings[i]
		}
	}
	return nil
}

// CapturedParam is the parameter of a function around a literal that a value
// which the literal captures is; nil if it is none.
func CapturedParam(v ssa.Value) *ssa.Parameter {
	for range maxSlotDepth {
		switch x := v.(type) {
		case *ssa.UnOp:
			switch x.X.(type) {
			case *ssa.Alloc, *ssa.FreeVar:
				v = x.X
			default:
				return nil
			}
		case *ssa.FreeVar:
			v = boundTo(x)
		case *ssa.Alloc:
			vs := StoredIn(x)
			if len(vs) != 1 {
				return nil
			}
			v = vs[0]
		case *ssa.Parameter:
			return x
		default:
			return nil
		}
	}
	return nil
}

// receiverFunc is the function type whose method has the parameter as its
// receiver, or nil.
func receiverFunc(param *ssa.Parameter) *types.Named {
	fn := param.Parent()
	if fn.Signature.Recv() == nil || len(fn.Params) == 0 || fn.Params[0] != param {
		return nil
	}
	named, ok := types.Unalias(param.Type()).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || !IsFunc(named) {
		return nil
	}
	return named
}

// isConcrete reports whether a type is plainly spelled out: it does not depend
// on type parameters.
func isConcrete(t types.Type) bool {
	switch x := types.Unalias(t).(type) {
	case *types.Basic:
		return true
	case *types.Pointer:
		return isConcrete(x.Elem())
	case *types.Slice:
		return isConcrete(x.Elem())
	case *types.Array:
		return isConcrete(x.Elem())
	case *types.Chan:
		return isConcrete(x.Elem())
	case *types.Map:
		return isConcrete(x.Key()) && isConcrete(x.Elem())
	case *types.Named:
		return !slices.ContainsFunc(slices.Collect(x.TypeArgs().Types()), func(t types.Type) bool { return !isConcrete(t) })
	case *types.Struct:
		return x.NumFields() == 0
	case *types.Interface:
		return x.Empty()
	}
	return false
}
