package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// options are those that the functions of a package make, but for some.
type options struct {
	path   string
	except []string
}

// lacks reports whether a constructor is given, as far as one can see, none of
// the options of its package that names lists.
func lacks(call *ssa.Call, names []string) bool {
	fn, tail := call.Common().StaticCallee(), variadicTail(call)
	return fn != nil && fn.Pkg != nil && tail != nil && options{program.PathOf(fn.Pkg.Pkg), names}.inSight(tail, 0)
}

// inSight reports whether every element of a slice of options, or an option, is
// one of these.
func (o options) inSight(v ssa.Value, depth int) bool {
	if depth > 8 {
		return false
	}
	all := func(vs []ssa.Value) bool {
		return !slices.ContainsFunc(vs, func(v ssa.Value) bool { return !o.inSight(v, depth+1) })
	}
	switch x := v.(type) {
	case *ssa.Const:
		return true
	case *ssa.Slice:
		return isSlice(x) && all(program.Elements(x))
	case *ssa.Phi:
		return all(x.Edges)
	case *ssa.Extract:
		call, ok := x.Tuple.(*ssa.Call)
		return ok && o.returned(call, x.Index, all)
	case *ssa.Call:
		if f, ok := x.Common().Value.(*ssa.Builtin); ok {
			return f.Name() == "append" && all(x.Common().Args)
		}
		return o.returned(x, 0, all)
	}
	return false
}

// returned asks of what a function returns: one of the package of the options,
// or one that is seen.
func (o options) returned(call *ssa.Call, index int, all func([]ssa.Value) bool) bool {
	fn := call.Common().StaticCallee()
	switch {
	case fn == nil || fn.Pkg == nil:
		return false
	case program.PathOf(fn.Pkg.Pkg) == o.path:
		return !slices.Contains(o.except, fn.Name())
	}
	var results []ssa.Value
	for _, ret := range returns(fn) {
		if index < len(ret.Results) {
			results = append(results, ret.Results[index])
		}
	}
	return len(results) > 0 && all(results)
}
