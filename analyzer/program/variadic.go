package program

import "golang.org/x/tools/go/ssa"

// Elements are the values of the variadic tail of a call, or of a slice
// literal.
func Elements(arg ssa.Value) []ssa.Value { return elements(arg) }
