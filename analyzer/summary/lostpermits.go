package summary

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// This file says which of the permits that a path does not give back are lost,
// rather than left to somebody else.

// lostPermits are those of the ways out with a permit on which it is lost. None
// is where a loop takes many to hold them all at once, or gives back what others
// took, or ends with the listener that it serves. The permit of a channel that fn
// makes itself is lost only to its own next turn. Where somebody else gives permits back that he did not take, a way
// out that does not fail leaves the permit to him.
func (b *builder) lostPermits(fn *ssa.Function, d duty, leaks []exit) []exit {
	at := d.origin()
	if b.countsPermits(fn, d) || isBatch(at) || accepts(at) {
		return nil
	}
	made, isMade := d.lock.root.(*ssa.MakeChan)
	handed := b.givesElsewhere(fn, d)
	return slices.DeleteFunc(slices.Clone(leaks), func(e exit) bool {
		return isMade && made.Parent() == fn && !e.loop || handed && (e.loop || !fails([]exit{e}))
	})
}

// accepts reports whether an instruction is in a loop that takes connections from
// a listener.
func accepts(at ssa.Instruction) bool {
	for _, block := range at.Parent().Blocks {
		if !reaches(block, at.Block()) || !reaches(at.Block(), block) {
			continue
		}
		for _, instr := range block.Instrs {
			if call, ok := instr.(*ssa.Call); ok && strings.HasPrefix(methodName(call.Common()), "Accept") {
				return true
			}
		}
	}
	return false
}

// countsPermits reports whether a function takes permits in a loop that gives
// none back, or gives them back in one that takes none.
func (b *builder) countsPermits(fn *ssa.Function, d duty) bool {
	t := b.newTracker(fn, d.Release, false)
	t.lock = d.lock
	at := d.origin().Block()
	taken := reaches(at, at) // in a loop, where nothing is known to be given back yet
	for _, block := range fn.Blocks {
		again := reaches(block, block)
		together := block == at || reaches(block, at) && reaches(at, block)
		for _, instr := range block.Instrs {
			if instr == d.origin() {
				continue
			}
			_, calls := instr.(ssa.CallInstruction)
			if !calls && len(transfersOf(instr)) == 0 || t.event(instr) == nothing {
				continue
			}
			if taken && together {
				taken = false
			}
			if again && !calls && !reaches(block, at) {
				return true
			}
		}
	}
	return taken
}

// givesElsewhere reports whether another function, which fn neither calls nor
// contains, gives back permits that others took, of the same channel as far as
// that is known.
func (b *builder) givesElsewhere(fn *ssa.Function, d duty) bool {
	return slices.ContainsFunc(b.givers(d), func(g *ssa.Function) bool { return !b.isAbout(fn, g) && !b.takesToo(g, d, 0) })
}

// givers are the functions that give permits back.
func (b *builder) givers(d duty) []*ssa.Function {
	var out []*ssa.Function
	if d.by != nil {
		for _, x := range b.transfersOn(b.channelAt(d.by.on, 0)) {
			if x.sent != d.by.sent {
				out = append(out, x.instr.Parent())
			}
		}
		return out
	}
	for _, g := range b.prog.Funcs {
		if s := b.shapes[g]; s != nil && slices.ContainsFunc(s.Frees, func(f Freed) bool { return f.Method == d.Release[0] }) {
			out = append(out, g)
		}
	}
	return out
}

// takesToo reports whether a function that gives permits back, the one around
// it, or each that calls it, takes them as well.
func (b *builder) takesToo(g *ssa.Function, d duty, depth int) bool {
	for fn := g; fn != nil; fn = fn.Parent() {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if slices.ContainsFunc(b.locksOf(instr), func(e duty) bool {
					return slices.Equal(e.Release, d.Release) && (e.by == nil || d.by == nil || b.channelAt(e.by.on, 0) == b.channelAt(d.by.on, 0))
				}) {
					return true
				}
			}
		}
	}
	calls := b.prog.CallsOf(g)
	return depth < 3 && len(calls) > 0 && !slices.ContainsFunc(calls, func(site ssa.CallInstruction) bool { return !b.takesToo(site.Parent(), d, depth+1) })
}

// isAbout reports whether fn contains g, or calls it or what contains it.
func (b *builder) isAbout(fn, g *ssa.Function) bool {
	if isWithin(g, fn) {
		return true
	}
	return slices.ContainsFunc(b.prog.CallsOf(g), func(site ssa.CallInstruction) bool { return isWithin(site.Parent(), fn) }) ||
		g.Parent() != nil && b.isAbout(fn, g.Parent())
}

// isWithin reports whether a function is another, or a literal in it.
func isWithin(fn, in *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		if fn == in {
			return true
		}
	}
	return false
}
