package main

import (
	"fmt"
	"go/types"
	"strconv"
)

func (c *checker) callback(r row, f *found) {
	sigs, err := callbackOf(f, r.cells["arg"])
	if err != nil {
		c.fail(r, "%s: %v", r.symbol, err)
		return
	}
	if r.cells["ctx_arg"] == "" {
		return
	}
	n, err := strconv.Atoi(r.cells["ctx_arg"])
	for _, s := range sigs {
		if err == nil && n >= 0 && n < s.Params().Len() && c.isContextLike(s.Params().At(n).Type()) {
			return
		}
	}
	c.fail(r, "%s: the callback takes no context at %s", r.symbol, r.cells["ctx_arg"])
}

// callbackOf finds the signatures that the callback of a row can have. There
// are none when its type says nothing: any, a type parameter, a receiver that
// holds it.
func callbackOf(f *found, arg string) ([]*types.Signature, error) {
	var t types.Type
	switch arg {
	case "recv":
		if v, field := f.obj.(*types.Var); field {
			t = v.Type() // a function field: the callback is the field
			break
		}
		if f.sig == nil || f.recv == nil {
			return nil, fmt.Errorf("no receiver")
		}
		if s, ok := f.recv.Underlying().(*types.Signature); ok {
			return []*types.Signature{s}, nil
		}
		return nil, nil
	case "*":
		if f.sig == nil || !f.sig.Variadic() {
			return nil, fmt.Errorf("not variadic")
		}
		p := f.sig.Params()
		t = p.At(p.Len() - 1).Type().(*types.Slice).Elem()
	default:
		n, err := strconv.Atoi(arg)
		if err != nil || n < 0 || f.sig == nil || n >= f.sig.Params().Len() {
			return nil, fmt.Errorf("no parameter %s", arg)
		}
		if f.sig.Variadic() && n == f.sig.Params().Len()-1 {
			return nil, fmt.Errorf("parameter %d is the variadic tail: write *", n)
		}
		t = f.sig.Params().At(n).Type()
	}
	sigs, ok := callable(t)
	if !ok {
		return nil, fmt.Errorf("argument %s is a %s, not a function or an interface", arg, typeString(t))
	}
	if len(sigs) == 0 && takesFunc(f.sig) {
		return nil, fmt.Errorf("argument %s is a %s, and another parameter is a function", arg, typeString(t))
	}
	return sigs, nil
}

// callable returns the signatures that a callback of type t can have: its own,
// those of its methods when t is an interface, those of its values when it is
// a map.
func callable(t types.Type) (sigs []*types.Signature, ok bool) {
	switch u := t.Underlying().(type) {
	case *types.Signature:
		return []*types.Signature{u}, true
	case *types.Interface:
		for i := range u.NumMethods() {
			sigs = append(sigs, u.Method(i).Signature())
		}
		return sigs, true
	case *types.Map:
		return callable(u.Elem())
	}
	return nil, false
}

// takesFunc reports whether a parameter other than the variadic tail is a function.
func takesFunc(sig *types.Signature) bool {
	if sig == nil {
		return false
	}
	for i := range sig.Params().Len() {
		if isFunc(sig.Params().At(i).Type()) {
			return true
		}
	}
	return false
}

// isContextLike also accepts interfaces that embed context.Context, such as
// the session context of the MongoDB driver.
func (w *world) isContextLike(t types.Type) bool {
	if isContext(t) {
		return true
	}
	if !types.IsInterface(t) || w.pkgs["context"] == nil {
		return false
	}
	ctx, ok := w.pkgs["context"].Scope().Lookup("Context").Type().Underlying().(*types.Interface)
	return ok && types.Implements(t, ctx)
}
