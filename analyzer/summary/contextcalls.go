package summary

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// resultCtx is the context among the results of a call.
func (b *builder) resultCtx(call *ssa.Call, index int) Ctx {
	common := call.Common()
	var out Ctx
	callees := b.prog.Callees(call)
	for i, c := range callees {
		r := b.calleeCtx(call, c, index)
		if i == 0 {
			out = r
		} else {
			out = out.join(r)
		}
	}
	if len(callees) == 0 && common.Signature() != nil {
		return b.passedOn(common.Signature(), common.Args, "")
	}
	return out
}

func (b *builder) calleeCtx(call *ssa.Call, c program.Callee, index int) Ctx {
	if c.Func != nil {
		if out, ok := b.knownCtx(c); ok {
			return out
		}
	}
	if shape := b.shapeOf(c); shape != nil {
		for _, rc := range shape.Contexts {
			if rc.Result == index {
				return b.instantiate(rc.Ctx, c)
			}
		}
		if c.Body != nil {
			return Ctx{}
		}
	}
	if c.Param >= 0 {
		return b.passedOn(call.Common().Signature(), call.Common().Args, "")
	}
	if c.Body != nil || c.Func == nil {
		return Ctx{}
	}
	return b.passedOn(c.Func.Signature(), c.Args, c.Func.Name())
}

// knownCtx knows the functions of the standard library that make contexts and
// requests, and the methods that return the context of their receiver.
func (b *builder) knownCtx(c program.Callee) (Ctx, bool) {
	name := c.Func.Name()
	if c.Func.Pkg() == nil {
		return Ctx{}, false
	}
	switch c.Func.Pkg().Path() {
	case "context":
		return b.contextFunc(c, name)
	case "net/http", "net/http/httptest":
		switch name {
		case "NewRequest":
			return Ctx{Kind: CtxNever, Made: "http.NewRequest"}, true
		case "NewRequestWithContext":
			return b.ctx(c.Args[0]), true
		case "WithContext", "Clone":
			if len(c.Args) > 1 && program.IsContext(c.Args[1].Type()) {
				return b.ctx(c.Args[1]), true
			}
		}
	case "os/signal": // ends with the process
		out := b.ctx(c.Args[0])
		if out.Kind == CtxNever {
			out.Made = OfProcess
		}
		return out, true
	}
	if name == "WithContext" && len(c.Args) == 2 && program.IsContext(c.Args[1].Type()) && program.CarriesContext(c.Args[0].Type()) {
		return b.ctx(c.Args[1]), true
	}
	if (name == "Context" || name == "UserContext" || name == "Request") && len(c.Args) == 1 && program.CarriesContext(c.Args[0].Type()) {
		out := b.ctx(c.Args[0])
		if t := c.Args[0].Type(); out.Kind == CtxInput && b.prog.HasEndless(t) {
			return Ctx{Kind: CtxNever, Made: program.TypeKey(t)}, true
		}
		return out, true
	}
	return Ctx{}, false
}

func (b *builder) contextFunc(c program.Callee, name string) (Ctx, bool) {
	switch name {
	case "Background", "TODO", "WithoutCancel":
		return Ctx{Kind: CtxNever, Made: "context." + name}, true
	case "WithValue":
		return b.withClient(b.ctx(c.Args[0]), c.Args[1:]), true
	case "WithTimeout", "WithDeadline", "WithTimeoutCause", "WithDeadlineCause":
		out := b.ctx(c.Args[0])
		out.Deadline = HasDeadline
		return out, true
	case "WithCancel", "WithCancelCause":
		out := b.ctx(c.Args[0])
		if out.Kind == CtxNever {
			out = Ctx{Deadline: out.Deadline} // ended by whoever calls cancel
		}
		return out, true
	}
	return Ctx{}, false
}

// passedOn is the context that a function without a body here returns, taken
// to derive from the one that it is given. Its name tells when it may add a
// deadline.
func (b *builder) passedOn(sig *types.Signature, args []ssa.Value, name string) Ctx {
	returns := false
	for r := range sig.Results().Variables() {
		returns = returns || program.CarriesContext(r.Type())
	}
	if !returns {
		return Ctx{}
	}
	var from ssa.Value
	for _, a := range args {
		if program.CarriesContext(a.Type()) {
			if from != nil && b.ctx(a) != b.ctx(from) {
				return Ctx{Deadline: MaybeDeadline}
			}
			from = a
		}
	}
	if from == nil {
		return Ctx{Deadline: MaybeDeadline}
	}
	out := b.ctx(from)
	if strings.Contains(name, "Timeout") || strings.Contains(name, "Deadline") {
		out.Deadline = MaybeDeadline
	}
	return b.withClient(out, args)
}

// instantiate turns the provenance of a callee's context, in terms of its
// inputs, into one in terms of the caller's.
func (b *builder) instantiate(c Ctx, callee program.Callee) Ctx {
	if c.Kind != CtxInput {
		return c
	}
	v := callee.InputValue(c.Input)
	if v == nil {
		return Ctx{Deadline: MaybeDeadline}
	}
	out := b.bound(v)
	if c.Deadline != NoDeadline && out.Deadline == NoDeadline {
		out.Deadline = c.Deadline
	}
	return out
}
