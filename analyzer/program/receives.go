package program

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
)

// ReceiveLoop is the body of the loop in which fn takes messages from a broker,
// nil if there is none: requests enter there, not where the function begins,
// which may dial and declare queues first. It is the innermost loop around a
// call that a consumer row names, or around a receive from a channel that such
// a call returns.
func (p *Package) ReceiveLoop(fn *ssa.Function) map[*ssa.BasicBlock]bool {
	if p.IsTest(fn.Pos()) || p.IsGenerated(fn.Pos()) {
		return nil
	}
	var out map[*ssa.BasicBlock]bool
	for _, b := range fn.Blocks {
		if slices.ContainsFunc(b.Instrs, p.Receives) {
			for body := range innermostLoop(b) {
				if out == nil {
					out = map[*ssa.BasicBlock]bool{}
				}
				out[body] = true
			}
		}
	}
	return out
}

// Receives reports whether an instruction waits for the next message of a
// broker.
func (p *Package) Receives(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case ssa.CallInstruction:
		return p.isReceive(i) && channelOf(i.Common().Signature()) == nil
	case *ssa.UnOp:
		return i.Op == token.ARROW && p.deliversMessages(i.X.Type())
	case *ssa.Select:
		return slices.ContainsFunc(i.States, func(s *ssa.SelectState) bool {
			return s.Dir == types.RecvOnly && p.deliversMessages(s.Chan.Type())
		})
	}
	return false
}

// isReceive reports whether a call takes messages, or a channel of them, from a
// broker. A subscription with a callback returns none.
func (p *Package) isReceive(site ssa.CallInstruction) bool {
	results := site.Common().Signature().Results()
	return results.Len() > 0 && results.At(0).Type().String() != "error" && p.hasRow(site, model.HandlerConsumer)
}

// Serves reports whether a call serves, or takes messages from a broker: how
// long that waits is up to whoever sends, as it should be.
func (p *Package) Serves(site ssa.CallInstruction) bool {
	return p.hasRow(site, model.HandlerConsumer, model.HandlerServer)
}

// hasRow reports whether a handler row of one of the kinds names the callee.
func (p *Package) hasRow(site ssa.CallInstruction, kinds ...model.HandlerKind) bool {
	fn, recv := target(site)
	if fn == nil || fn.Pkg() == nil || p.Cat.Library(PathOf(fn.Pkg())) == nil {
		return false
	}
	for _, sym := range p.Symbols(fn, recv) {
		for _, h := range sym.Lib.Handlers(sym.Rel) {
			if slices.Contains(kinds, h.Kind) {
				return true
			}
		}
	}
	return false
}

// channelOf is the first channel among the results of a function, or nil.
func channelOf(sig *types.Signature) *types.Chan {
	for v := range sig.Results().Variables() {
		if ch, ok := v.Type().Underlying().(*types.Chan); ok {
			return ch
		}
	}
	return nil
}

// deliversMessages reports whether a channel has the element type of one that a
// consumer row's method returns.
func (p *Package) deliversMessages(t types.Type) bool {
	ch, ok := t.Underlying().(*types.Chan)
	if !ok {
		return false
	}
	_, named := deref(ch.Elem())
	if named == nil || named.Obj().Pkg() == nil {
		return false
	}
	pkg := named.Obj().Pkg()
	for row := range p.Cat.Library(PathOf(pkg)).All() {
		h, ok := row.Entry.(*model.Handler)
		if !ok || h.Kind != model.HandlerConsumer {
			continue
		}
		recv, name, isMethod := model.Receiver(h.Symbol)
		if !isMethod {
			continue
		}
		tn, ok := pkg.Scope().Lookup(trimStar(recv)).(*types.TypeName)
		if !ok {
			continue
		}
		obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(tn.Type()), true, pkg, name)
		if fn, ok := obj.(*types.Func); ok {
			if from := channelOf(fn.Signature()); from != nil && types.Identical(from.Elem(), ch.Elem()) {
				return true
			}
		}
	}
	return false
}

func trimStar(s string) string {
	if s != "" && s[0] == '*' {
		return s[1:]
	}
	return s
}

// innermostLoop is the body of the nearest natural loop around a block, the
// loop's head included; nil if there is none.
func innermostLoop(b *ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	for head := b; head != nil; head = head.Idom() {
		body := map[*ssa.BasicBlock]bool{head: true}
		isLoop := false
		for _, tail := range head.Preds {
			if head.Dominates(tail) {
				isLoop = true
				grow(body, tail)
			}
		}
		if isLoop && body[b] {
			return body
		}
	}
	return nil
}

// grow adds a block and what leads to it, up to what is there.
func grow(body map[*ssa.BasicBlock]bool, b *ssa.BasicBlock) {
	if body[b] {
		return
	}
	body[b] = true
	for _, pred := range b.Preds {
		grow(body, pred)
	}
}
