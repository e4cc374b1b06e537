package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// clientBound says whether the client that an operation runs on ends it by
// itself: whether a field that the row names as its bound, such as
// http.Client.Timeout or net.Dialer.Timeout, is set where the client is made.
// Other bounds are options and defaults, which the catalogue tells. When it is
// not known here, slot is what the client is kept in: who fills it may know.
func (b *builder) clientBound(c program.Callee, w *model.Wait) (bound Bound, slot string) {
	if c.Recv == nil {
		if path := program.PathOf(c.Func.Pkg()); path == "net/http" {
			return Unbounded, "" // http.Get and friends: DefaultClient has no timeout
		}
		return BoundUnknown, ""
	}
	e := clientEval{b, knobs(c.Recv.Type(), w.BoundedBy)}
	if len(e.knobs) == 0 {
		return BoundUnknown, ""
	}
	bound = e.client(c.Recv, 0)
	if bound == BoundUnknown && b.prog.Own {
		slot = program.ClientSlot(c.Recv)
	}
	return bound, slot
}

// Client says whether a client, or a pointer to one, has a bound of its own.
// ok is false for what is no client whose fields could bound it.
func (p *Package) Client(v ssa.Value) (bound Bound, ok bool) {
	e := clientEval{p.b, p.b.knobsOf(v.Type())}
	if len(e.knobs) == 0 {
		return BoundUnknown, false
	}
	return e.join([]ssa.Value{v}, 0), true
}

// IsClient reports whether t is a client whose fields could bound it, or a
// pointer to one.
func (p *Package) IsClient(t types.Type) bool { return len(p.b.knobsOf(t)) > 0 }

// knobsOf are the fields that bound what a client of a type waits for: those
// that a row of one of its methods names.
func (b *builder) knobsOf(t types.Type) []string {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return nil
	}
	if found, ok := b.knobs[named.Obj()]; ok {
		return found
	}
	var found []string
	for row := range b.prog.Cat.Library(program.PathOf(named.Obj().Pkg())).All() {
		w, ok := row.Entry.(*model.Wait)
		if !ok {
			continue
		}
		if recv, _, isMethod := model.Receiver(w.Symbol); isMethod && strings.TrimPrefix(recv, "*") == named.Obj().Name() {
			if found = knobs(t, w.BoundedBy); len(found) > 0 {
				break
			}
		}
	}
	b.knobs[named.Obj()] = found
	return found
}

// knobs are the fields of a type that a row's bounded_by names.
func knobs(t types.Type, boundedBy string) []string {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return nil
	}
	var out []string
	for entry := range strings.SplitSeq(boundedBy, ",") {
		parts := strings.Split(strings.TrimSpace(entry), ".")
		if n := len(parts); n >= 2 && parts[n-2] == named.Obj().Name() && hasField(t, parts[n-1]) {
			out = append(out, parts[n-1])
		}
	}
	return out
}

// clientEval evaluates clients whose bound is one of the fields knobs.
type clientEval struct {
	b     *builder
	knobs []string
}

// client evaluates a pointer to a client.
func (e clientEval) client(v ssa.Value, depth int) Bound {
	if depth > 8 {
		return BoundUnknown
	}
	switch x := v.(type) {
	case *ssa.Alloc:
		return e.cell(x, depth)
	case *ssa.Phi:
		return e.join(x.Edges, depth)
	case *ssa.FieldAddr: // a client by value, in a struct
		return e.stored(program.FieldOf(x.X.Type(), x.Field), depth)
	case *ssa.FreeVar:
		return e.join(e.b.boundValues(x), depth)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return e.loaded(x.X, depth)
		}
	case *ssa.Call:
		if fn := x.Common().StaticCallee(); fn != nil && fn.Blocks != nil {
			var results []ssa.Value
			for _, ret := range returns(fn) {
				if len(ret.Results) > 0 && !isNil(ret.Results[0]) {
					results = append(results, ret.Results[0])
				}
			}
			return e.join(results, depth)
		}
		if e.b.isUnboundedIn(x) {
			return Unbounded
		}
	}
	return BoundUnknown
}

func (e clientEval) loaded(addr ssa.Value, depth int) Bound {
	switch a := addr.(type) {
	case *ssa.Global:
		if a.Pkg.Pkg.Path() == "net/http" && a.Name() == "DefaultClient" {
			return Unbounded
		}
		if a.Pkg.Pkg != e.b.prog.Pass.Pkg && e.b.isLibrary(a.Pkg.Pkg) {
			return Bounded // a library's own default, such as websocket.DefaultDialer
		}
		return e.stored(a, depth)
	case *ssa.FieldAddr:
		return e.stored(program.FieldOf(a.X.Type(), a.Field), depth)
	case *ssa.Alloc:
		return e.join(program.StoredIn(a), depth)
	case *ssa.FreeVar:
		return e.join(e.b.boundValues(a), depth)
	}
	return BoundUnknown
}

// stored joins what the package stores in a field or variable. A client
// held by value in an unexported field that nobody assigns is the zero client.
func (e clientEval) stored(key any, depth int) Bound {
	vs := e.b.prog.Stored(key)
	if len(vs) > 0 {
		return e.join(vs, depth)
	}
	f, ok := key.(*types.Var)
	if !ok || f == nil || f.Exported() || f.Pkg() != e.b.prog.Pass.Pkg {
		return BoundUnknown
	}
	if _, isPtr := f.Type().Underlying().(*types.Pointer); isPtr || e.isSetLater(f) {
		return BoundUnknown
	}
	return Unbounded
}

func (e clientEval) join(vs []ssa.Value, depth int) Bound {
	out := BoundUnknown
	vs = slices.DeleteFunc(slices.Clone(vs), isNil)
	for i, v := range vs {
		if u, ok := v.(*ssa.UnOp); ok && u.Op == token.MUL {
			if a, ok := u.X.(*ssa.Alloc); ok { // a literal stored by value
				v = a
			}
		}
		c := e.client(v, depth+1)
		if i > 0 && c != out {
			return BoundUnknown
		}
		out = c
	}
	return out
}

// cell evaluates a composite literal or a local client: bounded when a
// knob is set to anything, since a variable may be zero but was thought of.
func (e clientEval) cell(a *ssa.Alloc, depth int) Bound {
	if a.Referrers() == nil {
		return BoundUnknown
	}
	if _, isStruct := a.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct); !isStruct {
		return e.join(program.StoredIn(a), depth)
	}
	for _, ref := range program.Refs(a) {
		switch i := ref.(type) {
		case *ssa.FieldAddr:
			f := program.FieldOf(i.X.Type(), i.Field)
			if f != nil && slices.Contains(e.knobs, f.Name()) && isStored(i) {
				return Bounded
			}
			if f != nil && f.Name() == "Transport" && isStored(i) {
				return e.transport(i)
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
func (e clientEval) transport(addr *ssa.FieldAddr) Bound {
	for _, ref := range program.Refs(addr.X) {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		if f := program.FieldOf(fa.X.Type(), fa.Field); f != nil && slices.Contains(e.knobs, f.Name()) && isStored(fa) {
			return Bounded
		}
	}
	for _, ref := range program.Refs(addr) {
		s, ok := ref.(*ssa.Store)
		if !ok {
			continue
		}
		mi, ok := s.Val.(*ssa.MakeInterface)
		if ok && types.TypeString(mi.X.Type(), nil) == "*net/http.Transport" || e.b.isPlain(s.Val) {
			continue
		}
		return BoundUnknown
	}
	return Unbounded
}

// isSetLater reports whether the package sets a knob of such a client anywhere.
func (e clientEval) isSetLater(client *types.Var) bool {
	named, ok := types.Unalias(client.Type()).(*types.Named)
	return !ok || named.Obj().Pkg() == nil || slices.ContainsFunc(e.knobs, func(knob string) bool {
		return e.b.prog.SetsField(program.PathOf(named.Obj().Pkg()), knob)
	})
}

// isLibrary reports whether a package is covered by the catalogue.
func (b *builder) isLibrary(p *types.Package) bool {
	path := program.PathOf(p)
	return model.IsStd(path) || b.prog.Cat.Boundary(path)
}

func isStored(addr ssa.Value) bool {
	for _, ref := range program.Refs(addr) {
		if s, ok := ref.(*ssa.Store); ok && s.Addr == addr {
			return true
		}
	}
	return false
}

// withClient is a context that is given an HTTP client to use, as
// oauth2.HTTPClient and oidc.ClientContext do: the client may end what is done
// under it.
func (b *builder) withClient(c Ctx, args []ssa.Value) Ctx {
	for _, a := range args {
		if mi, ok := a.(*ssa.MakeInterface); ok {
			a = mi.X
		}
		if types.TypeString(a.Type(), nil) != "*net/http.Client" || c.Deadline == HasDeadline {
			continue
		}
		if (clientEval{b, []string{"Timeout"}}).client(a, 0) != Unbounded {
			c.Deadline = MaybeDeadline
		}
	}
	return c
}
