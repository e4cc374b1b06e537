package main

import (
	"fmt"
	"go/types"
	"strings"
)

// found is what a symbol names.
type found struct {
	obj  types.Object     // *types.Func, *types.Var (field or package variable), *types.TypeName or *types.Builtin
	recv *types.Named     // receiver's type, for a method or field
	sig  *types.Signature // nil when the symbol is a type or a non-function field
}

// resolve finds the object of a fully qualified symbol, as cells write it.
func (w *world) resolve(qualified string) (*found, error) {
	open := qualified[:len(qualified)-len(strings.TrimLeft(qualified, "(*"))]
	rest := qualified[len(open):]
	for _, path := range w.roots {
		if sym, ok := strings.CutPrefix(rest, path+"."); ok {
			return w.resolveIn(path, open+sym)
		}
	}
	return nil, fmt.Errorf("no package of deps.go holds %q", qualified)
}

// resolveIn finds the object of a symbol relative to a package:
//
//	Name         function, variable or type
//	Type{}       composite literal of a type
//	Type.Field   struct field (promoted ones too)
//	(*T).Method  method with a pointer receiver (or promoted)
//	(T).Method   method of a value type or an interface
func (w *world) resolveIn(path, sym string) (*found, error) {
	if path == "builtin" {
		o := types.Universe.Lookup(sym)
		if o == nil {
			return nil, fmt.Errorf("no builtin %s", sym)
		}
		return &found{obj: o, sig: new(types.Signature)}, nil
	}
	p := w.pkgs[path]
	if p == nil {
		return nil, fmt.Errorf("package %s did not load", path)
	}
	name, method, star := sym, "", false
	if rest, ok := strings.CutPrefix(sym, "("); ok {
		name, method, ok = strings.Cut(rest, ").")
		if !ok {
			return nil, fmt.Errorf("no ')' in %q", sym)
		}
		name, star = strings.CutPrefix(name, "*")
	}
	name, field, _ := strings.Cut(strings.TrimSuffix(name, "{}"), ".")
	o := p.Scope().Lookup(name)
	if o == nil || !o.Exported() {
		return nil, fmt.Errorf("%s has no exported %s", path, name)
	}
	f := &found{obj: o}
	if method == "" && field == "" {
		f.sig, _ = o.Type().Underlying().(*types.Signature)
		return f, nil
	}
	tn, ok := o.(*types.TypeName)
	if !ok {
		return nil, fmt.Errorf("%s.%s is not a type", path, name)
	}
	if f.recv, _ = types.Unalias(tn.Type()).(*types.Named); f.recv == nil {
		return nil, fmt.Errorf("%s.%s is not a named type", path, name)
	}
	if method != "" {
		return f, f.findMethod(sym, method, star)
	}
	return f, f.findField(sym, field)
}

// member looks up a field or method of the receiver, promoted ones included.
func (f *found) member(sym, name string) (types.Object, error) {
	var t types.Type = f.recv
	if !types.IsInterface(t) {
		t = types.NewPointer(t)
	}
	m, _, _ := types.LookupFieldOrMethod(t, true, f.recv.Obj().Pkg(), name)
	if m == nil {
		return nil, fmt.Errorf("no %s", sym)
	}
	if !m.Exported() {
		return nil, fmt.Errorf("%s is not exported", sym)
	}
	return m, nil
}

func (f *found) findMethod(sym, name string, star bool) error {
	m, err := f.member(sym, name)
	if err != nil {
		return err
	}
	fn, ok := m.(*types.Func)
	if !ok {
		return fmt.Errorf("%s is a field, not a method", sym)
	}
	f.obj, f.sig = m, fn.Type().(*types.Signature)
	if types.IsInterface(f.recv) {
		if star {
			return fmt.Errorf("%s: an interface has no pointer receiver", sym)
		}
		return nil
	}
	if !star {
		if v, _, _ := types.LookupFieldOrMethod(f.recv, false, f.recv.Obj().Pkg(), name); v == nil {
			return fmt.Errorf("%s needs a pointer receiver", sym)
		}
	}
	return nil
}

func (f *found) findField(sym, name string) error {
	m, err := f.member(sym, name)
	if err != nil {
		return err
	}
	if _, ok := m.(*types.Var); !ok {
		return fmt.Errorf("%s is a method, not a field", sym)
	}
	f.obj = m
	f.sig, _ = m.Type().Underlying().(*types.Signature)
	return nil
}

func isContext(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "context" && n.Obj().Name() == "Context"
}

func isError(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// ctxIndex is the index of the first context.Context parameter, or -1.
func ctxIndex(sig *types.Signature) int {
	for i := range sig.Params().Len() {
		if isContext(sig.Params().At(i).Type()) {
			return i
		}
	}
	return -1
}

// typeString writes a type with full import paths, as cells do.
func typeString(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return p.Path() })
}

// hasMethod reports whether t, or a pointer to it, has an exported method.
func hasMethod(t types.Type, name string) bool {
	m, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := m.(*types.Func)
	return ok
}
