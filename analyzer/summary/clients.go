package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// clientBound says whether the client that an operation runs on ends it by
// itself. Only http.Client has a bound that the code shows; other libraries
// have defaults, which the catalogue tells.
func (b *builder) clientBound(sym program.Symbol, c program.Callee) Bound {
	if sym.Lib.Path() != "net/http" {
		return BoundUnknown
	}
	if c.Recv == nil {
		return Unbounded // http.Get and friends: DefaultClient has no timeout
	}
	return b.httpClient(c.Recv, 0)
}

// httpClient evaluates an *http.Client, or the address of one.
func (b *builder) httpClient(v ssa.Value, depth int) Bound {
	if depth > 8 {
		return BoundUnknown
	}
	switch x := v.(type) {
	case *ssa.Alloc:
		return b.clientCell(x, depth)
	case *ssa.Phi:
		return b.joinClients(x.Edges, depth)
	case *ssa.FieldAddr: // a client by value, in a struct
		return b.storedClient(program.FieldOf(x.X.Type(), x.Field), depth)
	case *ssa.FreeVar:
		return b.joinClients(b.boundValues(x), depth)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return b.loadedClient(x.X, depth)
		}
	case *ssa.Call:
		if fn := x.Common().StaticCallee(); fn != nil && fn.Blocks != nil {
			var results []ssa.Value
			for _, ret := range returns(fn) {
				if len(ret.Results) > 0 && !isNil(ret.Results[0]) {
					results = append(results, ret.Results[0])
				}
			}
			return b.joinClients(results, depth)
		}
	}
	return BoundUnknown
}

func (b *builder) loadedClient(addr ssa.Value, depth int) Bound {
	switch a := addr.(type) {
	case *ssa.Global:
		if a.Pkg.Pkg.Path() == "net/http" && a.Name() == "DefaultClient" {
			return Unbounded
		}
		return b.storedClient(a, depth)
	case *ssa.FieldAddr:
		return b.storedClient(program.FieldOf(a.X.Type(), a.Field), depth)
	case *ssa.Alloc:
		return b.joinClients(program.StoredIn(a), depth)
	case *ssa.FreeVar:
		return b.joinClients(b.boundValues(a), depth)
	}
	return BoundUnknown
}

// storedClient joins what the package stores in a field or variable. A client
// held by value in an unexported field that nobody assigns is the zero client.
func (b *builder) storedClient(key any, depth int) Bound {
	vs := b.prog.Stored(key)
	if len(vs) > 0 {
		return b.joinClients(vs, depth)
	}
	f, ok := key.(*types.Var)
	if !ok || f == nil || f.Exported() || f.Pkg() != b.prog.Pass.Pkg {
		return BoundUnknown
	}
	if _, isPtr := f.Type().Underlying().(*types.Pointer); isPtr || b.prog.SetsField("net/http", "Client", "Timeout") {
		return BoundUnknown
	}
	return Unbounded
}

func (b *builder) joinClients(vs []ssa.Value, depth int) Bound {
	out := BoundUnknown
	vs = slices.DeleteFunc(slices.Clone(vs), isNil)
	for i, v := range vs {
		if u, ok := v.(*ssa.UnOp); ok && u.Op == token.MUL {
			if a, ok := u.X.(*ssa.Alloc); ok { // a literal stored by value
				v = a
			}
		}
		c := b.httpClient(v, depth+1)
		if i > 0 && c != out {
			return BoundUnknown
		}
		out = c
	}
	return out
}

// clientCell evaluates a composite literal or a local client: bounded when its
// Timeout is set to anything, since a variable may be zero but was thought of.
func (b *builder) clientCell(a *ssa.Alloc, depth int) Bound {
	if a.Referrers() == nil {
		return BoundUnknown
	}
	if _, isStruct := a.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct); !isStruct {
		return b.joinClients(program.StoredIn(a), depth)
	}
	for _, ref := range *a.Referrers() {
		switch i := ref.(type) {
		case *ssa.FieldAddr:
			f := program.FieldOf(i.X.Type(), i.Field)
			if f != nil && f.Name() == "Timeout" && isStored(i) {
				return Bounded
			}
			if f != nil && f.Name() == "Transport" && isStored(i) {
				return b.transport(i)
			}
		case *ssa.Store:
			if i.Addr == a {
				return BoundUnknown // copied from elsewhere
			}
		case ssa.CallInstruction:
			if isConfigured(i, a) {
				return BoundUnknown
			}
		}
	}
	return Unbounded
}

// isConfigured reports whether a call may set a client's fields: it gets the
// client, as an option does, and is not a method of the client itself.
func isConfigured(site ssa.CallInstruction, client ssa.Value) bool {
	fn := site.Common().StaticCallee()
	return slices.Contains(site.Common().Args, client) && (fn == nil || fn.Pkg == nil || fn.Pkg.Pkg.Path() != "net/http")
}

// transport is what a client without Timeout gets from its own transport: a
// bound cannot be ruled out unless the transport is net/http's own, which
// bounds only parts of a request.
func (b *builder) transport(addr *ssa.FieldAddr) Bound {
	for _, ref := range *addr.X.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		if f := program.FieldOf(fa.X.Type(), fa.Field); f != nil && f.Name() == "Timeout" && isStored(fa) {
			return Bounded
		}
	}
	for _, ref := range *addr.Referrers() {
		s, ok := ref.(*ssa.Store)
		if !ok {
			continue
		}
		mi, ok := s.Val.(*ssa.MakeInterface)
		if !ok || types.TypeString(mi.X.Type(), nil) != "*net/http.Transport" {
			return BoundUnknown
		}
	}
	return Unbounded
}

func isStored(addr ssa.Value) bool {
	for _, ref := range *addr.Referrers() {
		if s, ok := ref.(*ssa.Store); ok && s.Addr == addr {
			return true
		}
	}
	return false
}
