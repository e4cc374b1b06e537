package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// candidates are the values of a function that are on some path the resource,
// a part of it, or the verdict on whether there is one. The sets know nothing
// of paths; what a path knows better is in its env.
type candidates struct {
	alias        map[ssa.Value]bool
	parts        map[ssa.Value]bool // what it is released through: resp.Body, an embedded field
	verdicts     map[ssa.Value]bool // errors that are nil, and booleans that are true, when there is one
	cells        map[ssa.Value]bool // addresses of variables that hold it
	verdictCells map[ssa.Value]bool
	// readers hold it: they go on reading or writing it, as bufio.NewReader(f)
	// does, or, if true, are a struct that has it in a field, as q.WithTx(tx).
	readers map[ssa.Value]bool
}

func newCandidates() candidates {
	return candidates{
		map[ssa.Value]bool{}, map[ssa.Value]bool{}, map[ssa.Value]bool{},
		map[ssa.Value]bool{}, map[ssa.Value]bool{}, map[ssa.Value]bool{},
	}
}

// grow adds v and everything that v is copied to.
func (t *tracker) grow(v ssa.Value) {
	if v == nil || t.alias[v] {
		return
	}
	t.alias[v] = true
	t.follow(v, t.cells, t.grow)
	if v.Referrers() == nil {
		return
	}
	t.growVariadic(v)
	t.growPath(v)
	for _, ref := range program.Refs(v) {
		switch i := ref.(type) {
		case *ssa.FieldAddr:
			t.growField(program.FieldOf(i.X.Type(), i.Field), i)
		case *ssa.Field:
			if f := program.FieldOf(i.X.Type(), i.Field); t.isPart(f) {
				t.growPart(i)
			}
		case *ssa.Call:
			t.growResult(v, i)
		}
	}
}

// growPart adds a value through which the resource is released.
func (t *tracker) growPart(v ssa.Value) {
	if t.parts[v] {
		return
	}
	t.parts[v] = true
	t.follow(v, t.cells, t.growPart)
	for _, ref := range program.Refs(v) {
		if call, ok := ref.(*ssa.Call); ok {
			t.growResult(v, call)
		} else if fa, ok := ref.(*ssa.FieldAddr); ok {
			t.growField(program.FieldOf(fa.X.Type(), fa.Field), fa)
		}
	}
}

// growField adds what is read from a field of the resource: the part that is
// released, or the error that gorm keeps in its transaction.
func (t *tracker) growField(f *types.Var, addr *ssa.FieldAddr) {
	if !t.isPart(f) {
		if f != nil && f.Name() == "Error" && isError(f.Type()) && t.isOrigin(addr.X) {
			for _, ref := range program.Refs(addr) {
				if load, ok := ref.(*ssa.UnOp); ok {
					t.growVerdict(load)
				}
			}
		}
		return
	}
	if _, isStruct := f.Type().Underlying().(*types.Struct); isStruct {
		t.growPart(addr)
	}
	for _, ref := range program.Refs(addr) {
		if load, ok := ref.(*ssa.UnOp); ok {
			t.growPart(load)
		}
	}
}

// isPart reports whether a field leads to the release: Body of a response, a
// response that is embedded, or an embedded field whose method is promoted, as
// sqlx does with sql.Tx.
func (t *tracker) isPart(f *types.Var) bool {
	if f == nil {
		return false
	}
	if field, ok := t.bodyField(); ok && (f.Name() == field || f.Embedded() && hasField(f.Type(), field)) {
		return true
	}
	return f.Embedded() && slices.ContainsFunc(t.forms, func(form string) bool { return program.HasMethod(f.Type(), form) })
}

// isOrigin reports whether v is the resource as it was acquired, not what a
// chain of calls made of it.
func (t *tracker) isOrigin(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	return !ok || ssa.Instruction(call) == t.origin
}

// growResult adds what a call that is given the resource returns, if that is
// the resource again: a fluent method, as gorm has, or a helper such as
// must(f, err).
func (t *tracker) growResult(v ssa.Value, call *ssa.Call) {
	if isFluent(v, call) {
		t.grow(call)
		return
	}
	for _, pass := range t.b.passes(call, v) {
		if pass.Wrap {
			t.growReader(resultOf(call, pass.Result), true)
		} else {
			t.growTuple(call, pass.Result, pass.Err)
		}
	}
	t.growReader(t.b.readerOf(call, v, false), false)
	if receiver(call.Common()) == v { // tx.legacy(): who has that can release it
		if r := resultOf(call, 0); r != nil && r.Type().Underlying() != nil && t.canRelease(r.Type()) && !t.alias[r] {
			t.growReader(r, false)
		}
	}
}

// growTuple adds the results of a call that are the resource and its verdict.
func (t *tracker) growTuple(call *ssa.Call, result, verdict int) {
	if _, isTuple := call.Type().(*types.Tuple); !isTuple {
		switch 0 {
		case result:
			t.growOwned(call)
		case verdict:
			t.growVerdict(call)
		}
		return
	}
	for _, ref := range program.Refs(call) {
		ex, ok := ref.(*ssa.Extract)
		if !ok {
			continue
		}
		switch ex.Index {
		case result:
			t.growOwned(ex)
		case verdict:
			t.growVerdict(ex)
		}
	}
}

// growOwned adds the resource itself, or the body that a function returns
// instead of the whole response.
func (t *tracker) growOwned(v ssa.Value) {
	if field, ok := t.bodyField(); ok && !hasField(v.Type(), field) {
		t.growPart(v)
		return
	}
	t.grow(v)
}

// isFluent reports whether a call is a method of a library on v whose result
// stands for the same thing: tx.Where(…).Create(…).
func isFluent(v ssa.Value, call *ssa.Call) bool {
	c := call.Common()
	fn := c.StaticCallee()
	return v != nil && fn != nil && fn.Blocks == nil && receiver(c) == v && types.Identical(call.Type(), v.Type())
}

// growVerdict adds the error or boolean that says whether there is a resource,
// and errors made from the error, which are nil when it is.
func (t *tracker) growVerdict(v ssa.Value) {
	if v == nil || t.verdicts[v] {
		return
	}
	t.verdicts[v] = true
	t.follow(v, t.verdictCells, t.growVerdict)
	for _, ref := range program.Refs(v) {
		if c, ok := ref.(*ssa.Call); ok && isError(c.Type()) && !c.Common().IsInvoke() {
			t.growVerdict(c)
		}
	}
}

// growReader adds a value that holds the resource for later.
func (t *tracker) growReader(v ssa.Value, wraps bool) {
	if _, ok := t.readers[v]; ok || v == nil {
		return
	}
	t.readers[v] = wraps
	grow := func(v ssa.Value) { t.growReader(v, wraps) }
	t.follow(v, map[ssa.Value]bool{}, grow)
	for _, ref := range program.Refs(v) {
		switch i := ref.(type) {
		case *ssa.Call:
			t.growReader(t.b.readerOf(i, v, true), wraps)
		case *ssa.UnOp:
			if _, isAlloc := v.(*ssa.Alloc); isAlloc { // the struct itself
				grow(i)
			}
		}
	}
}

// resultOf is one result of a call, nil if nobody uses it.
func resultOf(call *ssa.Call, index int) ssa.Value {
	if _, isTuple := call.Type().(*types.Tuple); !isTuple {
		return call
	}
	for _, ref := range program.Refs(call) {
		if ex, ok := ref.(*ssa.Extract); ok && ex.Index == index {
			return ex
		}
	}
	return nil
}

// follow calls grow for the values that v is copied to, directly or through a
// variable, whose address it adds to cells.
func (t *tracker) follow(v ssa.Value, cells map[ssa.Value]bool, grow func(ssa.Value)) {
	for _, ref := range program.Refs(v) {
		switch i := ref.(type) {
		case *ssa.Phi:
			grow(i)
		case *ssa.ChangeInterface:
			grow(i)
		case *ssa.MakeInterface:
			grow(i)
		case *ssa.ChangeType:
			grow(i)
		case *ssa.TypeAssert:
			if !i.CommaOk {
				grow(i)
				continue
			}
			for _, ex := range program.Refs(i) {
				if ex, ok := ex.(*ssa.Extract); ok && ex.Index == 0 {
					grow(ex)
				}
			}
		case *ssa.Store:
			if i.Val == v && isCell(i.Addr) {
				growCell(i.Addr, cells, grow)
			}
		}
	}
}

// growCell adds what is read from a variable.
func growCell(cell ssa.Value, cells map[ssa.Value]bool, grow func(ssa.Value)) {
	if cells[cell] {
		return
	}
	cells[cell] = true
	for _, ref := range program.Refs(cell) {
		if load, ok := ref.(*ssa.UnOp); ok && load.Op == token.MUL {
			grow(load)
		}
	}
}

// isCell reports whether an address is that of a variable of this function, or
// of the one around it.
func isCell(addr ssa.Value) bool {
	switch a := addr.(type) {
	case *ssa.Alloc:
		return !isVariadic(a)
	case *ssa.FreeVar:
		return true
	}
	return false
}

// isVariadic reports whether a is the array that holds variadic arguments.
func isVariadic(a *ssa.Alloc) bool { return a.Comment == "varargs" }

// isError reports whether t is the type error. It may be asked of types that are
// none of the language's, as that of the iterator of a range statement.
func isError(t types.Type) bool { return types.Unalias(t) == types.Universe.Lookup("error").Type() }

// isVerdictType reports whether a result of this type tells whether the other
// results are there.
func isVerdictType(t types.Type) bool {
	return isBool(t) || types.Implements(t, types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
}
