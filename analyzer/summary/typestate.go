package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// The typestate of one resource is a forward *may* analysis over the control
// flow graph, from the instruction that acquires it: is there a path on which
// it is still held? Its states, in order:
//
//	unchecked  held if the error that came with it is nil
//	held       held: the error is known to be nil, or there is none
//
// A path ends when the resource is released, or escapes to somebody else who
// then owes the release, or is known not to exist (its error is not nil, it is
// nil itself, its rows are exhausted). A deferred release ends it as well,
// since it runs on every way out. Calls that do not return end the path too.
type state uint8

const (
	unchecked state = iota
	held
)

// event is what an instruction does to the resource.
type event uint8

const (
	nothing  event = iota
	released       // the duty is done
	escapes        // the duty is somebody else's
)

// tracker follows one resource through one function. The sets are flow
// insensitive: which values are, or may be, the resource.
type tracker struct {
	b      *builder
	fn     *ssa.Function
	origin ssa.Instruction // the acquisition; nil for a parameter
	forms  []string        // how it is released
	drains bool            // reading to the end releases it
	alias  map[ssa.Value]bool
	parts  map[ssa.Value]bool // fields through which it is released: resp.Body
	cells  map[ssa.Value]bool // addresses of variables that hold it
	errs   map[ssa.Value]bool
	// given are the branch conditions that hold wherever the resource was acquired.
	given map[ssa.Value]bool
	depth int
}

func (b *builder) newTracker(fn *ssa.Function, forms []string, drains bool) *tracker {
	return &tracker{
		b: b, fn: fn, forms: forms, drains: drains,
		alias: map[ssa.Value]bool{}, parts: map[ssa.Value]bool{},
		cells: map[ssa.Value]bool{}, errs: map[ssa.Value]bool{},
	}
}

// grow adds v and everything that v is copied to.
func (t *tracker) grow(v ssa.Value) {
	if v == nil || t.alias[v] {
		return
	}
	t.alias[v] = true
	t.follow(v, t.grow)
	field, ok := t.bodyField()
	if !ok || v.Referrers() == nil {
		return
	}
	for _, ref := range *v.Referrers() {
		if fa, ok := ref.(*ssa.FieldAddr); ok {
			if f := program.FieldOf(fa.X.Type(), fa.Field); f != nil && f.Name() == field {
				for _, load := range *fa.Referrers() {
					if u, ok := load.(*ssa.UnOp); ok {
						t.growPart(u)
					}
				}
			}
		}
	}
}

func (t *tracker) growPart(v ssa.Value) {
	if !t.parts[v] {
		t.parts[v] = true
		t.follow(v, t.growPart)
	}
}

// follow calls grow for the values that v is copied to.
func (t *tracker) follow(v ssa.Value, grow func(ssa.Value)) {
	if v.Referrers() == nil {
		return
	}
	for _, ref := range *v.Referrers() {
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
			for _, ex := range *i.Referrers() {
				if ex, ok := ex.(*ssa.Extract); ok && ex.Index == 0 {
					grow(ex)
				}
			}
		case *ssa.Store:
			if cell, ok := i.Addr.(*ssa.Alloc); ok && i.Val == v && !isVariadic(cell) {
				t.growCell(cell, grow)
			} else if fv, ok := i.Addr.(*ssa.FreeVar); ok && i.Val == v {
				t.growCell(fv, grow)
			}
		}
	}
}

// growCell adds what is read from a variable that holds the resource.
func (t *tracker) growCell(cell ssa.Value, grow func(ssa.Value)) {
	if t.cells[cell] {
		return
	}
	t.cells[cell] = true
	for _, ref := range *cell.Referrers() {
		if load, ok := ref.(*ssa.UnOp); ok && load.Op == token.MUL {
			grow(load)
		}
	}
}

// growErr adds the error that says whether there is a resource, and errors
// made from it, which are nil when it is.
func (t *tracker) growErr(v ssa.Value) {
	if v == nil || t.errs[v] {
		return
	}
	t.errs[v] = true
	errs := &tracker{b: t.b, cells: map[ssa.Value]bool{}}
	errs.follow(v, t.growErr)
	if v.Referrers() == nil {
		return
	}
	for _, ref := range *v.Referrers() {
		if c, ok := ref.(*ssa.Call); ok && isError(c.Type()) && !c.Common().IsInvoke() {
			t.growErr(c)
		}
	}
}

func isError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }

// isVariadic reports whether a is the array that holds variadic arguments.
func isVariadic(a *ssa.Alloc) bool { return a.Comment == "varargs" }

// exit is a way out of the function on which the resource is still held.
type exit struct {
	pos  token.Pos // of the return; NoPos at the end of the function
	loop bool      // it is acquired again instead
}

// point is a place in the walk over the control flow graph.
type point struct {
	block *ssa.BasicBlock
	index int
	state state
}

// outcome is what happens to the resource over all paths.
type outcome struct {
	leaks    []exit
	released bool // on some path
	escaped  bool // on some path
}

// run walks every path from start.
func (t *tracker) run(start point) outcome {
	var out outcome
	if t.deferredBefore() {
		out.released = true
		return out
	}
	seen := map[point]bool{}
	todo := []point{start}
	push := func(p point) {
		if !seen[p] {
			seen[p] = true
			todo = append(todo, p)
		}
	}
	for len(todo) > 0 {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		t.walkBlock(p, &out, push)
	}
	slices.SortFunc(out.leaks, func(a, b exit) int { return int(a.pos) - int(b.pos) })
	return out
}

// walkBlock follows one block to its end and pushes what comes after.
func (t *tracker) walkBlock(p point, out *outcome, push func(point)) {
	for i := p.index; i < len(p.block.Instrs); i++ {
		instr := p.block.Instrs[i]
		if instr == t.origin {
			out.leaks = append(out.leaks, exit{pos: instr.Pos(), loop: true})
			return
		}
		switch t.event(instr) {
		case released:
			out.released = true
			return
		case escapes:
			out.escaped = true
			return
		}
		switch instr := instr.(type) {
		case ssa.CallInstruction:
			if _, isCall := instr.(*ssa.Call); isCall && t.b.noReturn(instr) {
				return
			}
		case *ssa.Return:
			out.leaks = append(out.leaks, exit{pos: instr.Pos()})
			return
		case *ssa.If:
			for i, succ := range p.block.Succs {
				if next, ok := t.refine(instr.Cond, i == 0, p.state); ok {
					push(point{succ, 0, next})
				}
			}
			return
		}
	}
	for _, succ := range p.block.Succs {
		push(point{succ, 0, p.state})
	}
}

// refine is the state after a branch: cond is known to be truth. It is false
// when the resource does not exist there, or the branch cannot be taken.
func (t *tracker) refine(cond ssa.Value, truth bool, s state) (state, bool) {
	if known, ok := t.knownTruth(cond); ok && known != truth {
		return s, false
	}
	switch c := cond.(type) {
	case *ssa.UnOp:
		if c.Op == token.NOT {
			return t.refine(c.X, !truth, s)
		}
	case *ssa.BinOp:
		if c.Op == token.EQL || c.Op == token.NEQ {
			return t.refineEqual(c.X, c.Y, truth == (c.Op == token.EQL), s)
		}
	case *ssa.Call:
		return t.refineCall(c, truth, s)
	}
	return s, true
}

// refineEqual handles err == nil, err == ErrX and rows == nil.
func (t *tracker) refineEqual(x, y ssa.Value, equal bool, s state) (state, bool) {
	if isNil(x) {
		x, y = y, x
	}
	if isNil(y) {
		if t.alias[x] || t.parts[x] {
			return s, !equal
		}
		if t.errs[x] && s == unchecked {
			return held, equal
		}
		return s, true
	}
	if (t.errs[x] || t.errs[y]) && s == unchecked && equal {
		return s, false // equal to some error: not nil
	}
	return s, true
}

// refineCall handles rows.Next(), errors.Is(err, …) and helpers that tell
// whether an error is nil.
func (t *tracker) refineCall(c *ssa.Call, truth bool, s state) (state, bool) {
	common := c.Common()
	if t.drains && !truth && methodName(common) == "Next" && t.isAlias(receiver(common)) {
		return s, false
	}
	if s != unchecked {
		return s, true
	}
	for _, callee := range t.b.prog.Callees(c) {
		for i, arg := range callee.Args {
			if !t.errs[arg] {
				continue
			}
			if shape := t.b.shapeOf(callee); shape != nil && shape.Checks != nil && shape.Checks.Param == i {
				if truth == shape.Checks.Result {
					return s, false
				}
				return held, true
			}
			return s, !truth // errors.Is and its like: true only of an error
		}
	}
	return s, true
}

func (t *tracker) isAlias(v ssa.Value) bool { return v != nil && (t.alias[v] || t.parts[v]) }

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// methodName is the name of the method that is called, or "".
func methodName(c *ssa.CallCommon) string {
	if c.IsInvoke() {
		return c.Method.Name()
	}
	if fn := c.StaticCallee(); fn != nil && fn.Signature.Recv() != nil {
		if o := fn.Origin(); o != nil { // the name of an instance has type arguments
			fn = o
		}
		return fn.Name()
	}
	return ""
}

// receiver is the receiver of a method call, or nil.
func receiver(c *ssa.CallCommon) ssa.Value {
	if c.IsInvoke() {
		return c.Value
	}
	if fn := c.StaticCallee(); fn != nil && fn.Signature.Recv() != nil && len(c.Args) > 0 {
		return c.Args[0]
	}
	return nil
}

// knownTruth tells branches that depend on the same condition as the
// acquisition itself: if verbose { f = open() } … if verbose { f.Close() }.
func (t *tracker) knownTruth(cond ssa.Value) (truth, ok bool) {
	for v, truth := range t.given {
		if sameCondition(v, cond) {
			return truth, true
		}
	}
	return false, false
}

// conditionsAt are the branch conditions that hold in a block because of the
// branches that dominate it.
func conditionsAt(b *ssa.BasicBlock) map[ssa.Value]bool {
	out := map[ssa.Value]bool{}
	for d := b.Idom(); d != nil; b, d = d, d.Idom() {
		if cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If); ok {
			for i, succ := range d.Succs {
				if succ == b && len(b.Preds) == 1 {
					out[cond.Cond] = i == 0
				}
			}
		}
	}
	return out
}

// sameCondition reports whether two conditions have the same value: the same
// parameter or result, or the same comparison of such values.
func sameCondition(a, b ssa.Value) bool {
	if a == b {
		_, isPhi := a.(*ssa.Phi)
		return !isPhi
	}
	x, ok1 := a.(*ssa.BinOp)
	y, ok2 := b.(*ssa.BinOp)
	return ok1 && ok2 && x.Op == y.Op && sameOperand(x.X, y.X) && sameOperand(x.Y, y.Y)
}

func sameOperand(a, b ssa.Value) bool {
	if a == b {
		_, isPhi := a.(*ssa.Phi)
		return !isPhi
	}
	x, ok1 := a.(*ssa.Const)
	y, ok2 := b.(*ssa.Const)
	return ok1 && ok2 && types.Identical(x.Type(), y.Type()) && x.String() == y.String()
}
