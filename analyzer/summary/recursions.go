package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file finds retries without a loop: a function that calls itself again,
// with what it was given, because a wait failed.

// recursions adds the waits that fn retries so.
func (b *builder) recursions(fn *ssa.Function, add func(ssa.Instruction, Op)) {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok || !b.repeats(fn, call) {
				continue
			}
			if of := b.failedBefore(call); of != nil {
				add(of, Op{Class: ClassRetry, Symbol: callSymbol(b, of), Kind: model.KindSleep, NoContext: true})
			}
		}
	}
}

// repeats reports whether a call is of fn itself with the same arguments:
// nothing is counted.
func (b *builder) repeats(fn *ssa.Function, call *ssa.Call) bool {
	return slices.ContainsFunc(b.prog.Callees(call), func(c program.Callee) bool {
		if c.Body != fn || c.Invoke || len(c.Args) != len(fn.Params) {
			return false
		}
		for i, p := range fn.Params {
			if c.Args[i] != ssa.Value(p) {
				return false
			}
		}
		return true
	})
}

// failedBefore is the wait whose failure, whatever it is, leads to a call and is all
// that decides about it; nil if there is none.
func (b *builder) failedBefore(call *ssa.Call) *ssa.Call {
	block := call.Block()
	for d := block.Idom(); d != nil; block, d = d, d.Idom() {
		cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		err, onFail := failureOf(cond)
		if err == nil || len(block.Preds) != 1 || d.Succs[onFail] != block || isDistinguished(err) {
			return nil
		}
		for _, of := range errorSources(err) {
			if of != call && b.isWait(of) {
				return of
			}
		}
		return nil
	}
	return nil
}
