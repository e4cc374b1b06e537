package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file finds commands that are killed when their time is over: nobody
// waits for them for ever, though they were given no context.

// isKilled reports whether the function that waits for a command at a site, or
// a literal next to it, kills the process when a timer or a context says so.
func (b *builder) isKilled(site ssa.CallInstruction, cmd ssa.Value) bool {
	if cmd == nil || types.TypeString(cmd.Type(), nil) != "*os/exec.Cmd" {
		return false
	}
	of := b.pathOf(cmd)
	outer := site.Parent()
	for outer.Parent() != nil {
		outer = outer.Parent()
	}
	var kills func(fn *ssa.Function) bool
	kills = func(fn *ssa.Function) bool {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if ok && b.kills(call, of, 0) && (b.isDelayed(fn) || isTimed(call)) && !comesFirst(site, call) {
					return true
				}
			}
		}
		return slices.ContainsFunc(fn.AnonFuncs, kills)
	}
	return kills(outer)
}

// comesFirst reports whether a call runs before another of the same function.
func comesFirst(first, call ssa.CallInstruction) bool {
	if _, isGo := first.(*ssa.Go); isGo || first.Parent() != call.Parent() {
		return false
	}
	return dominates(first, call)
}

// kills reports whether a call ends the process of the command that is kept at
// a place, itself or in the function that it gives the command or process to.
func (b *builder) kills(call ssa.CallInstruction, cmd place, depth int) bool {
	common := call.Common()
	fn := common.StaticCallee()
	if fn == nil || depth > 3 {
		return false
	}
	for i, a := range common.Args {
		if group, ok := a.(*ssa.UnOp); ok && group.Op == token.SUB { // the process group
			a = group.X
		}
		p := b.pathOf(a)
		if p.root != cmd.root || !strings.HasPrefix(p.path, cmd.path) {
			continue
		}
		switch of := strings.Trim(p.path[len(cmd.path):], "*"); {
		case endsProcess(fn):
			return true
		case fn.Blocks == nil || i >= len(fn.Params) || of != "" && of != ".Process":
			continue
		}
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if inner, ok := instr.(ssa.CallInstruction); ok && b.kills(inner, place{root: fn.Params[i]}, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// endsProcess tells the functions that send a process a signal.
func endsProcess(fn *ssa.Function) bool {
	switch fn.String() {
	case "(*os.Process).Kill", "(*os.Process).Signal", "syscall.Kill", "golang.org/x/sys/unix.Kill":
		return true
	}
	return false
}

// isDelayed reports whether a literal is run by a timer, or when a context ends.
func (b *builder) isDelayed(fn *ssa.Function) bool {
	return slices.ContainsFunc(b.prog.PassedAt(fn), func(at program.Passing) bool {
		callee := at.Site.Common().StaticCallee()
		return callee != nil && (callee.String() == "time.AfterFunc" || callee.String() == "context.AfterFunc")
	})
}

// isTimed reports whether a call runs only after a while, or when a context ends:
// behind a receive from a timer or from Done, or behind a sleep.
func isTimed(call ssa.CallInstruction) bool {
	for d := call.Block(); d != nil; d = d.Idom() {
		for i, instr := range d.Instrs {
			if d == call.Block() && i >= indexOf(call) {
				break
			}
			if tells(instr) {
				return true
			}
		}
		for _, p := range d.Preds {
			if len(d.Preds) == 1 && tellsIn(p, d) {
				return true
			}
		}
	}
	return false
}

// tells reports whether control goes on behind an instruction only after a
// while, or when a context ends.
func tells(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.UnOp:
		return i.Op == token.ARROW && (isTimer(i.X) || isDone(i.X))
	case *ssa.Call:
		fn := i.Common().StaticCallee()
		return fn != nil && fn.String() == "time.Sleep"
	}
	return false
}

// tellsIn reports whether a block is that of a select's case on a timer or Done.
func tellsIn(test, block *ssa.BasicBlock) bool {
	cond, ok := test.Instrs[len(test.Instrs)-1].(*ssa.If)
	if !ok || test.Succs[0] != block {
		return false
	}
	eq, ok := cond.Cond.(*ssa.BinOp)
	if !ok || eq.Op != token.EQL {
		return false
	}
	ex, ok := eq.X.(*ssa.Extract)
	if !ok || ex.Index != 0 {
		return false
	}
	sel, ok := ex.Tuple.(*ssa.Select)
	n, isConst := eq.Y.(*ssa.Const)
	if !ok || !isConst || n.Int64() < 0 || int(n.Int64()) >= len(sel.States) {
		return false
	}
	s := sel.States[n.Int64()]
	return s.Dir == types.RecvOnly && (isTimer(s.Chan) || isDone(s.Chan))
}
