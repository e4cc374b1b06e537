package summary

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// awaited is flags without Async where the function waits for what it starts.
func (b *builder) awaited(site ssa.CallInstruction, flags Flags) Flags {
	if flags.Has(Async) && b.isJoined(site) {
		flags &^= Async
	}
	return flags
}

// isJoined reports whether the function that starts a goroutine at site waits
// for it: it calls Wait of the group that the goroutine belongs to, or receives
// from a channel that the goroutine is given, and no select lets it leave
// earlier. What such a goroutine waits for, the function waits for.
func (b *builder) isJoined(site ssa.CallInstruction) bool {
	for _, v := range belongings(site) {
		for _, block := range site.Parent().Blocks {
			if block != site.Block() && !reaches(site.Block(), block) {
				continue
			}
			for _, instr := range block.Instrs {
				if joins(instr, v) {
					return true
				}
			}
		}
	}
	return false
}

// belongings are the values that may join a goroutine: the receiver of a
// method such as errgroup's Go, or what a go statement gives its function or
// the function captures.
func belongings(site ssa.CallInstruction) []ssa.Value {
	common := site.Common()
	if _, isGo := site.(*ssa.Go); !isGo {
		if recv := receiver(common); recv != nil {
			return []ssa.Value{variable(recv)}
		}
		return nil
	}
	var out []ssa.Value
	for _, a := range common.Args {
		out = append(out, variable(a))
	}
	if mc, ok := common.Value.(*ssa.MakeClosure); ok {
		for _, v := range mc.Bindings {
			out = append(out, variable(v))
		}
	}
	return out
}

// variable is where v is loaded from, or v.
func variable(v ssa.Value) ssa.Value {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		return load.X
	}
	return v
}

// joins reports whether an instruction waits for the goroutines of a group, or
// for what one sends.
func joins(instr ssa.Instruction, of ssa.Value) bool {
	switch i := instr.(type) {
	case *ssa.UnOp:
		return i.Op == token.ARROW && variable(i.X) == of
	case ssa.CallInstruction: // deferred, too
		if _, isGo := i.(*ssa.Go); isGo || methodName(i.Common()) != "Wait" {
			return false
		}
		recv := receiver(i.Common())
		return recv != nil && variable(recv) == of && startsGoroutines(recv.Type())
	}
	return false
}

// startsGoroutines tells a group from other things with a method Wait, such as
// a command: it has a method Go, or is a sync.WaitGroup of any age.
func startsGoroutines(t types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "Go")
	if obj == nil {
		obj, _, _ = types.LookupFieldOrMethod(t, true, nil, "Done")
	}
	_, ok := obj.(*types.Func)
	return ok
}
