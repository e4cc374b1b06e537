package summary

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// growPath adds the paths that are made of the name of a directory which must
// be removed: who is given one of them knows the directory.
func (t *tracker) growPath(v ssa.Value) {
	if b, ok := v.Type().Underlying().(*types.Basic); !ok || b.Kind() != types.String {
		return
	}
	calls := variadicCalls(v)
	for _, ref := range program.Refs(v) {
		switch i := ref.(type) {
		case *ssa.BinOp:
			if i.Op == token.ADD {
				t.growLonger(i)
			}
		case *ssa.Call:
			calls = append(calls, i)
		}
	}
	for _, call := range calls {
		fn := call.Call.StaticCallee()
		if fn == nil || fn.Pkg == nil || !model.IsStd(fn.Pkg.Pkg.Path()) {
			continue
		}
		if res := resultOf(call, 0); res != nil && types.Identical(res.Type().Underlying(), types.Typ[types.String]) {
			t.growLonger(res)
		}
	}
}

func (t *tracker) growLonger(path ssa.Value) {
	if _, ok := t.readers[path]; !ok {
		t.growReader(path, false)
		t.growPath(path)
	}
}
