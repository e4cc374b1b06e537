package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// Limits is a set of what limits a request before it comes to its handler.
type Limits uint8

const (
	LimitsRate Limits = 1 << iota // how many at once, or how fast
	LimitsTime                    // how long it may take, by a deadline
	LimitsSize                    // how much its body may hold
)

// Has reports whether any of the limits in m is set.
func (l Limits) Has(m Limits) bool { return l&m != 0 }

// limits are the limits that fn sets as middleware, or by middleware that it
// makes: it, or a literal that it makes, calls the next handler while a permit
// is held or after a rate limiter was passed, with a deadline, or with a body
// that ends, or it returns what another such function makes.
func (b *builder) limits(fn *ssa.Function) Limits {
	out := b.callsNext(fn)
	if !makesHandler(fn.Signature) {
		return out
	}
	for _, anon := range fn.AnonFuncs {
		if s := b.shapes[anon]; s != nil {
			out |= s.Limits
		}
	}
	for _, ret := range returns(fn) {
		for _, r := range ret.Results {
			out |= b.behind(r, 0) | b.typeLimits(unconverted(r).Type())
		}
	}
	return out
}

// behind are the limits of the middleware that returned a value, perhaps inside
// other middleware.
func (b *builder) behind(v ssa.Value, depth int) Limits {
	call, ok := unconverted(v).(*ssa.Call)
	if !ok || depth > 6 {
		return 0
	}
	out := b.callLimits(call)
	for _, a := range argumentsOf(call.Common()) {
		out |= b.behind(a, depth+1)
	}
	return out
}

// callsNext are the limits under which fn calls the next handler.
func (b *builder) callsNext(fn *ssa.Function) Limits {
	var out Limits
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok || !isNext(call) {
				continue
			}
			if b.isGuarded(call) {
				out |= LimitsRate
			}
			if handsRequest(call) {
				out |= b.prepares(fn)
			}
		}
	}
	if b.givesUp(fn) {
		out |= LimitsTime
	}
	return out
}

// handsRequest reports whether a call of the next handler gives it a request,
// and not a bare context, as helpers for transactions do.
func handsRequest(call *ssa.Call) bool {
	return slices.ContainsFunc(call.Common().Args, func(a ssa.Value) bool { return leadsToRequest(a.Type()) })
}

// leadsToRequest reports whether a value of the type is, or has, a request.
func leadsToRequest(t types.Type) bool { return program.CarriesContext(t) && !program.IsContext(t) }

// prepares are the limits that fn sets in a request before it hands it on: a
// context with a deadline that is put into the request, and a body that ends.
func (b *builder) prepares(fn *ssa.Function) Limits {
	var out Limits
	hasDeadline := func(v ssa.Value) bool {
		return program.CarriesContext(v.Type()) && b.ctx(v).Deadline == HasDeadline
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch x := instr.(type) {
			case *ssa.Store: // c.Request = c.Request.WithContext(ctx)
				if hasDeadline(x.Val) && isField(x.Addr) {
					out |= LimitsTime
				}
			case *ssa.Call: // next.ServeHTTP(w, r.WithContext(ctx)), c.SetRequest(…)
				if (isNext(x) || strings.HasPrefix(methodName(x.Common()), "Set")) && slices.ContainsFunc(x.Common().Args, hasDeadline) {
					out |= LimitsTime
				}
			}
		}
	}
	if len(b.capsIn(fn)) > 0 {
		out |= LimitsSize
	}
	return out
}

// isField reports whether an address is that of a field, or of the whole of
// what a parameter points to, as in *r = *r.WithContext(ctx).
func isField(addr ssa.Value) bool {
	switch addr.(type) {
	case *ssa.FieldAddr, *ssa.Parameter:
		return true
	}
	return false
}

// givesUp reports whether fn runs the next handler in a goroutine and waits for
// it no longer than a timer says.
func (b *builder) givesUp(fn *ssa.Function) bool {
	runs, timed := false, false
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch x := instr.(type) {
			case *ssa.Go:
				runs = runs || slices.ContainsFunc(b.prog.Callees(x), func(c program.Callee) bool { return c.Body != nil && runsNext(c.Body) })
			case *ssa.Select:
				timed = timed || slices.ContainsFunc(x.States, func(s *ssa.SelectState) bool { return s.Dir == types.RecvOnly && isTimer(s.Chan) })
			}
		}
	}
	return runs && timed
}

// runsNext reports whether fn calls the next handler.
func runsNext(fn *ssa.Function) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if call, ok := instr.(*ssa.Call); ok && isNext(call) {
				return true
			}
		}
	}
	return false
}

// typeLimits are the limits that a type of this package sets because a method
// of it is middleware.
func (b *builder) typeLimits(t types.Type) Limits {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() != b.prog.Pass.Pkg || types.IsInterface(named) {
		return 0
	}
	var out Limits
	for m := range named.Origin().Methods() {
		if fn := b.prog.SSA.Prog.FuncValue(m); fn != nil && fn.Blocks != nil {
			out |= b.callsNext(fn)
		}
	}
	return out
}

// isNext reports whether a call hands the request on to the next handler:
// next.ServeHTTP(w, r), c.Next(), or a call of a function value that is given
// the request.
func isNext(call *ssa.Call) bool {
	common := call.Common()
	switch methodName(common) {
	case "ServeHTTP":
		return true
	case "Next":
		return program.CarriesContext(receiver(common).Type())
	case "":
	default:
		return false
	}
	switch common.Value.(type) {
	case *ssa.Function, *ssa.MakeClosure, *ssa.Builtin:
		return false
	}
	return slices.ContainsFunc(common.Args, func(a ssa.Value) bool { return program.CarriesContext(a.Type()) })
}

// makesHandler reports whether a function returns a handler or middleware.
func makesHandler(sig *types.Signature) bool {
	for v := range sig.Results().Variables() {
		if _, ok := v.Type().Underlying().(*types.Signature); ok || program.HasMethod(v.Type(), "ServeHTTP") {
			return true
		}
	}
	return false
}

// handles reports whether a value of the type handles requests.
func handles(t types.Type) bool {
	sig, ok := t.Underlying().(*types.Signature)
	if !ok {
		return program.HasMethod(t, "ServeHTTP")
	}
	for v := range sig.Params().Variables() {
		if program.CarriesContext(v.Type()) {
			return true
		}
	}
	return false
}

// callLimits are the limits of the middleware that a call makes, or puts a
// handler behind.
func (b *builder) callLimits(call *ssa.Call) Limits {
	var out Limits
	for _, c := range b.prog.Callees(call) {
		out |= b.limitsOf(c)
	}
	return out
}

func (b *builder) limitsOf(c program.Callee) Limits {
	var out Limits
	if shape := b.shapeOf(c); shape != nil {
		out = shape.Limits
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		for _, r := range sym.Lib.Bounds(sym.Rel) {
			if r.Scope == model.ScopeHandler {
				out |= limitsBy(r.Bounds)
			}
		}
	}
	return out
}

// limitsBy is what a row limits.
func limitsBy(bounds model.Bounds) Limits {
	switch bounds {
	case model.BoundsConcurrency, model.BoundsRate:
		return LimitsRate
	case model.BoundsTime:
		return LimitsTime
	case model.BoundsSize:
		return LimitsSize
	}
	return 0
}

// Limited says under which limits the package puts handlers: some by key, and
// whatever a router or server serves.
type Limited struct {
	Handlers map[string]Limits
	All      Limits
}
