package summary

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// When says in which cases a boolean result is true.
type When uint8

const (
	maybe  When = iota
	always      // true in every case
	never       // false in every case
)

// ErrCheck says what a boolean result tells about an error parameter.
type ErrCheck struct {
	Param int
	OfErr When // the result for an error
	OfNil When // the result for nil
	// Must says that the function does not return when there is an error.
	Must bool
}

// errCheckOf is what the boolean result of a callee says of its argument.
func (b *builder) errCheckOf(c program.Callee, arg int) *ErrCheck {
	if shape := b.shapeOf(c); shape != nil && shape.Checks != nil && shape.Checks.Param == arg {
		return shape.Checks
	}
	if c.Body != nil {
		return &ErrCheck{Param: arg} // looked into, and it says nothing
	}
	return nil
}

// errCheck recognises a helper whose boolean result says something about an
// error parameter.
func (b *builder) errCheck(fn *ssa.Function) *ErrCheck {
	for i, p := range fn.Params {
		if isError(p.Type()) && b.mustNotFail(fn, p) {
			return &ErrCheck{Param: i, Must: true}
		}
	}
	res := fn.Signature.Results()
	if res.Len() != 1 || !types.Identical(res.At(0).Type().Underlying(), types.Typ[types.Bool]) {
		return nil
	}
	for i, p := range fn.Params {
		if !isError(p.Type()) {
			continue
		}
		c := &ErrCheck{Param: i, OfErr: boolOf(fn, p, true), OfNil: boolOf(fn, p, false)}
		if c.OfErr != maybe || c.OfNil != maybe {
			return c
		}
	}
	return nil
}

// mustNotFail reports whether fn returns only when err is nil.
func (b *builder) mustNotFail(fn *ssa.Function, err ssa.Value) bool {
	checks := false
	for _, ref := range program.Refs(err) {
		cmp, ok := ref.(*ssa.BinOp)
		checks = checks || ok && (isNil(cmp.X) || isNil(cmp.Y))
	}
	if !checks || b.ends[fn] {
		return false
	}
	seen := map[*ssa.BasicBlock]bool{fn.Blocks[0]: true}
	todo := []*ssa.BasicBlock{fn.Blocks[0]}
	for len(todo) > 0 {
		block := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if b.endsIn(block) {
			continue
		}
		if _, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return); ok {
			return false
		}
		for _, s := range block.Succs {
			if leadsTo(block, s, err, true) && !seen[s] {
				seen[s] = true
				todo = append(todo, s)
			}
		}
	}
	return true
}

// boolOf is what fn returns when err is, or is not, nil.
func boolOf(fn *ssa.Function, err *ssa.Parameter, isErr bool) When {
	seen := map[bool]bool{}
	for _, ret := range returns(fn) {
		if !reachable(fn, ret.Block(), err, isErr) {
			continue
		}
		if !boolValues(ret.Results[0], err, isErr, seen, map[ssa.Value]bool{}) {
			return maybe
		}
	}
	switch {
	case seen[true] && !seen[false]:
		return always
	case seen[false] && !seen[true]:
		return never
	}
	return maybe
}

// boolValues adds the values that v may have; false means that it is not known.
func boolValues(v, err ssa.Value, isErr bool, out map[bool]bool, visited map[ssa.Value]bool) bool {
	if phi, ok := v.(*ssa.Phi); ok && !visited[v] {
		visited[v] = true
		for i, e := range phi.Edges {
			if reachable(phi.Parent(), phi.Block().Preds[i], err, isErr) && leadsTo(phi.Block().Preds[i], phi.Block(), err, isErr) &&
				!boolValues(e, err, isErr, out, visited) {
				return false
			}
		}
		return true
	}
	value, known := boolValue(v, err, isErr)
	out[value] = true
	return known
}

// leadsTo reports whether control can go from a block to a successor of it when
// err is, or is not, nil.
func leadsTo(from, to *ssa.BasicBlock, err ssa.Value, isErr bool) bool {
	cond, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok {
		return true
	}
	v, known := boolValue(cond.Cond, err, isErr)
	return !known || from.Succs[0] == to && v || from.Succs[1] == to && !v
}

// boolValue is the value of a boolean when err is, or is not, nil.
func boolValue(v, err ssa.Value, isErr bool) (value, known bool) {
	switch x := v.(type) {
	case *ssa.Const:
		return x.Value != nil && constant.BoolVal(x.Value), true
	case *ssa.UnOp:
		if x.Op == token.NOT {
			value, known = boolValue(x.X, err, isErr)
			return !value, known
		}
	case *ssa.BinOp:
		if x.X == err && isNil(x.Y) || x.Y == err && isNil(x.X) {
			return isErr == (x.Op == token.NEQ), x.Op == token.NEQ || x.Op == token.EQL
		}
	case *ssa.Call: // errors.Is(err, …) is false of nil
		if fn := x.Call.StaticCallee(); !isErr && fn != nil && fn.Pkg != nil && fn.Pkg.Pkg.Path() == "errors" &&
			len(x.Call.Args) > 0 && x.Call.Args[0] == err {
			return false, true
		}
	}
	return false, false
}

// reachable reports whether control can reach a block when err is, or is not,
// nil.
func reachable(fn *ssa.Function, target *ssa.BasicBlock, err ssa.Value, isErr bool) bool {
	seen := map[*ssa.BasicBlock]bool{fn.Blocks[0]: true}
	todo := []*ssa.BasicBlock{fn.Blocks[0]}
	for len(todo) > 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if b == target {
			return true
		}
		for _, s := range b.Succs {
			if leadsTo(b, s, err, isErr) && !seen[s] {
				seen[s] = true
				todo = append(todo, s)
			}
		}
	}
	return false
}
