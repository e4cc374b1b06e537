package summary

import (
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// Unbound is what made the context of a receiver that was bound to none, as a
// gorm.DB is before WithContext: it never ends.
const Unbound = "no binding"

// IsBinder reports whether values of a type are bound to a context, which their
// methods wait under.
func (p *Package) IsBinder(t types.Type) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	if found, ok := p.b.binders[named.Obj()]; ok {
		return found
	}
	found := false
	for row := range p.b.prog.Cat.Library(program.PathOf(named.Obj().Pkg())).All() {
		w, ok := row.Entry.(*model.Wait)
		if !ok || w.Ctx != model.CtxReceiver {
			continue
		}
		recv, _, isMethod := model.Receiver(w.Symbol)
		if found = isMethod && strings.TrimPrefix(recv, "*") == named.Obj().Name(); found {
			break
		}
	}
	p.b.binders[named.Obj()] = found
	return found
}

// IsUnbound reports whether it is certain that a value was bound to no context.
func (p *Package) IsUnbound(v ssa.Value) bool {
	_, none := p.b.receiverCtx(v, 0)
	return none
}

// slotReceiver is the context of a receiver that is kept in a field or variable
// which other packages fill: they may know that it was bound to none.
func (b *builder) slotReceiver(v ssa.Value) Ctx {
	for range 12 {
		switch x := v.(type) {
		case *ssa.Call:
			v = receiver(x.Common())
			if v == nil || !b.isBoundaryCall(x) || methodName(x.Common()) == "Begin" || takesContext(x.Common()) {
				return Ctx{}
			}
			continue
		case *ssa.UnOp:
			if slot := program.SlotOf(x); slot != "" && x.Op == token.MUL && b.prog.Own {
				return Ctx{Kind: CtxSlot, Made: slot}
			}
		case *ssa.Field:
			if slot := program.SlotOf(x); slot != "" && b.prog.Own {
				return Ctx{Kind: CtxSlot, Made: slot}
			}
		}
		break
	}
	return Ctx{}
}

func takesContext(c *ssa.CallCommon) bool {
	for _, a := range c.Args {
		if program.IsContext(a.Type()) {
			return true
		}
	}
	return false
}
