package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// anyForm are the ways in which a resource that a parameter holds may be
// released, when it is not known which resource it is.
var anyForm = []string{"Close", "CloseNow", "Rollback", "Commit", "Release", "Stop", "Scan", "field:Body.Close"}

// mayOwn reports whether a parameter of this type could carry a duty.
func mayOwn(t types.Type) bool {
	switch types.Unalias(t).(type) {
	case *types.TypeParam:
		return true
	case *types.Pointer, *types.Named:
	default:
		return false
	}
	for _, name := range []string{"Close", "Rollback", "Release", "Scan"} {
		if program.HasMethod(t, name) {
			return true
		}
	}
	return hasField(t, "Body")
}

// mayKeep reports whether a parameter of this type can hold a resource without
// saying so: an io.Reader may be stored, or asserted to be an io.Closer.
func mayKeep(t types.Type) bool {
	return types.IsInterface(t) && (isStream(t) || isEmptyInterface(t))
}

type keepKey struct {
	fn    *ssa.Function
	param int
	forms string
}

// fate is what becomes of the resource that a parameter is.
type fate struct {
	event  event
	passes []Pass // the results that it is, when nothing else becomes of it
}

// keeps is what fn does to the resource that parameter param is: nothing but
// use it, release it on every path, or anything else, which is that it is
// somebody else's from then on. With a tracker, it asks for that resource.
func (b *builder) keeps(fn *ssa.Function, param int, t *tracker) fate {
	forms, drains := anyForm, false
	if t != nil {
		forms, drains = t.forms, t.drains
		if t.depth > 4 {
			return fate{event: escapes}
		}
		if b.shapes[fn] == nil {
			return fate{} // recursion only uses it, until more is known
		}
	}
	key := keepKey{fn, param, strings.Join(forms, "|")}
	if f, ok := b.kept[key]; ok && t != nil {
		return f
	}
	b.kept[key] = fate{}
	p := b.newTracker(fn, forms, drains)
	if t != nil {
		p.depth = t.depth + 1
	}
	p.wraps = true
	p.growOwned(fn.Params[param])
	p.cur.state = held
	p.findDefers()
	f := b.fateOf(fn, param, p.run(fn.Blocks[0], 0, p.cur))
	b.kept[key] = f
	return f
}

// unkeep forgets what functions do that call one another, since their shapes
// have changed.
func (b *builder) unkeep(fns []*ssa.Function) {
	for key := range b.kept {
		if slices.Contains(fns, key.fn) {
			delete(b.kept, key)
		}
	}
}

// fateOf reads the outcome of a function's paths.
func (b *builder) fateOf(fn *ssa.Function, param int, out outcome) fate {
	out.leaks = returning(out.leaks)
	switch {
	case out.tooLong || out.escaped:
		return fate{event: escapes}
	case len(out.wrapped) > 0:
		if out.released || len(out.returned) > 0 {
			return fate{event: escapes}
		}
		return fate{passes: passesOf(param, out.wrapped, -1, true)}
	case len(out.returned) > 0:
		// It comes back to the caller, or else was released: if there is an
		// error, that says which.
		verdict := verdictOf(fn)
		if len(out.leaks) > 0 && verdict < 0 || out.released && verdict < 0 {
			return fate{event: escapes}
		}
		return fate{passes: passesOf(param, out.returned, verdict, false)}
	case out.released && len(out.leaks) == 0:
		return fate{event: released}
	case out.released:
		return fate{event: escapes}
	}
	return fate{}
}

func passesOf(param int, results map[int]bool, verdict int, wrap bool) []Pass {
	var out []Pass
	for i := range results {
		out = append(out, Pass{Param: param, Result: i, Err: verdict, Wrap: wrap})
	}
	slices.SortFunc(out, func(x, y Pass) int { return x.Result - y.Result })
	return out
}

// verdictOf is the result of fn, an error or a boolean, that tells whether its
// other results are there; -1 if it has none.
func verdictOf(fn *ssa.Function) int {
	return verdictIn(fn.Signature.Results())
}

// verdictIn is the last of several results, if it tells whether there are the
// others; -1 if not.
func verdictIn(res *types.Tuple) int {
	if last := res.Len() - 1; last > 0 && isVerdictType(res.At(last).Type()) {
		return last
	}
	return -1
}

// passes lists the results of a call that are its argument v.
func (b *builder) passes(call *ssa.Call, v ssa.Value) []Pass {
	var out []Pass
	for _, c := range b.prog.Callees(call) {
		shape := b.shapeOf(c)
		if shape == nil {
			continue
		}
		for _, p := range shape.Passes {
			if p.Param < len(c.Args) && c.Args[p.Param] == v {
				out = append(out, p)
			}
		}
	}
	return out
}
