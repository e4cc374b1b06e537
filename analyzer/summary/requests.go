package summary

import (
	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// requestCtx is the context inside an argument, such as an *http.Request, or
// that one of the options of a call is given; none is true when it is certain
// that there is none.
func (b *builder) requestCtx(c program.Callee, args []ssa.Value) (ctx Ctx, none bool) {
	for _, a := range args {
		switch {
		case !program.CarriesContext(a.Type()):
		case b.isUnboundOptions(a):
			return Ctx{}, true
		default:
			return b.ctx(a), false
		}
	}
	if !c.Func.Signature().Variadic() || len(args) == 0 {
		return Ctx{Deadline: MaybeDeadline}, false
	}
	return b.optionCtx(args[len(args)-1])
}

// optionCtx is the context among the options that a call is given, where they
// are written in the call.
func (b *builder) optionCtx(tail ssa.Value) (ctx Ctx, none bool) {
	if isNil(tail) {
		return Ctx{}, true // no options
	}
	if _, written := tail.(*ssa.Slice); !written {
		return Ctx{Deadline: MaybeDeadline}, false
	}
	options := program.Elements(tail)
	for _, o := range options {
		call, ok := o.(*ssa.Call)
		if !ok || !b.isLibraryOption(call) {
			return Ctx{Deadline: MaybeDeadline}, false
		}
		if given := contextGiven(call); given != nil {
			return b.ctx(given), false
		}
	}
	return Ctx{}, len(options) > 0
}

// isLibraryOption reports whether an option is made by a function of a library,
// so that what it sets is among its arguments.
func (b *builder) isLibraryOption(call *ssa.Call) bool {
	fn := call.Common().StaticCallee()
	return fn != nil && fn.Blocks == nil && b.isBoundaryCall(call)
}

// isUnboundOptions reports whether options that could carry a context carry
// none: whether there are none, or a literal of the library's type, which has
// one only in what its method WithContext returns.
func (b *builder) isUnboundOptions(v ssa.Value) bool {
	if isNil(v) {
		return true
	}
	_, literal := v.(*ssa.Alloc)
	return literal && program.HasMethod(v.Type(), "WithContext") && !program.HasMethod(v.Type(), "Clone")
}
