package summary

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// queued are the function parameters that fn leaves in a channel for a worker,
// alone or in a struct, and waits for no answer: they run when the worker comes
// to them. How many run at once is for the workers.
func queued(fn *ssa.Function) []int {
	var sent []ssa.Value
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch i := instr.(type) {
			case *ssa.Send:
				sent = append(sent, i.X)
			case *ssa.Select:
				for _, s := range i.States {
					switch {
					case s.Send != nil:
						sent = append(sent, s.Send)
					case !isSignal(s.Chan):
						return nil
					}
				}
			case *ssa.UnOp:
				if i.Op == token.ARROW {
					return nil
				}
			case ssa.CallInstruction:
				if methodName(i.Common()) == "Wait" {
					return nil
				}
			}
		}
	}
	var out []int
	for i, p := range fn.Params {
		if isFuncParam(p) && slices.ContainsFunc(sent, func(v ssa.Value) bool { return hasPart(v, p, 0) }) {
			out = append(out, i)
		}
	}
	return out
}

// hasPart reports whether v is part, or a struct that has it in a field: one that
// may have itself in another.
func hasPart(v, part ssa.Value, depth int) bool {
	if depth > maxParts {
		return false
	}
	depth++
	switch x := v.(type) {
	case *ssa.ChangeType:
		return hasPart(x.X, part, depth)
	case *ssa.MakeInterface:
		return hasPart(x.X, part, depth)
	case *ssa.UnOp:
		a, ok := x.X.(*ssa.Alloc)
		return ok && hasPart(a, part, depth)
	case *ssa.Alloc:
		for _, ref := range program.Refs(x) {
			fa, ok := ref.(*ssa.FieldAddr)
			if ok && slices.ContainsFunc(program.Refs(fa), func(use ssa.Instruction) bool {
				s, ok := use.(*ssa.Store)
				return ok && s.Addr == ssa.Value(fa) && hasPart(s.Val, part, depth)
			}) {
				return true
			}
		}
	}
	return v == part
}

// maxParts bounds how deep in structs of structs a function is looked for.
const maxParts = 8
