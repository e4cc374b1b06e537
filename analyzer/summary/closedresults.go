package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// comesReleased is the acquisition of a resource that a deferred call of fn
// releases and that is, on some path, a result of fn, nil if there is none:
// nobody owes that another release, and where the result is something else, as
// after a second try, fn itself loses that.
func (b *builder) comesReleased(fn *ssa.Function, result int, origin ssa.Instruction) ssa.Instruction {
	if origin == nil || fn.Recover == nil { // nothing is deferred
		return nil
	}
	for _, d := range b.ownDuties(fn) {
		if d.lock != nil {
			continue
		}
		t := b.track(fn, d)
		var releases []*ssa.BasicBlock
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if i, ok := instr.(*ssa.Defer); ok && t.releases(i.Common()) {
					releases = append(releases, block)
				}
			}
		}
		for _, ret := range returns(fn) {
			after := func(release *ssa.BasicBlock) bool { return release == ret.Block() || reaches(release, ret.Block()) }
			if t.isAlias(resultAt(ret, result)) && slices.ContainsFunc(releases, after) {
				return d.call
			}
		}
	}
	return nil
}

// resultAt is what a return gives as a result. Where calls are deferred, it is
// stored before those run and loaded again behind them.
func resultAt(ret *ssa.Return, result int) ssa.Value {
	load, ok := ret.Results[result].(*ssa.UnOp)
	if !ok {
		return ret.Results[result]
	}
	for _, instr := range slices.Backward(ret.Block().Instrs) {
		if s, ok := instr.(*ssa.Store); ok && s.Addr == load.X {
			return s.Val
		}
	}
	return load
}
