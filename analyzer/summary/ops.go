package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// op is the wait that a callee is known for: by the catalogue, or by the shape
// of a dependency's function.
func (b *builder) op(site ssa.CallInstruction, c program.Callee) (Op, bool) {
	if c.Func == nil || c.Body != nil || b.prog.Serves(site) {
		return Op{}, false
	}
	syms := b.prog.SymbolsOf(c)
	for _, sym := range syms {
		if w := sym.Lib.Wait(sym.Rel); w != nil {
			if w.With != nil && !b.callsAny(sym.Lib, w.With) {
				return Op{}, false
			}
			op := b.rowOp(c, sym, w)
			if op.NoContext && (b.isKilled(site, c.Recv) || c.Recv != nil && isConn(c.Recv.Type()) && mayHaveDeadline(c.Recv, 0)) {
				op.Bounded = Bounded
			}
			if op.Kind == model.KindDial && isLocal(c.Args) {
				op.Bounded = Bounded
			}
			return op, true
		}
	}
	if w, sym := b.wildcard(c, syms); w != nil {
		return b.rowOp(c, sym, w), true
	}
	if len(syms) > 0 && b.isBoundary(c.Func) || b.opt.IsNode(c.Func) {
		return Op{}, false
	}
	shape := b.shapeOf(c)
	if shape == nil || len(shape.Waits) == 0 {
		return Op{}, false
	}
	return b.dependencyOp(c, shape), true
}

func (b *builder) isBoundary(fn *types.Func) bool {
	path := program.PathOf(fn.Pkg())
	return model.IsStd(path) || b.prog.Cat.Boundary(path)
}

// wildcard finds a row that stands for every method of a type whose first
// parameter is a context.
func (b *builder) wildcard(c program.Callee, syms []program.Symbol) (*model.Wait, program.Symbol) {
	params := c.Func.Signature().Params()
	if params.Len() == 0 || !program.IsContext(params.At(0).Type()) {
		return nil, program.Symbol{}
	}
	for _, sym := range syms {
		recv, _, ok := model.Receiver(sym.Rel)
		if !ok {
			continue
		}
		for _, w := range sym.Lib.Wildcards() {
			if r, _, _ := model.Receiver(w.Symbol); r == recv {
				return w, sym
			}
		}
	}
	return nil, program.Symbol{}
}

// rowOp is the operation that a row of the catalogue describes.
func (b *builder) rowOp(c program.Callee, sym program.Symbol, w *model.Wait) Op {
	op := Op{Symbol: sym.Full(), Kind: w.Kind, Variant: w.Variant, Flags: waitFlags(c, sym, w), Peer: b.peerOf(c), Pool: b.poolOf(c, w.Kind)}
	if w.BoundedByDefault() {
		op.Bounded = Bounded
	}
	if w.Over != "" {
		op.Flags |= Harmless
	}
	if isRead(w, c.Args) {
		op.Flags |= Reads
	}
	if isFinal(sym, c.Recv) {
		op.Flags |= Final
	}
	shift := 0
	if c.Recv != nil {
		shift = 1
	}
	switch i, ok := w.Ctx.Index(); {
	case ok:
		if i+shift < len(c.Args) {
			op.Ctx = b.ctx(c.Args[i+shift])
		}
	case w.Ctx == model.CtxRequest:
		op.Ctx, op.NoContext = b.requestCtx(c, c.Args[shift:])
	case w.Ctx == model.CtxReceiver:
		if op.Ctx, op.NoContext = b.receiverCtx(c.Recv, 0); op.Ctx == (Ctx{}) && !op.NoContext {
			op.Ctx = b.slotReceiver(c.Recv)
		}
	default:
		op.NoContext = true
		if givesTimeout(c.Args) {
			op.Bounded = Bounded
		}
	}
	if op.Bounded == BoundUnknown {
		op.Bounded, op.On = b.clientBound(c, w)
	}
	if op.Bounded == BoundUnknown && (usesDefaultClient(w) || op.NoContext && op.Variant == "" && w.DefaultBound == "none" && w.Kind != model.KindNet) {
		op.Bounded = Unbounded
	}
	if op.Bounded == BoundUnknown && op.On == "" {
		if op.On = b.sdkOf(c, w); op.On != "" {
			op.Bounded = Unbounded
		}
	}
	return op
}

// givesTimeout reports whether a call that takes no context is given a
// duration instead, as net.DialTimeout is. Zero is none.
func givesTimeout(args []ssa.Value) bool {
	return slices.ContainsFunc(args, func(a ssa.Value) bool {
		if types.TypeString(a.Type(), nil) != "time.Duration" {
			return false
		}
		c, ok := a.(*ssa.Const)
		return !ok || c.Value != nil && c.Int64() != 0
	})
}

// usesDefaultClient reports whether a library sends its requests through
// http.DefaultClient, which has no timeout, unless it is given another client.
func usesDefaultClient(w *model.Wait) bool {
	return w.Kind == model.KindHTTP && strings.Contains(w.DefaultBound, "http.DefaultClient")
}

// RowOp is the operation of a library's method when it is called through an
// interface: its context is an input.
func RowOp(sym program.Symbol, w *model.Wait) (Op, bool) {
	op := Op{Symbol: sym.Full(), Kind: w.Kind, Variant: w.Variant, Flags: waitFlags(program.Callee{}, sym, w)}
	if i, ok := w.Ctx.Index(); ok {
		op.Ctx = Ctx{Kind: CtxInput, Input: i + 1}
	} else {
		op.NoContext = w.Ctx == model.CtxNone
	}
	if w.BoundedByDefault() {
		op.Bounded = Bounded
	}
	if w.Over != "" {
		op.Flags |= Harmless
	}
	if isRead(w, nil) {
		op.Flags |= Reads
	}
	return op, op.Kind.Outside()
}

// Unended reports whether it may be that nothing ends the wait, or only the
// context that somebody gives.
func (o Op) Unended() bool {
	switch {
	case !o.Kind.Outside() || o.Kind == model.KindSleep || o.Bounded == Bounded:
		return false
	case o.Kind == model.KindHTTP && o.Bounded == BoundUnknown && o.On == "":
		return false // the client may have a timeout
	case o.NoContext:
		return o.Variant != "" || o.Bounded == Unbounded
	}
	return o.Ctx.Deadline == NoDeadline && o.Ctx.Kind != CtxUnknown
}

// receiverCtx is the context that a receiver was bound to, as with gorm's
// WithContext; none is true when it is certain that there is none.
func (b *builder) receiverCtx(v ssa.Value, depth int) (ctx Ctx, none bool) {
	if depth > 12 {
		return Ctx{}, false
	}
	if b.isBoundLater(v) {
		return Ctx{Deadline: MaybeDeadline}, false
	}
	switch x := v.(type) {
	case *ssa.Call:
		return b.chainCtx(x, depth)
	case *ssa.Extract:
		call, ok := x.Tuple.(*ssa.Call)
		switch {
		case !ok:
		case b.isBoundaryCall(call) && receiver(call.Common()) == nil:
			return Ctx{}, true // the constructor: gorm.Open
		default:
			return Ctx{}, b.opensUnbound(call, x.Index, depth)
		}
	case *ssa.UnOp:
		return b.storedReceiver(x.X, depth)
	case *ssa.Phi:
		return b.joinReceivers(x.Edges, depth)
	case *ssa.Parameter:
		return b.givenReceiver(x, depth)
	}
	return Ctx{}, false
}

// isBoundLater reports whether a method that is given a context is called on v
// and its result left: it changes v itself, as that of a session of xorm does.
func (b *builder) isBoundLater(v ssa.Value) bool {
	return slices.ContainsFunc(program.Refs(v), func(ref ssa.Instruction) bool {
		call, ok := ref.(*ssa.Call)
		return ok && receiver(call.Common()) == v && types.Identical(call.Type(), v.Type()) &&
			len(program.Refs(call)) == 0 && contextGiven(call) != nil && b.isBoundaryCall(call)
	})
}

// givenReceiver is the binding of a parameter: what the calls of an unexported
// function give it.
func (b *builder) givenReceiver(p *ssa.Parameter, depth int) (Ctx, bool) {
	values, callbacks, ok := b.prog.GivenTo(p)
	if !ok {
		return Ctx{}, false
	}
	if len(callbacks) > 0 {
		return Ctx{}, false // the transaction that calls it is the place to bind one
	}
	for _, v := range values {
		if _, none := b.receiverCtx(v, depth+1); !none {
			return Ctx{}, false // bound, though perhaps to a context of another function
		}
	}
	return Ctx{}, true
}

// chainCtx follows a chain of calls, such as db.WithContext(ctx).Where(…), to
// the call that binds a context, or to its beginning.
func (b *builder) chainCtx(call *ssa.Call, depth int) (Ctx, bool) {
	common := call.Common()
	recv := receiver(common)
	for _, a := range common.Args {
		if a != recv && program.IsContext(a.Type()) {
			return b.ctx(a), false
		}
	}
	if !b.isBoundaryCall(call) {
		return Ctx{}, b.opensUnbound(call, 0, depth)
	}
	if methodName(common) == "Begin" {
		return Ctx{}, false // a transaction is bound where it begins
	}
	if recv == nil {
		return Ctx{}, true
	}
	return b.receiverCtx(recv, depth+1)
}

// opensUnbound reports whether a function of the package returns nothing but
// what a constructor made, or what is kept of that, and so without a context.
func (b *builder) opensUnbound(call *ssa.Call, result, depth int) bool {
	fn := call.Common().StaticCallee()
	if fn == nil || fn.Blocks == nil || depth > 6 {
		return false
	}
	var opened []ssa.Value
	for _, ret := range returns(fn) {
		if v := ret.Results[result]; !isNil(v) {
			opened = append(opened, v)
		}
	}
	_, none := b.joinReceivers(opened, depth+1)
	return none
}

func (b *builder) isBoundaryCall(call *ssa.Call) bool {
	fn := call.Common().StaticCallee()
	if fn == nil {
		return call.Common().IsInvoke() && b.isBoundary(call.Common().Method)
	}
	obj, ok := fn.Object().(*types.Func)
	return ok && obj.Pkg() != nil && b.isBoundary(obj)
}

// storedReceiver is the binding of a receiver kept in a field or variable: if
// all that is stored there comes straight from a constructor, or from a
// parameter of the user's constructor, it has no context of a request.
func (b *builder) storedReceiver(addr ssa.Value, depth int) (Ctx, bool) {
	switch a := addr.(type) {
	case *ssa.Global:
		return b.joinReceivers(b.prog.Stored(a), depth)
	case *ssa.FieldAddr:
		f := program.FieldOf(a.X.Type(), a.Field)
		if f == nil {
			return Ctx{}, false
		}
		if f.Pkg() == nil || f.Pkg() != b.prog.Pass.Pkg {
			return Ctx{}, false
		}
		vs := b.prog.Stored(f)
		for _, v := range vs {
			if _, isParam := v.(*ssa.Parameter); isParam {
				if isPerRequest(v) {
					return Ctx{}, false
				}
				continue
			}
			if _, none := b.receiverCtx(v, depth+1); !none {
				return Ctx{}, false
			}
		}
		return Ctx{}, true
	case *ssa.Alloc:
		return b.joinReceivers(program.StoredIn(a), depth)
	case *ssa.FreeVar:
		return b.joinReceivers(b.boundValues(a), depth)
	}
	return Ctx{}, false
}

// isPerRequest reports whether a parameter may be made anew for each request:
// the function that it belongs to also receives a context.
func isPerRequest(v ssa.Value) bool {
	fn := v.Parent()
	for _, p := range fn.Params {
		if program.CarriesContext(p.Type()) {
			return true
		}
	}
	return !strings.HasPrefix(fn.Name(), "New") && !strings.HasPrefix(fn.Name(), "new") &&
		!strings.HasPrefix(fn.Name(), "Provide") && !strings.HasPrefix(fn.Name(), "Init") && !strings.HasPrefix(fn.Name(), "init")
}

func (b *builder) boundValues(fv *ssa.FreeVar) []ssa.Value {
	var out []ssa.Value
	for _, v := range b.prog.Bound(fv) {
		switch a := v.(type) {
		case *ssa.Alloc:
			out = append(out, program.StoredIn(a)...)
		case *ssa.FreeVar: // of the literal around this one
			out = append(out, b.boundValues(a)...)
		default:
			out = append(out, v)
		}
	}
	return out
}

func (b *builder) joinReceivers(vs []ssa.Value, depth int) (Ctx, bool) {
	vs = slices.DeleteFunc(slices.Clone(vs), isNil)
	if len(vs) == 0 {
		return Ctx{}, false
	}
	ctx, none := b.receiverCtx(vs[0], depth+1)
	for _, v := range vs[1:] {
		c, n := b.receiverCtx(v, depth+1)
		if n != none {
			return Ctx{}, false
		}
		ctx = ctx.join(c)
	}
	return ctx, none
}

// dependencyOp is a call of a function of a library that the catalogue does
// not know, as its shape tells.
func (b *builder) dependencyOp(c program.Callee, shape *Shape) Op {
	op := Op{Symbol: program.Key(c.Func), Peer: b.peerOf(c)}
	for _, w := range shape.Waits {
		if w.Input >= 0 && w.Input < len(c.Args) {
			op.Kind = w.Kind
			op.Ctx = b.ctx(c.Args[w.Input])
			op.Bounded = BoundUnknown
			return op
		}
	}
	op.Kind = shape.Waits[0].Kind
	op.NoContext = true
	op.Variant = sibling(c.Func)
	return op
}

// sibling finds the method or function next to fn that takes a context: for
// Find, FindContext or FindWithContext.
func sibling(fn *types.Func) string {
	for _, end := range []string{"Context", "WithContext", "Ctx"} {
		name := fn.Name() + end
		var obj types.Object
		if _, named := program.Receiver(fn); named != nil {
			obj, _, _ = types.LookupFieldOrMethod(types.NewPointer(named), true, fn.Pkg(), name)
		} else {
			obj = fn.Pkg().Scope().Lookup(name)
		}
		if s, ok := obj.(*types.Func); ok && s.Exported() && s.Signature().Params().Len() > 0 &&
			program.IsContext(s.Signature().Params().At(0).Type()) {
			return program.Key(s)
		}
	}
	return ""
}
