package summary

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file is about calls of an API over HTTP whose client has no field for a
// timeout: only the HTTP client that it was made with, which is seldom given,
// could have one.

// isUntimed reports whether such a call waits for ever unless its context, or
// that of its sibling, ends: the library sets no timeout, and the package none
// of those that an HTTP client can have.
func (b *builder) isUntimed(c program.Callee, w *model.Wait) bool {
	if w.Kind != model.KindHTTP || !w.UnboundedByDefault() || model.IsStd(program.PathOf(c.Func.Pkg())) {
		return false
	}
	if _, takes := w.Ctx.Index(); !takes && w.Ctx != model.CtxRequest && w.VariantSymbol() == "" {
		return false
	}
	if c.Recv != nil && (len(knobs(c.Recv.Type(), w.BoundedBy)) > 0 || b.clientType(c.Recv.Type()) != nil || hasTimeoutSetter(c.Recv.Type())) {
		return false // told elsewhere, perhaps
	}
	return !b.setsTimeouts()
}

// hasTimeoutSetter reports whether a client can be told a timeout by a method.
func hasTimeoutSetter(t types.Type) bool {
	return program.HasMethod(t, "SetTimeout") || program.HasMethod(t, "SetClientTimeout")
}

// setsTimeouts reports whether the package gives anything of a library that is
// no dialer a timeout for what it sends.
func (b *builder) setsTimeouts() bool {
	if b.timeouts == 0 {
		b.timeouts = -1
		if b.prog.StoresField(isTimeoutField) || b.callsTimeoutSetter() {
			b.timeouts = 1
		}
	}
	return b.timeouts > 0
}

func isTimeoutField(f *types.Var) bool {
	if f.Pkg() == nil || f.Pkg().Path() == "net" {
		return false
	}
	switch f.Name() {
	case "Timeout", "ResponseHeaderTimeout", "TryTimeout":
		return true
	}
	return false
}

// callsTimeoutSetter reports whether a function of a library is given a timeout
// that is not one of a context.
func (b *builder) callsTimeoutSetter() bool {
	for _, fn := range b.prog.Funcs {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if site, ok := instr.(ssa.CallInstruction); ok && isTimeoutSetter(site.Common()) {
					return true
				}
			}
		}
	}
	return false
}

func isTimeoutSetter(c *ssa.CallCommon) bool {
	fn := c.StaticCallee()
	if fn == nil || fn.Blocks != nil || fn.Object() == nil || fn.Object().Pkg() == nil {
		return false
	}
	switch fn.Object().Pkg().Path() {
	case "context", "net", "time":
		return false
	}
	return strings.Contains(fn.Name(), "Timeout") && givesTimeout(c.Args)
}
