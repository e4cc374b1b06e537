package summary

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// isFinal reports whether a method ends what lives as long as the process, as
// Shutdown does with a server: it runs once, whoever asks for it. Or it ends
// what somebody else has started, as Wait does with a command: who starts it is
// to be asked how many there are, not who cleans up behind it.
func isFinal(sym program.Symbol, of ssa.Value) bool {
	recv, name, ok := model.Receiver(sym.Rel)
	if !ok {
		return false
	}
	for row := range sym.Lib.All() {
		r, ok := row.Entry.(*model.Resource)
		if !ok || r.Result >= 0 || !r.ReleasedBy(name) || r.Duty != model.DutyProcess && !(r.Duty == model.DutyLeak && isForeign(of)) {
			continue
		}
		if of, _, _ := model.Receiver(r.Symbol); of == recv {
			return true
		}
	}
	return false
}

// isForeign reports whether a value comes into a function from outside.
func isForeign(v ssa.Value) bool {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		v = load.X
	}
	switch v.(type) {
	case *ssa.FreeVar, *ssa.Parameter, *ssa.FieldAddr, *ssa.Field:
		return true
	}
	return false
}

// isFirst reports whether a site runs only where a variable of the package says
// that something was not done yet, and says so no more when that begins:
//
//	if !ready {
//		setUp() // ready = true
//	}
//
// What it does is done once, at start-up as a rule. A variable that is set only
// when it went well does not count: until then each request does it again.
func (b *builder) isFirst(site ssa.CallInstruction) bool {
	for d := site.Block(); d.Idom() != nil; d = d.Idom() {
		cond, ok := d.Idom().Instrs[len(d.Idom().Instrs)-1].(*ssa.If)
		if !ok || len(d.Preds) != 1 {
			continue
		}
		if flag := unsetFlag(cond, d); flag != nil && b.setsFirst(flag, site, d) {
			return true
		}
	}
	return false
}

// unsetFlag is the boolean of the package that is false in a branch of cond.
func unsetFlag(cond *ssa.If, branch *ssa.BasicBlock) *ssa.Global {
	v, not := negated(cond.Cond)
	load, ok := v.(*ssa.UnOp)
	if isThen := cond.Block().Succs[0] == branch; !ok || load.Op != token.MUL || isThen != not {
		return nil
	}
	g, _ := load.X.(*ssa.Global)
	return g
}

// setsFirst reports whether a flag is set whatever becomes of the call: in the
// branch, around the call, or by the callee before all else.
func (b *builder) setsFirst(flag *ssa.Global, site ssa.CallInstruction, branch *ssa.BasicBlock) bool {
	if branch == site.Block() && sets(branch, flag) {
		return true
	}
	for d := site.Block().Idom(); d != nil && branch.Dominates(d); d = d.Idom() {
		if sets(d, flag) {
			return true
		}
	}
	for _, c := range b.prog.Callees(site) {
		if c.Body == nil || !sets(c.Body.Blocks[0], flag) {
			return false
		}
	}
	return len(b.prog.Callees(site)) > 0
}

// sets reports whether a block sets a flag.
func sets(block *ssa.BasicBlock, flag *ssa.Global) bool {
	for _, instr := range block.Instrs {
		if s, ok := instr.(*ssa.Store); ok && s.Addr == flag {
			c, ok := s.Val.(*ssa.Const)
			return ok && constFact(c) == isTrue
		}
	}
	return false
}
