package summary

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// reports are the groups and channels by which a goroutine tells that it is
// done, as its function's maker knows them.
func (b *builder) reports(site ssa.CallInstruction, bodies []*ssa.Function) []ssa.Value {
	var out []ssa.Value
	if _, isGo := site.(*ssa.Go); !isGo {
		if recv := receiver(site.Common()); recv != nil && program.HasMethod(recv.Type(), "Wait") {
			out = append(out, recv)
		}
		for r := range site.Common().Signature().Results().Variables() {
			if v, ok := site.(ssa.Value); ok && !isError(r.Type()) && len(program.Refs(v)) > 0 {
				out = append(out, v) // a future, or the timer that stops it
			}
		}
	}
	if len(bodies) == 0 { // a function that the caller gives, or of another package
		for _, a := range site.Common().Args {
			if isChan(a.Type()) {
				out = append(out, a)
			} else {
				out = append(out, channelFields(a)...)
			}
		}
	}
	for _, body := range bodies {
		for _, v := range b.reportsIn(body) {
			if v = b.outside(site, body, v); v != nil {
				out = append(out, v)
			}
		}
	}
	return out
}

// channelFields are the channels that a function reads from fields of a struct.
func channelFields(v ssa.Value) []ssa.Value {
	var out []ssa.Value
	for _, ref := range program.Refs(v) {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || !isChan(program.FieldOf(fa.X.Type(), fa.Field).Type()) {
			continue
		}
		for _, ref := range program.Refs(fa) {
			if load, ok := ref.(*ssa.UnOp); ok {
				out = append(out, load)
			}
		}
	}
	return out
}

// reportsIn are the groups and channels that a function tells something, or that
// a literal in it does, such as one that it defers.
func (b *builder) reportsIn(fn *ssa.Function) []ssa.Value {
	var out []ssa.Value
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			out = append(out, reportedTo(instr)...)
		}
	}
	for _, lit := range fn.AnonFuncs {
		for _, v := range b.reportsIn(lit) {
			if fv, ok := rootOf(v).(*ssa.FreeVar); ok {
				out = append(out, b.prog.Bound(fv)...)
			}
		}
	}
	return out
}

// reportedTo are the groups and channels that an instruction tells something.
func reportedTo(instr ssa.Instruction) []ssa.Value {
	switch i := instr.(type) {
	case *ssa.Send:
		return []ssa.Value{i.Chan}
	case *ssa.Select:
		var out []ssa.Value
		for _, s := range i.States {
			if s.Dir == types.SendOnly {
				out = append(out, s.Chan)
			}
		}
		return out
	case ssa.CallInstruction:
		c := i.Common()
		if isClose(c) {
			return []ssa.Value{c.Args[0]}
		}
		if recv := receiver(c); recv != nil && methodName(c) == "Done" && program.HasMethod(recv.Type(), "Wait") {
			return []ssa.Value{recv}
		}
	}
	return nil
}
