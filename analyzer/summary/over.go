package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// isOver reports whether a site runs only after the function's context is
// known to be over: after <-ctx.Done(), or where ctx.Err() is not nil.
func (b *builder) isOver(site ssa.CallInstruction) bool {
	return slices.ContainsFunc(b.overAt(site), func(e ended) bool { return !e.cancelled })
}

// ended is a context that is over from an instruction of a block on, or from
// the block's beginning.
type ended struct {
	ctx       ssa.Value
	at        ssa.Instruction // nil for the beginning
	cancelled bool            // the function itself ended it
}

// overAt are the contexts that are over wherever a site runs.
func (b *builder) overAt(site ssa.CallInstruction) []ended {
	fn := site.Parent()
	blocks, ok := b.over[fn]
	if !ok {
		blocks = overBlocks(fn)
		b.over[fn] = blocks
	}
	if len(blocks) == 0 {
		return nil
	}
	var out []ended
	for d := site.Block(); d != nil; d = d.Idom() {
		for _, e := range blocks[d] {
			if d != site.Block() || e.at == nil || indexOf(e.at) < indexOf(site) {
				out = append(out, e)
			}
		}
	}
	return out
}

// overBlocks are the blocks that are entered, or left, knowing that a context
// is over, with that context.
func overBlocks(fn *ssa.Function) map[*ssa.BasicBlock][]ended {
	out := map[*ssa.BasicBlock][]ended{}
	add := func(block *ssa.BasicBlock, e ended) { out[block] = append(out[block], e) }
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch i := instr.(type) {
			case *ssa.UnOp:
				if i.Op == token.ARROW && isDone(i.X) {
					add(block, ended{ctx: doneOf(i.X), at: i})
				}
			case *ssa.Select:
				for n, s := range i.States {
					if s.Dir == types.RecvOnly && isDone(s.Chan) {
						if t := selected(i, n); t != nil && len(t.Preds) == 1 {
							add(t, ended{ctx: doneOf(s.Chan)})
						}
					}
				}
			case *ssa.If:
				if t, ctx := errBranch(i); t != nil && len(t.Preds) == 1 {
					add(t, ended{ctx: ctx})
				}
			case *ssa.Call:
				if ctx := cancelledBy(i); ctx != nil {
					add(block, ended{ctx: ctx, at: i, cancelled: true})
				}
			}
		}
	}
	return out
}

// isDone reports whether v is the Done channel of a context.
func isDone(v ssa.Value) bool {
	c, ok := v.(*ssa.Call)
	return ok && methodName(c.Common()) == "Done" && len(c.Common().Args) == 0
}

// cancelledBy is the context that a call of its cancel function ends, nil for
// other calls.
func cancelledBy(call *ssa.Call) ssa.Value {
	ex, ok := call.Common().Value.(*ssa.Extract)
	if !ok || ex.Index != 1 {
		return nil
	}
	made, ok := ex.Tuple.(*ssa.Call)
	if !ok || made.Common().StaticCallee() == nil {
		return nil
	}
	if fn := made.Common().StaticCallee(); fn.Pkg == nil || fn.Pkg.Pkg.Path() != "context" {
		return nil
	}
	if ctx := resultOf(made, 0); ctx != nil {
		return ctx
	}
	return nil
}

// doneOf is the context whose Done channel v is.
func doneOf(v ssa.Value) ssa.Value { return v.(*ssa.Call).Common().Value }

// selected is the block of case n of a select.
func selected(sel *ssa.Select, n int) *ssa.BasicBlock {
	if test := selectTest(sel, n); test != nil {
		return test.Succs[0]
	}
	return nil
}

// selectTest is the block that ends with the question whether a select took
// case n.
func selectTest(sel *ssa.Select, n int) *ssa.BasicBlock {
	for _, ref := range program.Refs(sel) {
		ex, ok := ref.(*ssa.Extract)
		if !ok || ex.Index != 0 {
			continue
		}
		for _, use := range program.Refs(ex) {
			eq, ok := use.(*ssa.BinOp)
			if !ok || eq.Op != token.EQL {
				continue
			}
			if c, ok := eq.Y.(*ssa.Const); !ok || c.Int64() != int64(n) {
				continue
			}
			for _, br := range program.Refs(eq) {
				if cond, ok := br.(*ssa.If); ok {
					return cond.Block()
				}
			}
		}
	}
	return nil
}

// errBranch is the branch on which ctx.Err() is not nil, and the context.
func errBranch(cond *ssa.If) (*ssa.BasicBlock, ssa.Value) {
	cmp, ok := cond.Cond.(*ssa.BinOp)
	if !ok || !isNil(cmp.Y) && !isNil(cmp.X) {
		return nil, nil
	}
	c, ok := cmp.X.(*ssa.Call)
	if !ok || methodName(c.Common()) != "Err" || !c.Common().IsInvoke() || !program.IsContext(c.Common().Value.Type()) {
		return nil, nil
	}
	if cmp.Op == token.NEQ {
		return cond.Block().Succs[0], c.Common().Value
	}
	return cond.Block().Succs[1], c.Common().Value
}

// isUnderOver reports whether a call is given a context that is over when it
// runs, or one that derives from it.
func (b *builder) isUnderOver(site ssa.CallInstruction) bool {
	over := b.overAt(site)
	if len(over) == 0 {
		return false
	}
	c := site.Common()
	for _, a := range append([]ssa.Value{c.Value}, c.Args...) {
		if a == nil || !program.CarriesContext(a.Type()) {
			continue
		}
		for _, o := range over {
			if b.derivesFrom(a, o.ctx) {
				return true
			}
		}
	}
	return false
}

// derivesFrom reports whether a context ends when another does: it is the same,
// or was made from it.
func (b *builder) derivesFrom(v, from ssa.Value) bool {
	want := b.placeOf(from)
	for range 12 {
		if b.placeOf(v).equal(want) {
			return true
		}
		if ex, ok := v.(*ssa.Extract); ok {
			v = ex.Tuple
		}
		call, ok := v.(*ssa.Call)
		if !ok || call.Common().StaticCallee() == nil || call.Common().StaticCallee().Name() == "WithoutCancel" {
			return false
		}
		args := call.Common().Args
		i := slices.IndexFunc(args, func(a ssa.Value) bool { return program.IsContext(a.Type()) })
		if i < 0 {
			return false
		}
		v = args[i]
	}
	return false
}

// afterSuccess reports whether a call in a literal runs only where an error is
// nil: what a deferred literal does then is no clean-up.
func afterSuccess(site ssa.CallInstruction) bool {
	if site.Parent().Parent() == nil {
		return false
	}
	for d := site.Block(); d.Idom() != nil; d = d.Idom() {
		cond, ok := d.Idom().Instrs[len(d.Idom().Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		cmp, ok := cond.Cond.(*ssa.BinOp)
		if !ok || !isNil(cmp.Y) || !isError(cmp.X.Type()) {
			continue
		}
		if _, isLoad := cmp.X.(*ssa.UnOp); !isLoad {
			continue // of a call in the literal itself
		}
		if cmp.Op == token.EQL && cond.Block().Succs[0] == d || cmp.Op == token.NEQ && cond.Block().Succs[1] == d {
			return len(d.Preds) == 1
		}
	}
	return false
}
