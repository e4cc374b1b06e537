package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// asks is the set of inputs that a number, a text or a list may be chosen
// through by whoever fills them: the value goes unchanged, or computed with,
// from there to the block at, and nothing on the way limits it. It follows
// conversions, parsers, fields of decoded structs and helpers, and takes
// everything else for limited.
func (b *builder) asks(v ssa.Value, at *ssa.BasicBlock) Inputs {
	a := asker{b: b, seen: map[askKey]bool{}}
	return a.visit(v, at, 0)
}

type asker struct {
	b    *builder
	seen map[askKey]bool
}

type askKey struct {
	v  ssa.Value
	at *ssa.BasicBlock
}

// maxAsk bounds how far a value is followed.
const maxAsk = 24

func (a *asker) visit(v ssa.Value, at *ssa.BasicBlock, depth int) Inputs {
	switch v.(type) {
	case nil, *ssa.Const, *ssa.Global, *ssa.Function, *ssa.Builtin, *ssa.MakeClosure:
		return 0
	}
	key := askKey{v, at}
	if depth > maxAsk || a.seen[key] || isNarrow(v.Type()) || program.IsContext(v.Type()) {
		return 0
	}
	a.seen[key] = true
	if a.b.isCapped(v, at) {
		return 0
	}
	next := func(v ssa.Value) Inputs { return a.visit(v, at, depth+1) }
	switch x := v.(type) {
	case *ssa.Parameter:
		return bit(slices.Index(x.Parent().Params, x)) &^ Foreign
	case *ssa.FreeVar:
		return bit(len(x.Parent().Params)+slices.Index(x.Parent().FreeVars, x)) &^ Foreign
	case *ssa.Phi:
		return a.chosen(x, depth)
	case *ssa.BinOp:
		return a.computed(x, next)
	case *ssa.Convert:
		return next(x.X)
	case *ssa.ChangeType:
		return next(x.X)
	case *ssa.ChangeInterface:
		return next(x.X)
	case *ssa.MakeInterface:
		return next(x.X)
	case *ssa.TypeAssert:
		return next(x.X)
	case *ssa.Slice:
		if x.High != nil {
			return 0
		}
		return next(x.X)
	case *ssa.Extract:
		switch t := x.Tuple.(type) {
		case *ssa.Call:
			return a.result(t, x.Index, at, depth)
		case *ssa.Lookup:
			return next(t.X)
		case *ssa.TypeAssert:
			return next(t.X)
		case *ssa.UnOp, *ssa.Next, *ssa.Select:
			return 0
		}
	case *ssa.Lookup:
		return next(x.X)
	case *ssa.Index:
		return next(x.X)
	case *ssa.Call:
		return a.result(x, 0, at, depth)
	case *ssa.Field:
		if saysLimit(x.X.Type(), x.Field) {
			return 0
		}
		return next(x.X)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return a.loaded(x.X, at, depth)
		}
	case *ssa.Alloc:
		return a.filled(x, at, depth) | a.composed(x, at, depth)
	}
	return 0
}

// isNarrow reports whether a type is too small to matter, or says nothing.
func isNarrow(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	if !ok {
		return false
	}
	switch basic.Kind() {
	case types.Int8, types.Int16, types.Uint8, types.Uint16, types.Bool, types.UntypedBool:
		return true
	}
	return false
}

func (a *asker) chosen(phi *ssa.Phi, depth int) Inputs {
	var out Inputs
	for i, e := range phi.Edges {
		pred := phi.Block().Preds[i]
		if cond, ok := pred.Instrs[len(pred.Instrs)-1].(*ssa.If); ok && pred.Succs[0] != pred.Succs[1] &&
			a.b.caps(cond.Cond, pred.Succs[0] == phi.Block(), e) {
			continue
		}
		out |= a.visit(e, pred, depth+1)
	}
	return out
}

// computed is what an operation on two numbers keeps of them.
func (a *asker) computed(x *ssa.BinOp, next func(ssa.Value) Inputs) Inputs {
	switch x.Op {
	case token.ADD, token.MUL, token.OR, token.XOR:
		return next(x.X) | next(x.Y)
	case token.SUB, token.QUO, token.SHR:
		return next(x.X)
	case token.SHL:
		return next(x.X) | next(x.Y)
	case token.REM, token.AND:
		if p, q := next(x.X), next(x.Y); p != 0 && q != 0 {
			return p | q
		}
	}
	return 0
}

// loaded is a value read from a variable, field or element.
func (a *asker) loaded(addr ssa.Value, at *ssa.BasicBlock, depth int) Inputs {
	switch x := addr.(type) {
	case *ssa.FieldAddr:
		if saysLimit(x.X.Type(), x.Field) || a.b.isPlaceLimited(x, at) {
			return 0
		}
		return a.fieldOf(x, at, depth)
	case *ssa.IndexAddr:
		return a.visit(x.X, at, depth+1)
	case *ssa.Alloc:
		return a.filled(x, at, depth) | a.composed(x, at, depth)
	case *ssa.Parameter, *ssa.FreeVar, *ssa.UnOp, *ssa.Phi, *ssa.Call, *ssa.Extract:
		return a.visit(addr, at, depth+1)
	}
	return 0
}

// fieldOf is a field: of a parameter, of a local struct that a call fills, or of
// what either points to. A value kept in a receiver counts as its own.
func (a *asker) fieldOf(fa *ssa.FieldAddr, at *ssa.BasicBlock, depth int) Inputs {
	f := program.FieldOf(fa.X.Type(), fa.Field)
	if program.CarriesContext(fa.X.Type()) {
		if !isAskedField(f) {
			return 0
		}
		return a.carried(fa.X)
	}
	if a.b.isChecked(fa.X, at) || hasCheck(fa.X.Type()) {
		return 0
	}
	if alloc, ok := fa.X.(*ssa.Alloc); ok {
		var out Inputs
		for _, ref := range program.Refs(alloc) {
			other, ok := ref.(*ssa.FieldAddr)
			if !ok || other.Field != fa.Field {
				continue
			}
			for _, use := range program.Refs(other) {
				if s, ok := use.(*ssa.Store); ok && s.Addr == ssa.Value(other) {
					out |= a.visit(s.Val, s.Block(), depth+1)
				}
			}
		}
		return out | a.filled(alloc, at, depth)
	}
	return a.loadedStruct(fa.X, at, depth)
}

// loadedStruct is the struct that an address leads to.
func (a *asker) loadedStruct(v ssa.Value, at *ssa.BasicBlock, depth int) Inputs {
	switch x := v.(type) {
	case *ssa.FieldAddr: // a struct in a struct
		return a.loaded(x, at, depth+1)
	case *ssa.IndexAddr:
		return a.visit(x.X, at, depth+1)
	}
	return a.visit(v, at, depth+1)
}

// isAskedField reports whether a field of a request is what the client says.
func isAskedField(f *types.Var) bool {
	if f == nil {
		return false
	}
	switch f.Name() {
	case "Form", "PostForm", "Header", "URL", "ContentLength", "Body", "MultipartForm":
		return true
	}
	return false
}

// filled is a local variable: what is stored there, and what a call puts there
// that is also given something of the request, as json's Decode does.
func (a *asker) filled(cell *ssa.Alloc, at *ssa.BasicBlock, depth int) Inputs {
	if a.b.isPlaceLimited(cell, at) || hasCheck(cell.Type()) || a.b.isChecked(cell, at) {
		return 0
	}
	var out Inputs
	for _, v := range program.StoredIn(cell) {
		block := at
		if instr, ok := v.(ssa.Instruction); ok && instr.Parent() == at.Parent() {
			block = instr.Block()
		}
		out |= a.visit(v, block, depth+1)
	}
	for _, call := range fillers(cell) {
		out |= a.decoded(call, cell)
	}
	return out
}

// composed is a struct that the function makes of numbers, to give it away as a
// whole. Which of them the other side looks at is not known, so that one that
// is limited speaks for all.
func (a *asker) composed(cell *ssa.Alloc, at *ssa.BasicBlock, depth int) Inputs {
	var out Inputs
	for _, ref := range program.Refs(cell) {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || !isInteger(program.FieldOf(fa.X.Type(), fa.Field).Type()) {
			continue
		}
		for _, use := range program.Refs(fa) {
			s, ok := use.(*ssa.Store)
			if !ok || s.Addr != ssa.Value(fa) {
				continue
			}
			from := a.visit(s.Val, s.Block(), depth+1)
			if from == 0 || saysLimit(fa.X.Type(), fa.Field) || a.b.isPlaceLimited(fa, at) {
				return 0
			}
			out |= from
		}
	}
	return out
}

// fillers are the calls that are given the address of a variable.
func fillers(cell ssa.Value) []*ssa.Call {
	var out []*ssa.Call
	for _, ref := range program.Refs(cell) {
		switch x := ref.(type) {
		case *ssa.Call:
			out = append(out, x)
		case *ssa.MakeInterface:
			for _, use := range program.Refs(x) {
				switch u := use.(type) {
				case *ssa.Call:
					out = append(out, u)
				case *ssa.Store: // a variadic argument
					if ia, ok := u.Addr.(*ssa.IndexAddr); ok {
						for _, sl := range program.Refs(ia.X) {
							if s, ok := sl.(*ssa.Slice); ok {
								for _, c := range program.Refs(s) {
									if call, ok := c.(*ssa.Call); ok {
										out = append(out, call)
									}
								}
							}
						}
					}
				}
			}
		}
	}
	return out
}

// decoded is what a call fills a variable with: what its other arguments carry
// of the request.
func (a *asker) decoded(call *ssa.Call, cell *ssa.Alloc) Inputs {
	c := call.Common()
	if !decodes(calledBy(call)) || c.IsInvoke() && a.b.isOpenMethod(c.Method) {
		return 0
	}
	args := c.Args
	if c.IsInvoke() {
		args = append([]ssa.Value{c.Value}, args...)
	}
	var out Inputs
	for _, v := range args {
		if mi, ok := v.(*ssa.MakeInterface); ok && mi.X == ssa.Value(cell) || v == ssa.Value(cell) {
			continue
		}
		out |= a.carried(v)
	}
	return out
}

// decodes tells functions that fill what they are given from those that read
// it, by name.
func decodes(name string) bool {
	name = strings.ToLower(name)
	for _, verb := range []string{"decode", "unmarshal", "bind", "parse", "readjson", "getjson"} {
		if strings.Contains(name, verb) {
			return true
		}
	}
	return strings.HasPrefix(name, "read") || strings.HasPrefix(name, "sscan")
}
