package link

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// adapts notes that a function becomes a value of a function type, whose
// methods call it.
func (c *collector) adapts(i *ssa.ChangeType) {
	named, ok := types.Unalias(i.Type()).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || named.NumMethods() == 0 || !c.isOwn(named.Obj().Pkg()) {
		return
	}
	if program.IsFunc(named) {
		c.flow(program.FuncTypeSlot(named), i.X)
	}
}
