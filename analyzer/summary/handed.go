package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// handedOut are the resources that a call leaves in variables of fn: a literal
// that it runs, to try again or in a transaction, acquires them and says by its
// error whether there are any.
func (b *builder) handedOut(call *ssa.Call) []duty {
	verdict := errorResult(call.Common().Signature())
	if verdict < 0 {
		return nil
	}
	var out []duty
	for _, c := range b.prog.Callees(call) {
		if c.Body != nil && len(c.Free) > 0 {
			out = append(out, b.leftIn(call, verdict, c.Body, c.Free)...)
		}
		for _, g := range b.given(call, c) {
			if g.flags.Has(Async) {
				continue
			}
			for _, mc := range literalsOf(g.value) {
				out = append(out, b.leftIn(call, verdict, mc.Fn.(*ssa.Function), mc.Bindings)...)
			}
		}
	}
	return out
}

// leftIn are the duties of a literal that it hands out through what it captures.
func (b *builder) leftIn(call *ssa.Call, verdict int, lit *ssa.Function, free []ssa.Value) []duty {
	if errorResult(lit.Signature) < 0 || program.IsMethodValue(lit) {
		return nil
	}
	var out []duty
	for _, d := range b.ownDuties(lit) {
		if d.lock != nil {
			continue
		}
		fv := b.handsOut(lit, d)
		if fv == nil {
			continue
		}
		i := slices.Index(lit.FreeVars, fv)
		if cell, ok := free[i].(*ssa.Alloc); ok && cell.Parent() == call.Parent() {
			d.inner, d.cell = d.call, cell
			d.call, d.Err = call, verdict
			out = append(out, d)
		}
	}
	return out
}

// handsOut is the captured variable that a literal leaves a resource in, nil if
// it releases it on some path, or does anything else with it.
func (b *builder) handsOut(lit *ssa.Function, d duty) *ssa.FreeVar {
	t := b.track(lit, d)
	t.hands = true
	block, index := d.start()
	out := t.run(block, index, t.cur)
	if out.tooLong || out.released || out.escaped || len(out.returned) > 0 || len(t.handedTo) != 1 {
		return nil
	}
	return t.handedTo[0]
}

// handing reports whether a store leaves the resource in a variable of the
// function around a literal, and notes which.
func (t *tracker) handing(s *ssa.Store) bool {
	fv, ok := s.Addr.(*ssa.FreeVar)
	if !ok || !t.hands || !t.isAlias(s.Val) {
		return false
	}
	if !slices.Contains(t.handedTo, fv) {
		t.handedTo = append(t.handedTo, fv)
	}
	return true
}

// receive makes what is read from the variable the resource.
func (t *tracker) receive(cell *ssa.Alloc) {
	grow := t.grow
	if field, ok := t.bodyField(); ok && !hasField(cell.Type().Underlying().(*types.Pointer).Elem(), field) {
		grow = t.growPart
	}
	growCell(cell, t.cells, grow)
}

// errorResult is the index of the error that a function returns last, or -1.
func errorResult(sig *types.Signature) int {
	if last := sig.Results().Len() - 1; last >= 0 && isError(sig.Results().At(last).Type()) {
		return last
	}
	return -1
}
