package program

import (
	"go/types"

	"github.com/stallcheck/stallcheck/analyzer/model"
)

// typeCallee stands for what a call of an unknown value calls when a library
// names the value's type and the catalogue says what a call of it does, as for
// the fields of a client that are its requests; nil otherwise. Whatever is kept
// in such a field, the library made it.
func (p *Package) typeCallee(t types.Type) *types.Func {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return nil
	}
	sig, ok := named.Underlying().(*types.Signature)
	if !ok {
		return nil
	}
	obj := named.Obj()
	fn, ok := p.typeFuncs[obj]
	if !ok {
		if describesCalls(p.Cat.Library(PathOf(obj.Pkg())), obj.Name()) {
			fn = types.NewFunc(obj.Pos(), obj.Pkg(), obj.Name(), sig)
		}
		p.typeFuncs[obj] = fn
	}
	return fn
}

// describesCalls reports whether a row says what a call of a value of this type
// waits for or acquires.
func describesCalls(lib *model.Library, name string) bool {
	return lib.Wait(name) != nil || len(lib.Resources(name)) > 0
}
