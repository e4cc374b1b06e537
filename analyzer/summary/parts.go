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
	// elsewhere says that others may receive: another literal, or whoever is
	// given the channel; closedElsewhere that others may close it, and
	// sentElsewhere that another goroutine may send on it.
	elsewhere, closedElsewhere, sentElsewhere bool
	// escapes says that the channel is known to others, who may not do anything.
	escapes bool
	// returned is the result that the channel is, counted from 1.
	returned int
}

// partOf collects what the function at site does on the channel, and whether
// others than the goroutine's function do something.
func (b *builder) partOf(site ssa.CallInstruction, body *ssa.Function, ch ssa.Value) part {
	fn := site.Parent()
	var p part
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			b.addPart(&p, instr, site, ch)
		}
	}
	for _, lit := range fn.AnonFuncs {
		if lit != body {
			p.add(b.literalPart(lit, site, ch))
		}
	}
	return p
}

// abandoned reports whether some function of the package that calls fn for the
// channel may leave before it has received from it as often as needed.
func (b *builder) abandoned(fn *ssa.Function, result, need int) bool {
	return slices.ContainsFunc(b.prog.CallsOf(fn), func(site ssa.CallInstruction) bool {
		call, ok := site.(*ssa.Call)
		if !ok || b.prog.IsTest(call.Pos()) {
			return false
		}
		ch := resultOf(call, result)
		if ch == nil {
			return false
		}
		p := b.partOf(call, nil, ch)
		if p.elsewhere || p.escapes || p.returned > 0 || len(p.receives)+len(p.cases) == 0 {
			return false
		}
		return leaves(call, p.receives, p.cases, need, false)
	})
}

// unlessNil is what a variable holds that is only ever set to nil after it was
// given its value, as a channel is that has been heard; v itself otherwise.
func unlessNil(v ssa.Value) ssa.Value {
	seen := map[ssa.Value]bool{}
	var held []ssa.Value
	var visit func(ssa.Value)
	visit = func(x ssa.Value) {
		phi, ok := x.(*ssa.Phi)
		switch {
		case seen[x] || isNil(x):
		case ok:
			seen[x] = true
			for _, e := range phi.Edges {
				visit(e)
			}
		default:
			seen[x] = true
			held = append(held, x)
		}
	}
	visit(v)
	if len(held) == 1 {
		return held[0]
	}
	return v
}

func (b *builder) addPart(p *part, instr ssa.Instruction, site ssa.CallInstruction, ch ssa.Value) {
	is := func(v ssa.Value) bool {
		v = unlessNil(v)
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
			if test := selectTest(i, n); s.Dir == types.SendOnly {
				p.sends = append(p.sends, i)
			} else if test != nil {
				p.cases = append(p.cases, test)
			} else {
				p.receives = append(p.receives, i)
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
		case i == site, isBuiltin(common):
		case slices.ContainsFunc(common.Args, func(a ssa.Value) bool { return isChan(a.Type()) && is(a) }):
			if _, isGo := i.(*ssa.Go); isGo {
				b.addGoPart(p, i, is)
			} else if slices.ContainsFunc(common.Args, func(a ssa.Value) bool { return isChan(a.Type()) && !onlySends(a) && is(a) }) {
				p.elsewhere, p.escapes = true, true
			} else {
				p.closedElsewhere = true
			}
		}
	case *ssa.Return:
		if n := slices.IndexFunc(i.Results, func(v ssa.Value) bool { return isChan(v.Type()) && is(v) }); n >= 0 {
			p.returned = n + 1
		}
	case *ssa.Store:
		if _, isVar := i.Addr.(*ssa.Alloc); !isVar && isChan(i.Val.Type()) && is(i.Val) && !isOwnField(i.Addr) {
			p.escapes = true
		}
	case *ssa.MapUpdate, *ssa.MakeInterface:
		if b.isPrinted(instr) {
			break
		}
		for _, op := range instr.Operands(nil) {
			if *op != nil && isChan((*op).Type()) && is(*op) {
				p.elsewhere = true
			}
		}
	}
}

// isPrinted reports whether a value becomes an interface only to be one of many
// operands of a library's function, which prints or logs it.
func (b *builder) isPrinted(instr ssa.Instruction) bool {
	mi, ok := instr.(*ssa.MakeInterface)
	if !ok {
		return false
	}
	return len(program.Refs(mi)) > 0 && !slices.ContainsFunc(program.Refs(mi), func(ref ssa.Instruction) bool {
		store, ok := ref.(*ssa.Store)
		if !ok {
			return true
		}
		at, ok := store.Addr.(*ssa.IndexAddr)
		return !ok || !b.isForPrinting(at.X)
	})
}

// isForPrinting reports whether an array holds the variadic arguments of calls
// of libraries' functions.
func (b *builder) isForPrinting(array ssa.Value) bool {
	for _, ref := range program.Refs(array) {
		s, ok := ref.(*ssa.Slice)
		if !ok {
			continue
		}
		for _, ref := range program.Refs(s) {
			call, ok := ref.(ssa.CallInstruction)
			if !ok || slices.ContainsFunc(b.prog.Callees(call), func(c program.Callee) bool {
				return c.Func == nil || c.Body != nil || b.opt.IsNode(c.Func)
			}) {
				return false
			}
		}
	}
	return true
}

// addGoPart adds what another goroutine that is given the channel may do.
func (b *builder) addGoPart(p *part, site ssa.CallInstruction, is func(ssa.Value) bool) {
	for _, c := range b.prog.Callees(site) {
		if c.Body == nil {
			p.elsewhere, p.escapes = true, true
			return
		}
		for i, a := range c.Args {
			if isChan(a.Type()) && is(a) && i < len(c.Body.Params) {
				p.addUses(c.Body.Params[i])
			}
		}
	}
}

// addUses adds what is done with a channel that is a parameter.
func (p *part) addUses(param *ssa.Parameter) {
	if onlySends(param) {
		p.closedElsewhere = true
		return
	}
	for _, ref := range program.Refs(param) {
		switch i := ref.(type) {
		case *ssa.Send:
			p.elsewhere = p.elsewhere || i.Chan != ssa.Value(param)
			p.sentElsewhere = true
		case ssa.CallInstruction:
			if isClose(i.Common()) {
				p.closedElsewhere = true
			} else {
				p.elsewhere = true
			}
		case *ssa.DebugRef:
		default:
			p.elsewhere = true
		}
	}
}

// add adds what a literal does to the part of the function that it stands in.
func (p *part) add(lit part) {
	p.elsewhere = p.elsewhere || lit.elsewhere || lit.escapes || lit.returned > 0 || len(lit.receives)+len(lit.cases) > 0
	p.closedElsewhere = p.closedElsewhere || lit.closedElsewhere || len(lit.closes) > 0
	p.sentElsewhere = p.sentElsewhere || lit.sentElsewhere || len(lit.sends) > 0
}

// literalPart is what a literal, and those in it, do on the channel.
func (b *builder) literalPart(lit *ssa.Function, site ssa.CallInstruction, ch ssa.Value) part {
	var p part
	for _, block := range lit.Blocks {
		for _, instr := range block.Instrs {
			b.addPart(&p, instr, site, ch)
		}
	}
	for _, l := range lit.AnonFuncs {
		p.add(b.literalPart(l, site, ch))
	}
	return p
}

// onlySends reports whether one who has v can send on the channel, or close it,
// and no more.
func onlySends(v ssa.Value) bool {
	c, ok := v.Type().Underlying().(*types.Chan)
	return ok && c.Dir() == types.SendOnly
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
// that does so and ends normally has done it for each; if each goroutine does
// its part once, a loop that ends when enough of a kind came has not.
func leaves(site ssa.Instruction, done []ssa.Instruction, cases []*ssa.BasicBlock, need int, once bool) bool {
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
			if isNormalExit(s.block, i) && isLoopOf(s.block, succ, done, cases) && !(once && countsSome(s.block)) {
				continue
			}
			next := state{succ, s.count}
			if (i == 0 && slices.Contains(cases, s.block) || isRemembered(s.block, i, done)) && need < countless {
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

// isRemembered reports whether a branch is taken because a variable says that
// what the other branch does is done already.
func isRemembered(block *ssa.BasicBlock, branch int, done []ssa.Instruction) bool {
	cond, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	v, _ := negated(cond.Cond)
	other := block.Succs[1-branch]
	return isNoted(v, 0) && len(other.Preds) == 1 &&
		slices.ContainsFunc(done, func(i ssa.Instruction) bool { return i.Block() == other })
}

// isNoted reports whether a boolean is a variable that some path sets to true.
func isNoted(v ssa.Value, depth int) bool {
	phi, ok := v.(*ssa.Phi)
	return ok && depth < 4 && slices.ContainsFunc(phi.Edges, func(e ssa.Value) bool {
		c, isConst := e.(*ssa.Const)
		return isConst && constFact(c) == isTrue || isNoted(e, depth+1)
	})
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

// countsSome reports whether a branch tests a counter that not every turn of its
// loop adds to: how many succeeded, or failed.
func countsSome(block *ssa.BasicBlock) bool {
	cond, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	cmp, ok := cond.Cond.(*ssa.BinOp)
	return ok && isPartial(cmp.X, 0)
}

func isPartial(v ssa.Value, depth int) bool {
	phi, ok := v.(*ssa.Phi)
	if !ok || depth > 3 {
		return false
	}
	for _, e := range phi.Edges {
		if add, ok := e.(*ssa.BinOp); ok && add.Op == token.ADD && slices.Contains(phi.Edges, add.X) || isPartial(e, depth+1) {
			return true
		}
	}
	return false
}
