package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// Body says whose data a reader has, or the body of a request: those of inputs
// that are readers or lead to a request. It is a *may* analysis, but for
// Limited, which one path is enough for: somebody thought of a limit.
type Body struct {
	From     Inputs
	Limited  bool // to so many bytes
	Inflated bool // more comes out than was sent, after any limit
}

func (d Body) join(e Body) Body {
	return Body{d.From | e.From, d.Limited || e.Limited, d.Inflated || e.Inflated}
}

// maxBody bounds how many readers around readers are looked through.
const maxBody = 16

// body is whose data the reader or request v has when instr runs.
func (b *builder) body(v ssa.Value, at ssa.Instruction, depth int) Body {
	if v == nil || depth > maxBody {
		return Body{}
	}
	if leadsToRequest(v.Type()) {
		return b.requestBody(v, at, depth)
	}
	switch x := v.(type) {
	case *ssa.Parameter:
		if canRead(x.Type()) {
			return Body{From: bit(slices.Index(x.Parent().Params, x))}
		}
	case *ssa.FreeVar:
		return capturedBody(x)
	case *ssa.MakeInterface:
		return b.body(x.X, at, depth+1)
	case *ssa.ChangeInterface:
		return b.body(x.X, at, depth+1)
	case *ssa.ChangeType:
		return b.body(x.X, at, depth+1)
	case *ssa.TypeAssert:
		return b.body(x.X, at, depth+1)
	case *ssa.Phi:
		var out Body
		for _, e := range x.Edges {
			out = out.join(b.body(e, x, depth+4))
		}
		return out
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok {
			return b.resultBody(call, x.Index, depth)
		}
	case *ssa.Call:
		return b.resultBody(x, 0, depth)
	case *ssa.Alloc:
		if fieldValue(x, "R") != nil && types.TypeString(x.Type(), nil) == "*io.LimitedReader" {
			out := b.body(fieldValue(x, "R"), at, depth+1)
			return Body{From: out.From, Limited: true}
		}
		return b.cellBody(x, x, depth)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return b.loadBody(x, depth)
		}
	}
	return Body{}
}

// capturedBody is an input of the literal of its own.
func capturedBody(fv *ssa.FreeVar) Body {
	t := fv.Type()
	if ptr, ok := t.(*types.Pointer); ok && !leadsToRequest(t) {
		t = ptr.Elem()
	}
	if !canRead(t) && !leadsToRequest(t) {
		return Body{}
	}
	return Body{From: bit(len(fv.Parent().Params) + slices.Index(fv.Parent().FreeVars, fv))}
}

// loadBody is a reader that is read from a variable or from a request.
func (b *builder) loadBody(load *ssa.UnOp, depth int) Body {
	switch addr := load.X.(type) {
	case *ssa.FieldAddr:
		if isBodyField(addr) {
			return b.requestBody(addr.X, load, depth+1)
		}
		if !canRead(addr.X.Type()) { // the entries of an archive
			return b.body(addr.X, load, depth+1)
		}
	case *ssa.Alloc:
		return b.cellBody(addr, load, depth)
	case *ssa.IndexAddr: // an entry of an archive
		return b.body(addr.X, load, depth+1)
	case *ssa.FreeVar:
		if v := lastStore(load, addr); v != nil {
			return b.body(v, load, depth+1)
		}
		return capturedBody(addr)
	}
	return Body{}
}

// cellBody is what a local variable holds.
func (b *builder) cellBody(cell *ssa.Alloc, at ssa.Instruction, depth int) Body {
	if v := lastStore(at, cell); v != nil {
		return b.body(v, at, depth+1)
	}
	var out Body
	for _, v := range program.StoredIn(cell) {
		if v.Parent() == at.Parent() {
			out = out.join(b.body(v, at, depth+4))
		}
	}
	return out
}

// isBodyField reports whether an address is that of the body of a request that
// is served, not of a response.
func isBodyField(fa *ssa.FieldAddr) bool {
	f := program.FieldOf(fa.X.Type(), fa.Field)
	return f != nil && f.Name() == "Body" && program.IsRequest(fa.X.Type())
}

// requestBody is what is left of a request that a value leads to: the data of
// the input that it came with, unless its body was replaced before.
func (b *builder) requestBody(v ssa.Value, at ssa.Instruction, depth int) Body {
	out := b.requestOf(v, depth)
	if out.From == 0 {
		return out
	}
	for _, r := range b.replacements(at.Parent()) {
		if r.of&out.From == 0 || !precedes(r.at, at) {
			continue
		}
		if r.body.From == 0 && dominates(r.at, at) {
			return Body{} // what was read before, or nothing
		}
		out.Limited = out.Limited || r.body.Limited || r.body.From == 0
		out.Inflated = out.Inflated || r.body.Inflated
	}
	return out
}

// requestOf is the input with which a request came.
func (b *builder) requestOf(v ssa.Value, depth int) Body {
	if depth > maxBody {
		return Body{}
	}
	switch x := v.(type) {
	case *ssa.Parameter:
		if leadsToRequest(x.Type()) {
			return Body{From: bit(slices.Index(x.Parent().Params, x))}
		}
	case *ssa.FreeVar:
		return capturedBody(x)
	case *ssa.MakeInterface:
		return b.requestOf(x.X, depth+1)
	case *ssa.ChangeInterface:
		return b.requestOf(x.X, depth+1)
	case *ssa.ChangeType:
		return b.requestOf(x.X, depth+1)
	case *ssa.Phi:
		var out Body
		for _, e := range x.Edges {
			out = out.join(b.requestOf(e, depth+4))
		}
		return out
	case *ssa.Call: // c.Request(), r.WithContext(ctx)
		if recv := receiver(x.Common()); recv != nil && leadsToRequest(recv.Type()) {
			return b.requestOf(recv, depth+1)
		}
	case *ssa.Alloc:
		var out Body
		for _, s := range program.StoredIn(x) {
			if s.Parent() == x.Parent() {
				out = out.join(b.requestOf(s, depth+4))
			}
		}
		return out
	case *ssa.UnOp:
		switch addr := x.X.(type) {
		case *ssa.FieldAddr: // c.Request
			if leadsToRequest(addr.X.Type()) {
				return b.requestOf(addr.X, depth+1)
			}
		case *ssa.Alloc, *ssa.FreeVar:
			return b.requestOf(addr, depth+1)
		}
	}
	return Body{}
}

// resultBody is whose data a result of a call has, as the catalogue or the
// callee's shape says.
func (b *builder) resultBody(call *ssa.Call, index, depth int) Body {
	for _, c := range b.prog.Callees(call) {
		for _, sym := range b.prog.SymbolsOf(c) {
			r := sym.Lib.Read(sym.Rel)
			if r == nil || index > 0 && r.Does != model.DoesUpload {
				continue
			}
			out := b.body(readFrom(c, r), call, depth+1)
			switch r.Does {
			case model.DoesWrap:
				return out
			case model.DoesLimit:
				return Body{From: out.From, Limited: true}
			case model.DoesInflate:
				return Body{From: out.From, Inflated: out.From != 0}
			case model.DoesAll, model.DoesUpload: // what was read is there to be inflated
				return Body{From: out.From, Limited: true, Inflated: out.Inflated}
			}
			return Body{}
		}
		shape := b.shapeOf(c)
		if shape == nil {
			continue
		}
		for _, r := range shape.Readers {
			if r.Result == index {
				return b.instantiateBody(r.Body, c, call, depth)
			}
		}
	}
	return Body{}
}

// instantiateBody turns a body in terms of a callee's inputs into one in terms
// of the caller's.
func (b *builder) instantiateBody(d Body, c program.Callee, at ssa.Instruction, depth int) Body {
	var out Body
	for i := range inputTypes(c) {
		if i < 63 && d.From&(1<<i) != 0 {
			out = out.join(b.body(c.InputValue(i), at, depth+4))
		}
	}
	if out.From != 0 {
		out.Limited = !d.Inflated && out.Limited || d.Limited
		out.Inflated = !d.Limited && out.Inflated || d.Inflated
	}
	return out
}

// readFrom is the reader, or what leads to the request, that a row reads.
func readFrom(c program.Callee, r *model.Read) ssa.Value {
	i := r.From
	switch {
	case i == model.ArgReceiver:
		return c.Recv
	case c.Recv != nil:
		i++
	}
	if i < len(c.Args) {
		return c.Args[i]
	}
	return nil
}

// canRead reports whether values of the type can be read from.
func canRead(t types.Type) bool { return program.HasMethod(t, "Read") }

// precedes reports whether control may come from one instruction to another.
func precedes(from, to ssa.Instruction) bool {
	if from.Block() == to.Block() {
		return indexOf(from) < indexOf(to)
	}
	return reaches(from.Block(), to.Block())
}

// dominates reports whether control comes to an instruction only through
// another.
func dominates(from, to ssa.Instruction) bool {
	if from.Block() == to.Block() {
		return indexOf(from) < indexOf(to)
	}
	return from.Block().Dominates(to.Block())
}
