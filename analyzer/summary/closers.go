package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// closesField reports whether the struct that a field belongs to has a method of
// its own, named as the resource is released, that releases what is in the field:
// who makes such a struct hands the duty on to whoever gets it.
func (t *tracker) closesField(fa *ssa.FieldAddr) bool {
	for _, form := range t.forms {
		name := form
		if _, method, ok := bodyForm([]string{form}); ok {
			name = method
		}
		obj, _, _ := types.LookupFieldOrMethod(fa.X.Type(), true, t.fn.Pkg.Pkg, name)
		m, ok := obj.(*types.Func)
		if !ok || types.IsInterface(m.Signature().Recv().Type()) {
			continue
		}
		if fn := t.b.prog.SSA.Prog.FuncValue(m); fn != nil && t.releasesFrom(fn, program.FieldOf(fa.X.Type(), fa.Field)) {
			return true
		}
	}
	return false
}

// releasesFrom reports whether a method releases what a field of its receiver has.
func (t *tracker) releasesFrom(fn *ssa.Function, field *types.Var) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			site, ok := instr.(ssa.CallInstruction)
			if !ok || !t.isForm(methodName(site.Common())) && !disposes(methodName(site.Common())) {
				continue
			}
			if readsField(receiver(site.Common()), field, 0) {
				return true
			}
		}
	}
	return false
}

// readsField reports whether a value comes out of a field, or of what is in it.
func readsField(v ssa.Value, field *types.Var, depth int) bool {
	switch x := v.(type) {
	case *ssa.UnOp:
		return depth < 6 && readsField(x.X, field, depth+1)
	case *ssa.FieldAddr:
		return program.FieldOf(x.X.Type(), x.Field) == field || depth < 6 && readsField(x.X, field, depth+1)
	case *ssa.Field:
		return program.FieldOf(x.X.Type(), x.Field) == field || depth < 6 && readsField(x.X, field, depth+1)
	}
	return false
}

// isDisposedBy reports whether one of the package's own methods that is called on
// the resource, a struct with what must be released in a field, may release that
// by itself, as an iterator does at its end.
func (t *tracker) isDisposedBy(callees []program.Callee) bool {
	return slices.ContainsFunc(callees, func(c program.Callee) bool { return c.Body != nil && t.b.disposesFields(c.Body) })
}
