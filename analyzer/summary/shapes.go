package summary

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// shape computes what callers of fn need to know, from the shapes of what fn
// calls.
func (b *builder) shape(fn *ssa.Function) *Shape {
	s := &Shape{V: Version}
	b.ends[fn] = b.neverReturns(fn)
	s.NoReturn = b.ends[fn]
	s.Acquires, s.GivesBack = b.acquires(fn), b.givesBack(fn)
	s.Limits = b.limits(fn)
	s.Keeps = b.keptParams(fn)
	s.Reads = b.reads(fn)
	s.Owned = b.ownedResults(fn)
	s.Contexts = b.contextResults(fn)
	s.Calls = b.paramCalls(fn)
	s.Checks = b.errCheck(fn)
	for i, p := range fn.Params {
		if i < 64 && mayOwn(p.Type()) {
			switch b.keeps(fn, i, nil) {
			case nothing:
				s.Uses |= 1 << i
			case released:
				s.Releases |= 1 << i
			}
		}
	}
	return s
}

// anyForm are the ways in which a resource that a parameter holds may be
// released, when it is not known which resource it is.
var anyForm = []string{"Close", "CloseNow", "Rollback", "Commit", "Release", "Stop", "Scan", "field:Body.Close"}

// mayOwn reports whether a parameter of this type could carry a duty.
func mayOwn(t types.Type) bool {
	switch types.Unalias(t).(type) {
	case *types.Pointer, *types.Named:
	default:
		return false
	}
	for _, name := range []string{"Close", "Rollback", "Release", "Scan"} {
		if hasMethod(t, name) {
			return true
		}
	}
	return hasField(t, "Body")
}

type keepKey struct {
	fn    *ssa.Function
	param int
	forms string
}

// keeps is what fn does to the resource that parameter param is: nothing but
// use it, release it on every path, or anything else, which is that it is
// somebody else's from then on. With a tracker, it asks for that resource.
func (b *builder) keeps(fn *ssa.Function, param int, t *tracker) event {
	forms, drains := anyForm, false
	if t != nil {
		forms, drains = t.forms, t.drains
		if t.depth > 4 {
			return escapes
		}
	}
	key := keepKey{fn, param, forms[0]}
	if e, ok := b.kept[key]; ok {
		return e
	}
	b.kept[key] = nothing // recursion only uses it
	p := b.newTracker(fn, forms, drains)
	if t != nil {
		p.depth = t.depth + 1
	}
	p.grow(fn.Params[param])
	if _, ok := p.bodyField(); ok && !hasField(fn.Params[param].Type(), "Body") {
		p.growPart(fn.Params[param]) // it may be the body itself
	}
	out := p.run(point{fn.Blocks[0], 0, held})
	result := nothing
	switch {
	case len(out.leaks) == 0 && out.released && !out.escaped:
		result = released
	case out.released || out.escaped:
		result = escapes
	}
	if b.shapes[fn] == nil {
		delete(b.kept, key) // callees may still change
	} else {
		b.kept[key] = result
	}
	return result
}

// contextResults finds results that carry a context of known provenance.
func (b *builder) contextResults(fn *ssa.Function) []ResultContext {
	results := fn.Signature.Results()
	var out []ResultContext
	for i := range results.Len() {
		if !program.CarriesContext(results.At(i).Type()) {
			continue
		}
		var joined Ctx
		first := true
		for _, ret := range returns(fn) {
			if i >= len(ret.Results) || isNil(ret.Results[i]) {
				continue
			}
			c := b.ctx(ret.Results[i])
			if first {
				joined, first = c, false
			} else {
				joined = joined.join(c)
			}
		}
		if !first {
			out = append(out, ResultContext{Result: i, Ctx: joined})
		}
	}
	return out
}

func returns(fn *ssa.Function) []*ssa.Return {
	var out []*ssa.Return
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && b != fn.Recover {
			out = append(out, ret)
		}
	}
	return out
}

// paramCalls finds the function parameters that fn calls, itself or through
// what it passes them to.
func (b *builder) paramCalls(fn *ssa.Function) []ParamCall {
	calls := map[int]Flags{}
	note := func(param int, f Flags) {
		if old, ok := calls[param]; ok {
			f &= old // called synchronously somewhere
		}
		calls[param] = f
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			site, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			flags := siteFlags(site)
			if b.isGuarded(site) {
				flags |= Guarded
			}
			for _, c := range b.prog.Callees(site) {
				if c.Param >= 0 {
					note(c.Param, flags)
				}
				for _, given := range b.given(site, c) {
					for i, p := range fn.Params {
						if given.value == ssa.Value(p) {
							note(i, flags|given.flags)
						}
					}
				}
			}
		}
	}
	var out []ParamCall
	for i, p := range fn.Params {
		if f, ok := calls[i]; ok {
			if _, isFunc := p.Type().Underlying().(*types.Signature); isFunc {
				out = append(out, ParamCall{Param: i, Flags: f})
			}
		}
	}
	return out
}

func siteFlags(site ssa.CallInstruction) Flags {
	switch site.(type) {
	case *ssa.Go:
		return Async
	case *ssa.Defer:
		return Deferred
	}
	return 0
}

// errCheck recognises a helper that returns a constant boolean for every path
// on which an error parameter is not nil, and its opposite where it is nil.
func (b *builder) errCheck(fn *ssa.Function) *ErrCheck {
	res := fn.Signature.Results()
	if res.Len() != 1 || !types.Identical(res.At(0).Type().Underlying(), types.Typ[types.Bool]) {
		return nil
	}
	for i, p := range fn.Params {
		if !isError(p.Type()) {
			continue
		}
		whenErr, whenNil, ok := b.boolOf(fn, p)
		if ok && whenErr != whenNil {
			return &ErrCheck{Param: i, Result: whenErr}
		}
	}
	return nil
}

// boolOf is the constant that fn returns when err is not nil, and when it is.
func (b *builder) boolOf(fn *ssa.Function, err *ssa.Parameter) (whenErr, whenNil, ok bool) {
	results := map[bool]map[bool]bool{true: {}, false: {}} // err != nil → results seen
	for _, ret := range returns(fn) {
		for _, isErr := range []bool{true, false} {
			if !reachable(fn, ret.Block(), err, isErr) {
				continue
			}
			value, known := boolValue(ret.Results[0], err, isErr)
			if !known {
				return false, false, false
			}
			results[isErr][value] = true
		}
	}
	if len(results[true]) != 1 || len(results[false]) != 1 {
		return false, false, false
	}
	return results[true][true], results[false][true], true
}

// boolValue is the value of a boolean when err is, or is not, nil.
func boolValue(v, err ssa.Value, isErr bool) (value, known bool) {
	switch x := v.(type) {
	case *ssa.Const:
		return x.Value != nil && constant.BoolVal(x.Value), true
	case *ssa.BinOp:
		if x.X == err && isNil(x.Y) || x.Y == err && isNil(x.X) {
			return isErr == (x.Op == token.NEQ), x.Op == token.NEQ || x.Op == token.EQL
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
		for i, s := range b.Succs {
			if cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok {
				if v, known := boolValue(cond.Cond, err, isErr); known && v != (i == 0) {
					continue
				}
			}
			if !seen[s] {
				seen[s] = true
				todo = append(todo, s)
			}
		}
	}
	return false
}
