package summary

import (
	"go/constant"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// offKnob begins the variant of a client whose options switch a timeout off.
const offKnob = "off "

// switchedOff is the field of the options given to a constructor that switches
// a timeout off, by a negative constant; "" if none does.
func switchedOff(made ssa.Value, k *clientKind) string {
	call, ok := made.(*ssa.Call)
	if !ok {
		return ""
	}
	for _, arg := range call.Common().Args {
		for _, ref := range program.Refs(arg) {
			fa, ok := ref.(*ssa.FieldAddr)
			if !ok {
				continue
			}
			if f := program.FieldOf(fa.X.Type(), fa.Field); f != nil && slices.Contains(names(k.row.Off), f.Name()) && storesNegative(fa) {
				return f.Name()
			}
		}
	}
	return ""
}

func storesNegative(addr *ssa.FieldAddr) bool {
	return slices.ContainsFunc(program.Refs(addr), func(ref ssa.Instruction) bool {
		s, ok := ref.(*ssa.Store)
		if !ok || s.Addr != ssa.Value(addr) {
			return false
		}
		c, ok := s.Val.(*ssa.Const)
		return ok && c.Value != nil && c.Value.Kind() == constant.Int && constant.Sign(c.Value) < 0
	})
}
