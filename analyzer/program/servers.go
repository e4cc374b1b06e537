package program

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
)

// generators are the code generators whose server interfaces are known by the
// function that they generate next to the interface, which takes an
// implementation. A star in the interface's name stands for itself in the
// function's.
var generators = []struct{ iface, maker string }{
	{"*", "Register*"},                            // grpc-go, kratos, go-micro
	{"*", "DRPCRegister*"},                        // drpc
	{"*Handler", "New*"},                          // connect-go
	{"*", "New*Server"},                           // twirp
	{"Handler", "NewServer"},                      // ogen
	{"Service", "NewEndpoints"},                   // goa
	{"StrictServerInterface", "NewStrictHandler"}, // oapi-codegen
}

// serversOf returns the interfaces that generators emit for what a service
// implements.
func (p *Package) serversOf(pkg *types.Package) []*types.Interface {
	isLibrary := model.IsStd(PathOf(pkg)) || p.Cat.Boundary(PathOf(pkg)) // has rows for its own
	var out []*types.Interface
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !tn.Exported() || tn.IsAlias() {
			continue
		}
		iface, ok := tn.Type().Underlying().(*types.Interface)
		if !ok || iface.NumMethods() == 0 {
			continue
		}
		switch {
		case name == "ResolverRoot": // gqlgen
			for m := range iface.Methods() {
				if t := getter(iface, m.Name()); t != nil && types.IsInterface(t) {
					out = append(out, t.Underlying().(*types.Interface))
				}
			}
		case !isLibrary && takeRequests(iface), isRPC(iface) && isGenerated(scope, name, tn.Type()):
			out = append(out, iface)
		}
	}
	return out
}

// isGenerated reports whether the function stands next to the interface that a
// generator would have put there.
func isGenerated(scope *types.Scope, name string, t types.Type) bool {
	for _, g := range generators {
		before, after, star := strings.Cut(g.iface, "*")
		if !star && name != g.iface || star && (!strings.HasPrefix(name, before) || !strings.HasSuffix(name, after)) {
			continue
		}
		fn, ok := scope.Lookup(strings.Replace(g.maker, "*", name, 1)).(*types.Func)
		if !ok {
			continue
		}
		sig := fn.Signature()
		// Register takes the server too, New makes it.
		if takes(sig, t) && (sig.Params().Len() > 1 || sig.Results().Len() > 0) {
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

// isRPC reports whether every exported method of the interface is given a
// context, or a stream as its last parameter.
func isRPC(iface *types.Interface) bool {
	some := false
	for m := range iface.Methods() {
		if !m.Exported() {
			continue
		}
		params := m.Signature().Params()
		n := params.Len()
		if n == 0 || !CarriesContext(params.At(0).Type()) && !CarriesContext(params.At(n-1).Type()) {
			return false
		}
		some = true
	}
	return some
}

// takeRequests reports whether every method of the interface is a handler with
// the parameters of its route behind the request, as oapi-codegen makes them.
func takeRequests(iface *types.Interface) bool {
	for m := range iface.Methods() {
		writer, carrier := false, false
		for v := range m.Signature().Params().Variables() {
			writer = writer || isNamed(v.Type(), "net/http", "ResponseWriter")
			carrier = carrier || writer && IsRequest(v.Type()) || hasRequest(v.Type()) && CarriesContext(v.Type())
		}
		if !carrier || !returnsError(m.Signature()) {
			return false
		}
	}
	return true
}

// implementServers makes roots of the methods of this package's types that
// stand behind a server interface, those of embedded types included.
func (p *Package) implementServers() {
	scope := p.Pass.Pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() || types.IsInterface(tn.Type()) || p.IsTest(tn.Pos()) {
			continue
		}
		for _, iface := range p.rootKinds.servers {
			if t := types.NewPointer(tn.Type()); types.Implements(t, iface) {
				p.enterMethods(t, iface)
			}
		}
	}
}

// convertsToServer makes roots of the methods of a type that is handed to
// generated code as a server, when that is all that tells.
func (p *Package) convertsToServer(mi *ssa.MakeInterface) {
	iface, ok := mi.Type().Underlying().(*types.Interface)
	if !ok {
		return
	}
	for _, server := range p.rootKinds.servers {
		if server == iface {
			p.enterMethods(mi.X.Type(), iface)
		}
	}
}

// enterMethods makes roots of the methods of t that the interface names.
func (p *Package) enterMethods(t types.Type, iface *types.Interface) {
	for m := range iface.Methods() {
		if !m.Exported() {
			continue
		}
		obj, _, _ := types.LookupFieldOrMethod(t, true, m.Pkg(), m.Name())
		fn, ok := obj.(*types.Func)
		if !ok || isAbstract(fn) {
			continue
		}
		if _, recv := Receiver(fn); recv == nil || !strings.HasPrefix(recv.Obj().Name(), "Unimplemented") {
			p.enter(fn, Method)
		}
	}
}

func isAbstract(m *types.Func) bool {
	recv := m.Signature().Recv()
	return recv != nil && types.IsInterface(recv.Type())
}
