package program

import (
	"go/types"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/model"
)

// readEntry makes roots of what a row names outright: a function or method of
// this package that requests enter, or, in a row of the user's own, a method of
// an interface by which every implementation in this package is entered. Rows of
// ours on such interfaces go by the method's signature, and only if that is
// telling: their users have not said that they mean it.
func (p *Package) readEntry(pkg *types.Package, row model.Row, h *model.Handler, kind RootKind) bool {
	recv, name, isMethod := model.Receiver(h.Symbol)
	switch {
	case h.Kind == model.HandlerEntry:
		if pkg == p.Pass.Pkg {
			p.enter(lookupFunc(pkg, recv, h.Symbol, name), kind)
		}
		return true
	case h.Kind != model.HandlerMethod || !isMethod || isBuiltin(row):
		return false
	}
	tn, ok := pkg.Scope().Lookup(recv).(*types.TypeName)
	if !ok || !types.IsInterface(tn.Type()) {
		return false
	}
	iface := tn.Type().Underlying().(*types.Interface)
	for _, name := range p.Pass.Pkg.Scope().Names() {
		t, ok := p.Pass.Pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || t.IsAlias() || types.IsInterface(t.Type()) || p.IsTest(t.Pos()) {
			continue
		}
		if ptr := types.NewPointer(t.Type()); types.Implements(ptr, iface) {
			p.enterNamed(ptr, iface, h, kind)
		}
	}
	return true
}

// enterNamed enters the method of t that stands behind the row's.
func (p *Package) enterNamed(t types.Type, iface *types.Interface, h *model.Handler, kind RootKind) {
	_, name, _ := model.Receiver(h.Symbol)
	for m := range iface.Methods() {
		if m.Name() == name {
			p.enterMethod(t, m, kind)
		}
	}
}

// isBuiltin reports whether a row is one of ours.
func isBuiltin(row model.Row) bool { return strings.HasPrefix(row.File, "data/") }

// lookupFunc finds a function, or the method of a type, of a package.
func lookupFunc(pkg *types.Package, recv, symbol, method string) *types.Func {
	if recv == "" {
		fn, _ := pkg.Scope().Lookup(symbol).(*types.Func)
		return fn
	}
	tn, ok := pkg.Scope().Lookup(trimStar(recv)).(*types.TypeName)
	if !ok {
		return nil
	}
	obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(tn.Type()), false, pkg, method)
	fn, _ := obj.(*types.Func)
	return fn
}
