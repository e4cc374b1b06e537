package summary

import (
	"golang.org/x/tools/go/ssa"
)

// triesAnyError reports whether a limited number of retries makes the same call
// again whatever its error is, be it one that no other try mends. Linking finds
// whether the call waits for a peer that could have said so.
func (b *builder) triesAnyError(r *retry) bool {
	if r.leaves&leavesCount == 0 || r.leaves&leavesData != 0 {
		return false
	}
	for _, block := range r.head.Parent().Blocks {
		if cond, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If); ok && r.body[block] {
			if err, _ := failureOf(cond); err != nil && isDistinguished(err) {
				return false
			}
		}
	}
	return !r.varies(r.of, map[ssa.Value]bool{})
}

// varies reports whether a value is another in each turn of the loop, as where
// it is one of several peers that are tried one after the other.
func (l *loop) varies(v ssa.Value, seen map[ssa.Value]bool) bool {
	instr, ok := v.(ssa.Instruction)
	if !ok || !l.body[instr.Block()] || seen[v] {
		return false
	}
	seen[v] = true
	switch v.(type) {
	case *ssa.Phi, *ssa.Next, *ssa.Index, *ssa.IndexAddr, *ssa.Lookup:
		return true
	}
	for _, op := range instr.Operands(nil) {
		if *op != nil && l.varies(*op, seen) {
			return true
		}
	}
	return false
}
