package summary

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// This file finds the clients that may wait for ever and what they are used
// for. A client is named after the place where it is made; where it goes from
// there, through fields, variables, parameters and results, are flows, which
// linking follows from a use back to where the client was made.

// ClientFlow says that a slot may hold what another slot holds, or a client.
type ClientFlow struct{ To, From string }

const (
	// madeAt begins the name of a client that may wait for ever.
	madeAt = "client@"
	// zeroIn begins the name of one that is the zero value of a field or variable.
	zeroIn = madeAt + "zero "
	// BoundSet is what flows into a slot whose client is given a timeout there.
	BoundSet = "bound"
	// OtherClient is a client of which nothing is known, or that has a timeout.
	OtherClient = "?"
)

// IsMade reports whether a name in a flow is that of a client that may wait for
// ever.
func IsMade(name string) bool { return strings.HasPrefix(name, madeAt) }

// IsPlaceless reports whether the client of this name is nowhere made: it is the
// zero client in a field or variable.
func IsPlaceless(name string) bool { return strings.HasPrefix(name, zeroIn) }

// clientKind is what the catalogue says of a type of clients.
type clientKind struct {
	row   *model.Client
	sym   string // of the literal or constructor
	knobs []string
}

// clientType is what is known of the clients that t is the type of, or points
// to, if they wait for ever unless told not to; nil otherwise.
func (b *builder) clientType(t types.Type) *clientKind {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return nil
	}
	if k, ok := b.clients[named.Obj()]; ok {
		return k
	}
	var k *clientKind
	lib := b.prog.Cat.Library(program.PathOf(named.Obj().Pkg()))
	for r := range lib.All() {
		row, ok := r.Entry.(*model.Client)
		if ok && (row.Endless || row.Off != "") && (r.Symbol == named.Obj().Name()+"{}" || isMadeBy(row, named)) {
			k = &clientKind{row, model.Qualify(lib.Path(), r.Symbol), names(row.TimeoutKnob)}
			break
		}
	}
	b.clients[named.Obj()] = k
	return k
}

// isMadeBy reports whether what a row makes is a pointer to a type, or is kept in
// an interface of its own package that it implements.
func isMadeBy(row *model.Client, named *types.Named) bool {
	path, name := named.Obj().Pkg(), row.Makes[strings.LastIndex(row.Makes, ".")+1:]
	if row.Makes != "*"+model.Qualify(program.PathOf(path), name) {
		return false
	}
	iface, ok := named.Underlying().(*types.Interface)
	if !ok {
		return named.Obj().Name() == name
	}
	made, ok := path.Scope().Lookup(name).(*types.TypeName)
	return ok && iface.NumMethods() > 0 && types.Implements(types.NewPointer(made.Type()), iface)
}

// names are the last parts of the symbols in a list.
func names(list string) []string {
	var out []string
	for entry := range strings.SplitSeq(list, ",") {
		if word := strings.Fields(entry); len(word) > 0 {
			out = append(out, word[0][strings.LastIndex(word[0], ".")+1:])
		}
	}
	return out
}

// clientOf is what is known of a value that is a client, or an interface that
// was just made of one.
func (b *builder) clientOf(v ssa.Value) *clientKind {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		v = mi.X
	}
	return b.clientType(v.Type())
}

// endlessLiteral adds a client that a literal or variable is, if nothing tells
// it when to stop waiting.
func (b *builder) endlessLiteral(n *Node, a *ssa.Alloc) {
	k := b.clientType(a.Type().Underlying().(*types.Pointer).Elem())
	if k == nil || !strings.HasSuffix(k.sym, "{}") || !b.isStructOf(a) || b.made(a, k) != Unbounded || !b.tellsOfClients(a) {
		return
	}
	op := Op{Class: ClassClient, Symbol: k.sym, Variant: strings.Join(k.knobs[:min(2, len(k.knobs))], " or "), Pos: b.clientPos(a), Clients: []string{b.nameOf(a)}, Ignored: b.opt.Ignored(a)}
	if b.hasOwnTransport(a) {
		op.Cost = CostLeak
	}
	n.Ops = append(n.Ops, op)
	if lit := b.prog.Literal(a); lit != nil {
		b.out.literals[op.Pos] = lit
	}
}

// tellsOfClients reports whether what stands at an instruction is worth a
// finding.
func (b *builder) tellsOfClients(i ssa.Instruction) bool {
	return b.prog.Own && !b.prog.IsTest(i.Pos()) && !b.prog.IsGenerated(i.Pos())
}

func (b *builder) isStructOf(a *ssa.Alloc) bool {
	_, ok := a.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct)
	return ok
}

// made says whether a client that is made here, by a literal or a constructor,
// is given a timeout where it is made. It is unknown when somebody unknown
// gets it to configure.
func (b *builder) made(v ssa.Value, k *clientKind) Bound {
	if v.Referrers() == nil {
		return BoundUnknown
	}
	if call, ok := v.(*ssa.Call); ok && k.row.Unless != nil && !lacks(call, k.row.Unless) {
		return BoundUnknown
	}
	if k.row.Off != "" {
		if switchedOff(v, k) == "" {
			return Bounded
		}
		return Unbounded
	}
	for _, ref := range program.Refs(v) {
		switch i := ref.(type) {
		case *ssa.FieldAddr:
			f := program.FieldOf(i.X.Type(), i.Field)
			switch {
			case f == nil:
			case slices.Contains(k.knobs, f.Name()):
				if bound := storesOf(i); bound != Unbounded {
					return bound
				}
			case f.Name() == "Transport" && isStored(i):
				if !b.isPlainTransport(i) {
					return BoundUnknown
				}
			case b.setsPart(i, k):
				return Bounded
			}
		case *ssa.Extract:
			if bound := b.made(i, k); i.Index == 0 && bound != Unbounded {
				return bound
			}
		case *ssa.Store:
			if i.Addr == v {
				return BoundUnknown // copied from elsewhere
			}
			if a, ok := i.Addr.(*ssa.Alloc); ok {
				if bound := b.madeIn(a, k); bound != Unbounded {
					return bound
				}
			}
		case ssa.CallInstruction:
			if bound := b.configuredBy(i, v, k); bound != Unbounded {
				return bound
			}
		}
	}
	return Unbounded
}

// madeIn is [builder.made] for the client that a variable holds, as literals
// that capture it see it, too.
func (b *builder) madeIn(cell ssa.Value, k *clientKind) Bound {
	for _, ref := range program.Refs(cell) {
		switch i := ref.(type) {
		case *ssa.UnOp:
			if bound := b.made(i, k); bound != Unbounded {
				return bound
			}
		case *ssa.MakeClosure:
			for n, v := range i.Bindings {
				if fn, ok := i.Fn.(*ssa.Function); ok && v == cell && n < len(fn.FreeVars) {
					if bound := b.madeIn(fn.FreeVars[n], k); bound != Unbounded {
						return bound
					}
				}
			}
		}
	}
	return Unbounded
}

// storesOf is Bounded when something is stored at the address of a knob, but
// for zero.
func storesOf(addr *ssa.FieldAddr) Bound {
	for _, ref := range program.Refs(addr) {
		s, ok := ref.(*ssa.Store)
		if !ok || s.Addr != addr {
			continue
		}
		if c, isConst := s.Val.(*ssa.Const); isConst && (c.IsNil() || c.Value != nil && c.Value.ExactString() == "0") {
			continue
		}
		return Bounded
	}
	return Unbounded
}

// setsPart reports whether a knob of a client inside the client is set, as
// HTTPClient.Timeout is.
func (b *builder) setsPart(part *ssa.FieldAddr, k *clientKind) bool {
	for _, ref := range program.Refs(part) {
		switch i := ref.(type) {
		case *ssa.Store: // another client
			return i.Addr == part && strings.Contains(k.row.TimeoutKnob, "."+program.FieldOf(part.X.Type(), part.Field).Name()+".")
		case *ssa.UnOp:
			for _, use := range program.Refs(i) {
				if fa, ok := use.(*ssa.FieldAddr); ok && slices.Contains(k.knobs, program.FieldOf(fa.X.Type(), fa.Field).Name()) && storesOf(fa) != Unbounded {
					return true
				}
			}
		}
	}
	return false
}

// configuredBy says what a call does to a client that it is given. Methods of
// the client's own library do what the catalogue says; functions of the user's
// own are followed by flows; what others do is not known.
func (b *builder) configuredBy(site ssa.CallInstruction, client ssa.Value, k *clientKind) Bound {
	common := site.Common()
	if slices.Contains(k.knobs, methodName(common)) && receiver(common) == client {
		return Bounded
	}
	if fluent, ok := site.(*ssa.Call); receiver(common) == client {
		if ok && types.Identical(fluent.Type(), client.Type()) {
			return b.made(fluent, k)
		}
		return Unbounded
	}
	if !slices.Contains(common.Args, client) {
		return Unbounded
	}
	for _, c := range b.prog.Callees(site) {
		if c.Body != nil || c.Func != nil && !c.Invoke && b.opt.IsNode(c.Func) {
			continue
		}
		return BoundUnknown
	}
	if len(b.prog.Callees(site)) == 0 {
		return BoundUnknown
	}
	return Unbounded
}

// limitsAnswer reports whether a transport limits how long it takes until an
// answer begins. Of one that comes through a variable or function, any in the
// package may be meant.
func (b *builder) limitsAnswer(transport ssa.Value) bool {
	if a, ok := transport.(*ssa.Alloc); ok {
		return setsField(a, answerKnob)
	}
	return b.prog.HasStore("net/http", answerKnob)
}

// answerKnob is the field of a transport that limits the wait for an answer.
const answerKnob = "ResponseHeaderTimeout"

// madeElsewhere reports whether a value comes from a function of another package
// of the user's own, or through a parameter: what it was given there is not seen.
func (b *builder) madeElsewhere(v ssa.Value) bool {
	switch x := v.(type) {
	case *ssa.Parameter, *ssa.FreeVar:
		return true
	case *ssa.Call:
		fn := x.Common().StaticCallee()
		obj, _ := fnObject(fn)
		return fn == nil || fn.Blocks == nil && (obj == nil || !b.isBoundary(obj))
	case *ssa.UnOp:
		if g, ok := x.X.(*ssa.Global); ok {
			return g.Pkg.Pkg != b.prog.Pass.Pkg
		}
	}
	return false
}

func fnObject(fn *ssa.Function) (*types.Func, bool) {
	if fn == nil {
		return nil, false
	}
	obj, ok := fn.Object().(*types.Func)
	return obj, ok && obj.Pkg() != nil
}

// hasOwnTransport reports whether a client's Transport is made together with it.
func (b *builder) hasOwnTransport(a *ssa.Alloc) bool {
	mi, ok := fieldValue(a, "Transport").(*ssa.MakeInterface)
	return ok && b.isOwnTransport(mi.X)
}

func (b *builder) isOwnTransport(v ssa.Value) bool {
	switch x := v.(type) {
	case *ssa.Alloc:
		return true
	case *ssa.Call:
		if len(x.Call.Args) == 0 || !b.isTracing(x.Common()) {
			return true
		}
		mi, ok := x.Call.Args[0].(*ssa.MakeInterface)
		return ok && b.isOwnTransport(mi.X)
	case *ssa.UnOp:
		_, isLocal := x.X.(*ssa.Alloc)
		return isLocal && x.Op == token.MUL
	}
	return false
}

// Literal is the composite literal at a position that makes a client, or nil.
func (p *Package) Literal(pos witness.Pos) *ast.CompositeLit { return p.literals[pos] }
