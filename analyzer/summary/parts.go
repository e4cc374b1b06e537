package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// part is what a function does itself on a channel that it shares with a
// goroutine.
type part struct {
	receives, sends, closes []ssa.Instruction
	// cases are the blocks that a select leaves by the first branch when it has
	// received: the branch itself may be one with that of another case.
	cases []*ssa.BasicBlock
	// deferred says that it closes the channel, whatever happens.
	deferred bool
	// elsewhere says that others may do the part: another literal, or whoever
	// is given the channel.
	elsewhere bool
	// escapes says that the channel is known to others, who may not do anything.
	escapes bool
}

// partOf collects what the function at site does on the channel, and whether
// others than the goroutine's function do something.
func (b *builder) partOf(site *ssa.Go, c program.Callee, ch ssa.Value) part {
	fn := site.Parent()
	var p part
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			b.addPart(&p, instr, site, ch)
		}
	}
	for _, lit := range fn.AnonFuncs {
		if lit != c.Body && b.literalTakesPart(lit, site, ch) {
			p.elsewhere = true
		}
	}
	return p
}

func (b *builder) addPart(p *part, instr ssa.Instruction, site *ssa.Go, ch ssa.Value) {
	is := func(v ssa.Value) bool {
		return b.samePlace(v, ch) || b.channelMade(ch) != nil && b.channelMade(v) == b.channelMade(ch)
	}
	switch i := instr.(type) {
	case *ssa.UnOp:
		if i.Op == token.ARROW && is(i.X) {
			p.receives = append(p.receives, i)
		}
	case *ssa.Send:
		if is(i.Chan) {
			p.sends = append(p.sends, i)
		}
	case *ssa.Select:
		for n, s := range i.States {
			if !is(s.Chan) {
				continue
			}
			if test := selectTest(i, n); s.Dir == types.RecvOnly && test != nil {
				p.cases = append(p.cases, test)
			} else {
				p.sends, p.receives = append(p.sends, i), append(p.receives, i)
			}
		}
	case ssa.CallInstruction:
		common := i.Common()
		switch {
		case isClose(common) && is(common.Args[0]):
			if _, ok := i.(*ssa.Defer); ok {
				p.deferred = true
			}
			p.closes = append(p.closes, i)
		case i == ssa.CallInstruction(site), isBuiltin(common):
		case slices.ContainsFunc(common.Args, func(a ssa.Value) bool { return isChan(a.Type()) && is(a) }):
			p.escapes = true
			if _, isGo := i.(*ssa.Go); !isGo {
				p.elsewhere = true
			} else {
				p.elsewhere = p.elsewhere || b.goTakesPart(i, is)
			}
		}
	case *ssa.Return:
		p.elsewhere = p.elsewhere || slices.ContainsFunc(i.Results, func(v ssa.Value) bool { return isChan(v.Type()) && is(v) })
	case *ssa.Store:
		if _, isVar := i.Addr.(*ssa.Alloc); !isVar && isChan(i.Val.Type()) && is(i.Val) {
			p.escapes = true
		}
	case *ssa.MapUpdate, *ssa.MakeInterface:
		for _, op := range instr.Operands(nil) {
			if *op != nil && isChan((*op).Type()) && is(*op) {
				p.elsewhere = true
			}
		}
	}
}

// goTakesPart reports whether another goroutine that is given the channel may
// receive from it, or close it.
func (b *builder) goTakesPart(site ssa.CallInstruction, is func(ssa.Value) bool) bool {
	for _, c := range b.prog.Callees(site) {
		if c.Body == nil {
			return true
		}
		for i, a := range c.Args {
			if isChan(a.Type()) && is(a) && i < len(c.Body.Params) && takesPart(c.Body.Params[i]) {
				return true
			}
		}
	}
	return false
}

// takesPart reports whether anything but sending is done with a channel.
func takesPart(p *ssa.Parameter) bool {
	return slices.ContainsFunc(*p.Referrers(), func(ref ssa.Instruction) bool {
		s, ok := ref.(*ssa.Send)
		return !ok || s.Chan != ssa.Value(p)
	})
}

// literalTakesPart reports whether a literal, or one in it, receives from the
// channel, closes it, or hands it on.
func (b *builder) literalTakesPart(lit *ssa.Function, site *ssa.Go, ch ssa.Value) bool {
	var p part
	for _, block := range lit.Blocks {
		for _, instr := range block.Instrs {
			b.addPart(&p, instr, site, ch)
		}
	}
	if p.elsewhere || p.escapes || len(p.receives)+len(p.cases)+len(p.closes) > 0 {
		return true
	}
	return slices.ContainsFunc(lit.AnonFuncs, func(l *ssa.Function) bool { return b.literalTakesPart(l, site, ch) })
}

func isChan(t types.Type) bool {
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

func isBuiltin(c *ssa.CallCommon) bool {
	_, ok := c.Value.(*ssa.Builtin)
	return ok
}

// leaves reports whether, after site, its function may return before it has come
// by the given instructions or into the given blocks as often as needed. A loop
// that does so and ends normally has done it for each.
func leaves(site ssa.Instruction, done []ssa.Instruction, cases []*ssa.BasicBlock, need int) bool {
	type state struct {
		block *ssa.BasicBlock
		count int
	}
	fn := site.Parent()
	seen := map[state]bool{}
	todo := []state{}
	// walk follows one block from an instruction on.
	walk := func(s state, from int) (returns bool) {
		for _, instr := range s.block.Instrs[from:] {
			if slices.Contains(done, instr) && need < countless {
				s.count++
			}
			if s.count >= need {
				return false
			}
			if _, ok := instr.(*ssa.Return); ok {
				return s.block != fn.Recover
			}
		}
		for i, succ := range s.block.Succs {
			if isNormalExit(s.block, i) && isLoopOf(s.block, succ, done, cases) {
				continue
			}
			next := state{succ, s.count}
			if i == 0 && slices.Contains(cases, s.block) && need < countless {
				if next.count++; next.count >= need {
					continue
				}
			}
			if !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
		return false
	}
	if walk(state{site.Block(), 0}, indexOf(site)+1) {
		return true
	}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if walk(s, 0) {
			return true
		}
	}
	return false
}

// isLoopOf reports whether the edge leaves a loop in which the instructions or
// blocks lie.
func isLoopOf(block, succ *ssa.BasicBlock, done []ssa.Instruction, cases []*ssa.BasicBlock) bool {
	in := func(x *ssa.BasicBlock) bool {
		around := x == block && reaches(x, x) || x != block && reaches(x, block) && reaches(block, x)
		return around && succ != x && !reaches(succ, x)
	}
	return slices.ContainsFunc(done, func(i ssa.Instruction) bool { return in(i.Block()) }) || slices.ContainsFunc(cases, in)
}
