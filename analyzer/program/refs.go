package program

import "golang.org/x/tools/go/ssa"

// Refs are the instructions that use a value. Constants, package variables and
// functions, whose uses SSA does not keep, have none.
func Refs(v ssa.Value) []ssa.Instruction {
	if refs := v.Referrers(); refs != nil {
		return *refs
	}
	return nil
}
