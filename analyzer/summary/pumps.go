package summary

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// isPump reports whether a goroutine reads or writes a connection that its
// handler took over: its function takes one over, or the goroutine has one.
func (b *builder) isPump(site ssa.CallInstruction) bool {
	for fn := site.Parent(); fn != nil; fn = fn.Parent() {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if call, ok := instr.(*ssa.Call); ok && b.takesOver(call) {
					return true
				}
			}
		}
	}
	for _, c := range b.prog.Callees(site) {
		for _, t := range inputTypes(c) {
			if hasConn(t) {
				return true
			}
		}
	}
	return false
}

// takesOver reports whether a call takes the connection of a request over.
func (b *builder) takesOver(call *ssa.Call) bool {
	if methodName(call.Common()) == "Hijack" {
		return true
	}
	for _, c := range b.prog.Callees(call) {
		for _, sym := range b.prog.SymbolsOf(c) {
			for _, h := range sym.Lib.Handlers(sym.Rel) {
				if h.Kind == model.HandlerUpgrade {
					return true
				}
			}
		}
	}
	return false
}

// hasConn reports whether a value is a connection, or a struct that has one in
// a field: something with deadlines for reading and writing.
func hasConn(t types.Type) bool {
	if isConn(t) {
		return true
	}
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		if isConn(f.Type()) {
			return true
		}
	}
	return false
}

func isConn(t types.Type) bool {
	return program.HasMethod(t, "SetReadDeadline") && program.HasMethod(t, "Close") && !program.HasMethod(t, "Chdir") || program.HasMethod(t, "CloseNow") && program.HasMethod(t, "Ping")
}
