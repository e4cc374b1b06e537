package program

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Binding says that a container gives a From to whoever asks for the interface
// To, without a conversion that could be seen.
type Binding struct{ From, To types.Type }

// Bindings are the interfaces under which a call tells a container to give what
// it has: wire.Bind(new(I), new(T)), do.As[T, I](injector), and constructors
// that are handed over with fx.As(new(I)) or dig.As(new(I)).
func (p *Package) Bindings(site ssa.CallInstruction) []Binding {
	fn, recv := target(site)
	if p.hasRole(fn, recv, "interface binding") {
		return bound(site)
	}
	var ifaces []types.Type
	for _, arg := range site.Common().Args {
		for _, v := range elements(arg) {
			ifaces = append(ifaces, p.announced(v)...)
		}
	}
	if len(ifaces) == 0 {
		return nil
	}
	var out []Binding
	for _, h := range p.Handovers(site) {
		for _, place := range h.Gives {
			for _, to := range ifaces {
				if iface, ok := to.Underlying().(*types.Interface); ok && types.Implements(place.Type, iface) {
					out = append(out, Binding{place.Type, to})
				}
			}
		}
	}
	return out
}

// bound is the pair that the type arguments, or two pointers, of a call name.
func bound(site ssa.CallInstruction) []Binding {
	if fn := site.Common().StaticCallee(); fn != nil && len(fn.TypeArgs()) == 2 {
		return []Binding{{fn.TypeArgs()[0], fn.TypeArgs()[1]}}
	}
	var pointees []types.Type
	for _, a := range site.Common().Args {
		pointees = append(pointees, pointee(a)...)
	}
	if len(pointees) == 2 && types.IsInterface(pointees[0]) {
		return []Binding{{pointees[1], pointees[0]}}
	}
	return nil
}

// announced are the interfaces that an option of a container's names by
// pointers to them.
func (p *Package) announced(option ssa.Value) []types.Type {
	if mi, ok := option.(*ssa.MakeInterface); ok {
		option = mi.X
	}
	call, ok := option.(*ssa.Call)
	if !ok {
		return nil
	}
	if fn, recv := target(call); !p.hasRole(fn, recv, "interface annotation") {
		return nil
	}
	var out []types.Type
	for _, arg := range call.Common().Args {
		for _, v := range elements(arg) {
			out = append(out, pointee(v)...)
		}
	}
	return out
}

// pointee is the type that a pointer in an interface points to.
func pointee(v ssa.Value) []types.Type {
	mi, ok := v.(*ssa.MakeInterface)
	if !ok {
		return nil
	}
	ptr, ok := mi.X.Type().Underlying().(*types.Pointer)
	if !ok {
		return nil
	}
	return []types.Type{ptr.Elem()}
}

// signatureOf is the signature of a function that is handed to a container.
func signatureOf(c Callee) *types.Signature {
	switch {
	case c.Body != nil:
		return c.Body.Signature
	case c.Func != nil:
		return c.Func.Signature()
	}
	return types.NewSignatureType(nil, nil, nil, nil, nil, false)
}
