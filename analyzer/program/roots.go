package program

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
)

// RootKind says how requests reach a root.
type RootKind string

const (
	NotRoot     RootKind = ""
	Handler     RootKind = "handler"
	Method      RootKind = "rpc method"
	Interceptor RootKind = "interceptor"
	Consumer    RootKind = "consumer"
)

// rootShapes are the signatures that make a function of this package a root,
// from the rows of the libraries that it imports.
type rootShapes struct {
	ready      bool
	signatures map[string]RootKind
	methods    map[string]RootKind // name + signature of interface methods
	servers    []*types.Interface  // generated RPC server interfaces
}

// Root reports whether requests enter at fn. A function with a handler's
// signature is a root even if nothing visible registers it, unless the package
// itself only calls it: then it is a helper that happens to have that shape.
func (p *Package) Root(fn *ssa.Function) RootKind {
	if fn.Synthetic != "" || fn.Signature == nil || p.IsTest(fn.Pos()) {
		return NotRoot
	}
	p.readShapes()
	if kind, ok := p.rootKinds.signatures[shape(fn.Signature)]; ok {
		if p.called[fn] && !p.escaping[fn] {
			return NotRoot
		}
		return kind
	}
	obj, ok := fn.Object().(*types.Func)
	if !ok || obj.Signature().Recv() == nil {
		return NotRoot
	}
	if kind, ok := p.rootKinds.methods[fn.Name()+shape(fn.Signature)]; ok {
		return kind
	}
	if p.implementsServer(obj) {
		return Method
	}
	return NotRoot
}

// readShapes builds the signatures once, from the handler rows of every
// library that the package imports.
func (p *Package) readShapes() {
	s := &p.rootKinds
	if s.ready {
		return
	}
	s.ready = true
	s.signatures = map[string]RootKind{}
	s.methods = map[string]RootKind{}
	for _, imp := range p.Pass.Pkg.Imports() {
		p.shapesOf(imp)
		s.servers = append(s.servers, p.serversOf(imp)...)
	}
	s.servers = append(s.servers, p.serversOf(p.Pass.Pkg)...)
}

// shapesOf adds the handler shapes that one imported library declares.
func (p *Package) shapesOf(imp *types.Package) {
	lib := p.Cat.Library(PathOf(imp))
	if lib == nil {
		return
	}
	for row := range lib.All() {
		h, ok := row.Entry.(*model.Handler)
		if !ok {
			continue
		}
		kind := Handler
		switch {
		case h.Kind == model.HandlerFuncSignature, h.Kind == model.HandlerMiddleware && takesRequest(h.Signature):
			if strings.Contains(h.Symbol, "Interceptor") {
				kind = Interceptor
			}
		case h.Kind == model.HandlerMethod || h.Kind == model.HandlerConsumer:
			kind = Consumer
			if strings.Contains(h.RequestContext, "r.Context()") {
				kind = Handler
			}
		default:
			continue
		}
		recv, name, isMethod := model.Receiver(h.Symbol)
		if !isMethod {
			// A function type, or a function whose last parameter is the handler.
			if tn, ok := imp.Scope().Lookup(h.Symbol).(*types.TypeName); ok {
				if sig, ok := tn.Type().Underlying().(*types.Signature); ok && isSpecific(sig) {
					p.rootKinds.signatures[shape(sig)] = kind
				}
			}
			continue
		}
		// A method of an interface that the user implements.
		tn, ok := imp.Scope().Lookup(recv).(*types.TypeName)
		if !ok || !types.IsInterface(tn.Type()) {
			continue
		}
		obj, _, _ := types.LookupFieldOrMethod(tn.Type(), false, imp, name)
		if m, ok := obj.(*types.Func); ok && isSpecific(m.Signature()) && !registers(m.Signature()) {
			p.rootKinds.methods[name+shape(m.Signature())] = kind
		}
	}
}

// takesRequest tells middleware shapes that see one request, such as an
// interceptor, from those that only wrap a handler.
func takesRequest(signature string) bool {
	return strings.Contains(signature, "ServerInfo") || strings.HasPrefix(signature, "func(net/http.ResponseWriter")
}

// registers tells methods that take handlers, such as a router's Get, from
// methods that are handlers.
func registers(sig *types.Signature) bool {
	for v := range sig.Params().Variables() {
		switch t := v.Type().Underlying().(type) {
		case *types.Signature:
			return true
		case *types.Slice:
			if _, ok := t.Elem().Underlying().(*types.Signature); ok {
				return true
			}
			if types.IsInterface(t.Elem()) {
				return true
			}
		}
		if named, ok := types.Unalias(v.Type()).(*types.Named); ok && named.Obj().Name() == "Handler" {
			return true
		}
	}
	return false
}

// isSpecific rules out shapes that anything may have, such as func(): a shape
// needs a parameter of a named type that is not a bare context.
func isSpecific(sig *types.Signature) bool {
	for v := range sig.Params().Variables() {
		_, named := deref(v.Type())
		if named != nil && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() != "context" {
			return true
		}
	}
	return false
}

// shape is a signature without the receiver and without parameter names.
func shape(sig *types.Signature) string {
	var b strings.Builder
	tuple := func(t *types.Tuple) {
		b.WriteByte('(')
		for v := range t.Variables() {
			b.WriteString(types.TypeString(types.Unalias(v.Type()), nil))
			b.WriteByte(',')
		}
		b.WriteByte(')')
	}
	tuple(sig.Params())
	tuple(sig.Results())
	return b.String()
}

// serversOf returns the interfaces that RPC generators emit for a service: an
// exported interface XServer, XService, XHandler or XHTTPServer in whose
// package a function Register… or New… takes it.
func (p *Package) serversOf(pkg *types.Package) []*types.Interface {
	var out []*types.Interface
	scope := pkg.Scope()
	names := scope.Names()
	for _, name := range names {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !tn.Exported() || tn.IsAlias() {
			continue
		}
		iface, ok := tn.Type().Underlying().(*types.Interface)
		if !ok || iface.NumMethods() == 0 || !isRPC(iface) {
			continue
		}
		if slices.ContainsFunc(names, func(n string) bool {
			if !strings.HasPrefix(n, "Register") && !strings.HasPrefix(n, "New") {
				return false
			}
			fn, ok := scope.Lookup(n).(*types.Func)
			return ok && takes(fn.Signature(), tn.Type()) && fn.Signature().Params().Len() > boolInt(strings.HasPrefix(n, "Register"))
		}) && isServerName(name) {
			out = append(out, iface)
		}
	}
	return out
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func isServerName(name string) bool {
	for _, end := range []string{"Server", "Handler", "Service"} {
		if strings.HasSuffix(name, end) && !strings.HasPrefix(name, "Unsafe") {
			return true
		}
	}
	return false
}

func takes(sig *types.Signature, t types.Type) bool {
	for v := range sig.Params().Variables() {
		if types.Identical(v.Type(), t) {
			return true
		}
	}
	return false
}

// isRPC reports whether every exported method of the interface has the shape
// of a unary or streaming RPC: (context, *Request) (*Response, error), or one
// or two parameters the last of which is a stream, and error.
func isRPC(iface *types.Interface) bool {
	some := false
	for m := range iface.Methods() {
		if !m.Exported() {
			continue
		}
		sig := m.Signature()
		n := sig.Params().Len()
		if n == 0 || n > 3 || sig.Results().Len() == 0 || sig.Results().Len() > 2 || sig.Variadic() {
			return false
		}
		if sig.Results().At(sig.Results().Len()-1).Type().String() != "error" {
			return false
		}
		if !IsContext(sig.Params().At(0).Type()) && !hasContextMethod(sig.Params().At(n-1).Type()) {
			return false
		}
		some = true
	}
	return some
}

// implementsServer reports whether fn is a method of a generated RPC server
// interface that its receiver implements.
func (p *Package) implementsServer(fn *types.Func) bool {
	_, named := Receiver(fn)
	if named == nil || !fn.Exported() {
		return false
	}
	for _, iface := range p.rootKinds.servers {
		obj, _, _ := types.LookupFieldOrMethod(iface, false, fn.Pkg(), fn.Name())
		m, ok := obj.(*types.Func)
		if !ok || shape(m.Signature()) != shape(fn.Signature()) {
			continue
		}
		if types.Implements(types.NewPointer(named), iface) {
			return true
		}
	}
	return false
}

// IsContext reports whether t is context.Context.
func IsContext(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Context" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context"
}

// hasContextMethod reports whether t has a method Context() context.Context,
// as requests and streams have, or fiber's UserContext.
func hasContextMethod(t types.Type) bool {
	for _, name := range []string{"Context", "UserContext"} {
		obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
		fn, ok := obj.(*types.Func)
		if !ok {
			continue
		}
		sig := fn.Signature()
		if sig.Params().Len() == 0 && sig.Results().Len() == 1 && IsContext(sig.Results().At(0).Type()) {
			return true
		}
	}
	return false
}

// CarriesContext reports whether a value of type t carries a request's
// context: it is a context, a request, a stream, or a framework's context.
func CarriesContext(t types.Type) bool {
	if IsContext(t) || hasContextMethod(t) {
		return true
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "Request")
	switch r := obj.(type) {
	case *types.Var: // gin: a field
		return r.IsField() && hasContextMethod(r.Type())
	case *types.Func: // echo: a method
		sig := r.Signature()
		return sig.Params().Len() == 0 && sig.Results().Len() == 1 && hasContextMethod(sig.Results().At(0).Type())
	}
	_, named := deref(t)
	return named != nil && named.Obj().Name() == "RequestCtx" // fasthttp: is a context itself
}
