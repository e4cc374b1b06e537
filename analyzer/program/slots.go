package program

import (
	"go/token"
	"go/types"
	"strconv"

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

// ResultSlot names the slot that a result of the function key is.
func ResultSlot(key string, i int) string { return key + "!" + strconv.Itoa(i) }

// ElementSlot names the slot of what a map, slice or array in a slot holds.
func ElementSlot(slot string) string { return slot + "[]" }

// FuncTypeSlot names the slot of the functions that are converted to a function
// type with methods, which call them: their receiver.
func FuncTypeSlot(named *types.Named) string {
	return PathOf(named.Obj().Pkg()) + "." + named.Obj().Name() + "()"
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
	return SlotOf(v)
}

// SlotOf is the slot that a value is read from, "" if it is none.
func SlotOf(v ssa.Value) string {
	switch x := v.(type) {
	case *ssa.UnOp:
		if x.Op != token.MUL {
			return ""
		}
		switch a := x.X.(type) {
		case *ssa.FieldAddr:
			return FieldSlot(a)
		case *ssa.Global:
			return GlobalSlot(a)
		}
	case *ssa.Field:
		return MemberSlot(x.X.Type(), x.Field)
	case *ssa.Parameter:
		for i, p := range x.Parent().Params {
			if p == x {
				return ParamSlot(FuncKey(x.Parent()), i)
			}
		}
	}
	return ""
}
