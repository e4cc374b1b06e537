package program

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
)

// maxWraps bounds how many calls, such as middleware around middleware, are
// looked through for a handler.
const maxWraps = 6

// registers makes roots of what a call registers, whatever its type: functions,
// and the methods of values behind an interface.
func (p *Package) registers(site ssa.CallInstruction) {
	row, kind := p.registration(site)
	if row == nil {
		return
	}
	c := site.Common()
	sig := c.Signature()
	args := c.Args
	if sig.Recv() != nil && !c.IsInvoke() {
		args = args[1:]
	}
	for i, arg := range args {
		if sig.Variadic() && i == sig.Params().Len()-1 {
			for _, v := range elements(arg) {
				p.enterArgument(v, row, kind)
			}
		} else if i < sig.Params().Len() {
			p.enterArgument(arg, row, kind)
		}
	}
}

// registration is the row of the catalogue that says that a call registers
// handlers or consumers, and what kind of root that makes them.
func (p *Package) registration(site ssa.CallInstruction) (*model.Handler, RootKind) {
	fn, recv := target(site)
	if fn == nil || fn.Pkg() == nil || p.Cat.Library(PathOf(fn.Pkg())) == nil {
		return nil, NotRoot
	}
	for _, sym := range p.Symbols(fn, recv) {
		for _, h := range sym.Lib.Handlers(sym.Rel) {
			switch h.Kind {
			case model.HandlerRegistration, model.HandlerService, model.HandlerConsumer, model.HandlerFuncSignature:
				return h, p.kindIn(sym.Lib, h)
			}
		}
	}
	return nil, NotRoot
}

// kindIn is Consumer for every registration of a library whose handlers are
// consumers.
func (p *Package) kindIn(lib *model.Library, h *model.Handler) RootKind {
	for row := range lib.All() {
		if o, ok := row.Entry.(*model.Handler); ok && o.Framework == h.Framework && o.Kind == model.HandlerConsumer {
			return Consumer
		}
	}
	return kindOf(h)
}

// target is the declared function or method that a call names.
func target(site ssa.CallInstruction) (fn *types.Func, recv ssa.Value) {
	c := site.Common()
	if c.IsInvoke() {
		return c.Method, c.Value
	}
	callee := c.StaticCallee()
	if callee == nil {
		return nil, nil
	}
	fn, _ = callee.Object().(*types.Func)
	if fn != nil && fn.Signature().Recv() != nil && len(c.Args) > 0 {
		recv = c.Args[0]
	}
	return fn, recv
}

// elements are the values of a variadic argument, or of a slice literal.
func elements(arg ssa.Value) []ssa.Value {
	slice, ok := arg.(*ssa.Slice)
	if !ok {
		return []ssa.Value{arg}
	}
	array, ok := slice.X.(*ssa.Alloc)
	if !ok {
		return nil
	}
	var out []ssa.Value
	for _, ref := range Refs(array) {
		addr, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		for _, use := range Refs(addr) {
			if s, ok := use.(*ssa.Store); ok && s.Addr == addr {
				out = append(out, s.Val)
			}
		}
	}
	return out
}

// enterArgument makes roots of what one argument of a registration is.
func (p *Package) enterArgument(v ssa.Value, row *model.Handler, kind RootKind) {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		if _, isFunc := mi.X.Type().Underlying().(*types.Signature); !isFunc {
			p.enterObject(mi, row, kind)
			return
		}
	}
	p.enterValue(v, kind, 0)
}

// enterValue makes roots of the functions that a value may be. It looks through
// calls that wrap a handler in another: what they return may be a root by its
// type, what they are given is one because it is registered.
func (p *Package) enterValue(v ssa.Value, kind RootKind, depth int) {
	switch x := v.(type) {
	case *ssa.ChangeType:
		p.enterValue(x.X, kind, depth)
		return
	case *ssa.MakeInterface:
		p.enterValue(x.X, kind, depth)
		return
	case *ssa.Call:
		if depth < maxWraps {
			for _, a := range x.Common().Args {
				if isWrapped(a) || IsFunc(a.Type()) && types.Identical(a.Type().Underlying(), x.Type().Underlying()) {
					p.enterValue(a, kind, depth+1)
				}
			}
		}
	}
	if !IsFunc(v.Type()) {
		return
	}
	for _, c := range p.FuncValues(v, nil) {
		switch {
		case c.Param >= 0:
			p.enterParameter(v, kind, depth)
		case c.Body != nil && !p.configures(c.Body.Signature):
			p.enterBody(c.Body, kind)
		case c.Body == nil && c.Func != nil && !c.Invoke && !p.configures(c.Func.Signature()):
			p.enter(c.Func, kind)
		}
	}
}

// IsFunc reports whether values of a type are functions.
func IsFunc(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

// isWrapped reports whether a value is a function inside an interface, as
// http.HandlerFunc(f) is when it is given to middleware.
func isWrapped(v ssa.Value) bool {
	mi, ok := v.(*ssa.MakeInterface)
	return ok && IsFunc(mi.X.Type())
}

// enterParameter follows a handler that a function of this package registers
// for its callers.
func (p *Package) enterParameter(v ssa.Value, kind RootKind, depth int) {
	param, ok := v.(*ssa.Parameter)
	if !ok || depth >= maxWraps {
		return
	}
	fn := param.Parent()
	index := slices.Index(fn.Params, param)
	for _, site := range p.sites[fn] {
		if args := site.Common().Args; index < len(args) && !p.IsTest(site.Pos()) {
			p.enterValue(args[index], kind, depth+1)
		}
	}
}

// configures reports whether a function given to a registration is not a
// handler: it wraps one, or it is given a router to register more with, or an
// option to set.
func (p *Package) configures(sig *types.Signature) bool {
	if isWrapper(sig) {
		return true
	}
	for v := range sig.Params().Variables() {
		_, named := deref(v.Type())
		if named == nil || named.Obj().Pkg() == nil {
			continue
		}
		lib := p.Cat.Library(PathOf(named.Obj().Pkg()))
		for row := range lib.All() {
			h, ok := row.Entry.(*model.Handler)
			if !ok {
				continue
			}
			recv, _, isMethod := model.Receiver(h.Symbol)
			name := named.Obj().Name()
			if isMethod && h.Kind == model.HandlerRegistration && (recv == name || recv == "*"+name) ||
				h.Kind == model.HandlerRequestOption && h.Symbol == name {
				return true
			}
		}
	}
	return false
}

// enterObject makes roots of the methods of a value that is registered behind
// an interface: of those that the interface names, if a row says that they
// handle requests or there is only one; of all that can fail, where the
// interface says nothing, as with net/rpc.
func (p *Package) enterObject(mi *ssa.MakeInterface, row *model.Handler, kind RootKind) {
	_, named := deref(mi.X.Type())
	if named == nil || named.Obj().Pkg() == nil || p.Cat.Boundary(PathOf(named.Obj().Pkg())) || model.IsStd(PathOf(named.Obj().Pkg())) {
		return
	}
	iface := mi.Type().Underlying().(*types.Interface)
	if iface.NumMethods() > 0 {
		for m := range iface.Methods() {
			if iface.NumMethods() == 1 || p.rootKinds.methods[m.Name()+shape(m.Signature())] != NotRoot {
				p.enterMethod(mi.X.Type(), m, kind)
			}
		}
		return
	}
	for sel := range types.NewMethodSet(types.NewPointer(named)).Methods() {
		fn, ok := sel.Obj().(*types.Func)
		if ok && fn.Exported() && isRemote(fn.Signature(), row.RequestContext != "") {
			p.enter(fn, kind)
		}
	}
}

// enterMethod makes a root of the method of t that stands behind m.
func (p *Package) enterMethod(t types.Type, m *types.Func, kind RootKind) {
	obj, _, _ := types.LookupFieldOrMethod(t, true, m.Pkg(), m.Name())
	if fn, ok := obj.(*types.Func); ok && !isAbstract(fn) {
		p.enter(fn, kind)
	}
}

// isRemote reports whether a method can be called from outside by its name: it
// returns an error last and takes a context first, or, where no context is to
// be had, an argument and a pointer to the reply, as net/rpc wants.
func isRemote(sig *types.Signature, hasContext bool) bool {
	n := sig.Results().Len()
	if n == 0 || sig.Results().At(n-1).Type().String() != "error" {
		return false
	}
	if hasContext {
		return sig.Params().Len() > 0 && CarriesContext(sig.Params().At(0).Type())
	}
	if n != 1 || sig.Params().Len() != 2 {
		return false
	}
	_, isPtr := sig.Params().At(1).Type().Underlying().(*types.Pointer)
	return isPtr
}
