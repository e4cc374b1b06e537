package link

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// Between a value that is kept as an any and the interface that is asserted of
// it later nothing names both, as in a service locator. They are joined by the
// methods themselves: what is kept offers each of its methods to whoever asks
// for one of that name and signature.

// anyMethod is the key of a method of whatever is kept as an any.
func anyMethod(m *types.Func) string {
	sig := m.Signature()
	plain := types.NewSignatureType(nil, nil, nil, unnamed(sig.Params()), unnamed(sig.Results()), sig.Variadic())
	return "any." + m.Name() + program.TypeKey(plain)
}

// unnamed is the tuple without the names of its variables.
func unnamed(t *types.Tuple) *types.Tuple {
	var out []*types.Var
	for v := range t.Variables() {
		out = append(out, types.NewParam(0, nil, "", v.Type()))
	}
	return types.NewTuple(out...)
}

// offers notes that a value of the type is kept as an any.
func (c *collector) offers(t types.Type) {
	key := [2]string{program.TypeKey(t), "any"}
	if !c.isOwnType(t) && !c.isJoined(t) || isDouble(t) || c.seen[key] {
		return
	}
	c.seen[key] = true
	for sel := range types.NewMethodSet(t).Methods() {
		m, ok := sel.Obj().(*types.Func)
		switch {
		case !ok || !m.Exported():
		case types.IsInterface(t):
			c.table.Impls = append(c.table.Impls, Impl{Method: anyMethod(m), Target: program.Key(m), Of: program.Instance(m)})
		default:
			c.implements(anyMethod(m), t, m)
		}
	}
}

// asks notes that an any is taken for the interface.
func (c *collector) asks(t types.Type) {
	key := [2]string{"any", program.TypeKey(t)}
	if !c.isJoined(t) || c.seen[key] {
		return
	}
	c.seen[key] = true
	for m := range t.Underlying().(*types.Interface).Methods() {
		if m.Exported() {
			c.returns(m, program.Key(m), nil)
			c.table.Impls = append(c.table.Impls, Impl{Method: program.Key(m), Target: anyMethod(m), Instance: program.Instance(m)})
		}
	}
}

// narrows notes that what is used as one interface is taken for another, which
// may have methods that the first has not, as one that only some implementations
// have.
func (c *collector) narrows(from, to types.Type) {
	if !c.isJoined(from) || !c.isJoined(to) {
		return
	}
	for m := range to.Underlying().(*types.Interface).Methods() {
		if obj, _, _ := types.LookupFieldOrMethod(from, false, m.Pkg(), m.Name()); obj != nil {
			continue // renamed
		}
		c.returns(m, program.Key(m), nil)
		for known := range from.Underlying().(*types.Interface).Methods() {
			c.table.Impls = append(c.table.Impls, Impl{Method: program.Key(m), Target: beside(program.Key(known), m.Name())})
		}
	}
}

// beside is the key of the methods of that name of all types that implement an
// interface's method.
func beside(method, name string) string { return method + besides + name }

const besides = "&"

// besideOf are the rows for what beside names.
func (g *graph) besideOf(method, name string, seen map[string]bool) []Impl {
	var out []Impl
	for _, i := range g.implementations(method, seen) {
		recv, _, isMethod := strings.Cut(i.Target, ").")
		if !isMethod {
			continue
		}
		for _, recv := range []string{recv, strings.Replace(recv, "(*", "(", 1), strings.Replace(recv, "(", "(*", 1)} {
			if key := recv + ")." + name; g.nodes[key] != nil {
				out = append(out, Impl{Method: method, Target: key, Type: i.Type})
				break
			}
		}
	}
	return out
}

// located notes the type arguments of a generic call that is given, or returns,
// a value of a type parameter alone: one that returns a T and is given none has
// it from a container, and one that is given a T may keep it.
func (c *collector) located(site ssa.CallInstruction) {
	fn := site.Common().StaticCallee()
	if fn == nil || fn.Origin() == nil {
		return
	}
	generic := fn.Origin().Signature
	for i, p := range slices.Collect(fn.Origin().TypeParams().TypeParams()) {
		arg := fn.TypeArgs()[i]
		switch {
		case has(generic.Params(), p):
			c.offers(arg)
		case has(generic.Results(), p):
			c.asks(arg)
		}
	}
}

// has reports whether a variable is of the very type.
func has(t *types.Tuple, p *types.TypeParam) bool {
	return slices.ContainsFunc(slices.Collect(t.Variables()), func(v *types.Var) bool { return types.Identical(v.Type(), p) })
}

// isOwnType reports whether t is a type of the user's own, or a pointer to one.
func (c *collector) isOwnType(t types.Type) bool {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && c.isOwn(named.Obj().Pkg())
}

func isAny(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	_, isParam := t.(*types.TypeParam)
	return ok && !isParam && iface.Empty()
}

// isKept reports whether an any goes elsewhere than into the variadic arguments
// of a call, as of one that prints.
func isKept(v ssa.Value) bool {
	return slices.ContainsFunc(program.Refs(v), func(ref ssa.Instruction) bool {
		s, ok := ref.(*ssa.Store)
		if !ok {
			return true
		}
		ia, ok := s.Addr.(*ssa.IndexAddr)
		if !ok {
			return true
		}
		a, ok := ia.X.(*ssa.Alloc)
		return !ok || a.Comment != "varargs"
	})
}
