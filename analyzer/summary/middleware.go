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
		if _, ok := v.Type().Underlying().(*types.Signature); ok || hasMethod(v.Type(), "ServeHTTP") {
			return true
		}
	}
	return false
}

// handles reports whether a value of the type handles requests.
func handles(t types.Type) bool {
	sig, ok := t.Underlying().(*types.Signature)
	if !ok {
		return hasMethod(t, "ServeHTTP")
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

// limited finds the handlers that the package puts behind limiting middleware:
// those that are given to it, or registered along with it. All is set when it
// is installed for whatever a router or server serves.
func (b *builder) limited() Limited {
	out := Limited{Handlers: map[string]Limits{}}
	for _, fn := range b.prog.Funcs {
		if b.prog.IsTest(fn.Pos()) {
			continue
		}
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				switch i := instr.(type) {
				case *ssa.MakeInterface:
					if !makesHandler(fn.Signature) {
						out.All |= b.typeLimits(i.X.Type())
					}
				case *ssa.Call:
					out.All |= b.serverLimits(i) | b.storedLimits(i)
					if limits := b.installs(i); limits != 0 {
						found, known := b.covered(i)
						for _, key := range found {
							out.Handlers[key] |= limits
						}
						if !known {
							out.All |= limits
						}
					}
				}
			}
		}
	}
	return out
}

// serverLimits are the limits that a server has by default when a call makes it.
func (b *builder) serverLimits(call *ssa.Call) Limits {
	var out Limits
	if !b.prog.Serves(call) {
		return 0
	}
	for _, c := range b.prog.Callees(call) {
		for _, sym := range b.prog.SymbolsOf(c) {
			for _, r := range sym.Lib.Bounds(sym.Rel) {
				if r.Scope == model.ScopeServer {
					out |= limitsBy(r.Bounds)
				}
			}
		}
	}
	return out
}

// storedLimits are the limits of middleware that is kept in a list or a
// variable, from where anything may install it.
func (b *builder) storedLimits(call *ssa.Call) Limits {
	if _, isFunc := call.Type().Underlying().(*types.Signature); !isFunc {
		return 0
	}
	for _, ref := range *call.Referrers() {
		if ct, ok := ref.(*ssa.ChangeType); ok && len(*ct.Referrers()) > 0 {
			ref = (*ct.Referrers())[0]
		}
		s, ok := ref.(*ssa.Store)
		if !ok {
			continue
		}
		if ia, ok := s.Addr.(*ssa.IndexAddr); ok {
			if a, ok := ia.X.(*ssa.Alloc); ok && isVariadic(a) {
				continue
			}
		}
		return b.callLimits(call) & (LimitsTime | LimitsSize)
	}
	return 0
}

// covered are the handlers behind the middleware that a call installs: those
// that are given to the call, else those that are registered with the group
// that the call returns, or is of. It is not known which, if the router is used
// elsewhere too.
func (b *builder) covered(call *ssa.Call) (handlers []string, known bool) {
	if found, some := b.handlersGiven(call); some {
		return found, true
	}
	scope := receiver(call.Common())
	if len(*call.Referrers()) > 0 {
		scope = call
	}
	switch x := scope.(type) {
	case *ssa.Call:
	case *ssa.Parameter:
		if x.Parent().Parent() == nil {
			return nil, false // a router of the caller's
		}
	default:
		return nil, false
	}
	seen := map[ssa.Value]bool{}
	known = b.registered(scope, seen, &handlers)
	return handlers, known && len(handlers) > 0
}

// registered finds the handlers that calls of methods of a group register, and
// those of groups within it; ok is false when the group is used otherwise.
func (b *builder) registered(group ssa.Value, seen map[ssa.Value]bool, handlers *[]string) (ok bool) {
	if seen[group] {
		return true
	}
	seen[group] = true
	for _, ref := range *group.Referrers() {
		if isServing(ref) {
			continue
		}
		call, isCall := ref.(*ssa.Call)
		if !isCall || receiver(call.Common()) != group {
			return false
		}
		if slices.ContainsFunc(argumentsOf(call.Common()), func(a ssa.Value) bool { return a == group }) {
			return false
		}
		found, _ := b.handlersGiven(call)
		*handlers = append(*handlers, found...)
		if !b.registered(call, seen, handlers) || !b.registeredIn(call, seen, handlers) {
			return false
		}
	}
	return true
}

// isServing reports whether a use of a router only lets it serve: it becomes an
// http.Handler, with which nothing more can be registered.
func isServing(use ssa.Instruction) bool {
	mi, ok := use.(*ssa.MakeInterface)
	if !ok {
		return false
	}
	iface := mi.Type().Underlying().(*types.Interface)
	return iface.NumMethods() == 1 && iface.Method(0).Name() == "ServeHTTP"
}

// registeredIn does the same for the functions that a call gives a group to,
// as Route does.
func (b *builder) registeredIn(call *ssa.Call, seen map[ssa.Value]bool, handlers *[]string) (ok bool) {
	for _, a := range argumentsOf(call.Common()) {
		if _, isFunc := a.Type().Underlying().(*types.Signature); !isFunc || handles(a.Type()) {
			continue
		}
		for _, c := range b.prog.FuncValues(a, nil) {
			if c.Body == nil {
				continue
			}
			for _, p := range c.Body.Params { // a router, if it has the same method
				if hasMethod(p.Type(), methodName(call.Common())) && !b.registered(p, seen, handlers) {
					return false
				}
			}
		}
	}
	return true
}

// installs are the limits of the middleware that a call puts in front of
// something: it is of the middleware, and given a handler, or it is given the
// middleware, as Use is.
func (b *builder) installs(site *ssa.Call) Limits {
	common := site.Common()
	if call, ok := common.Value.(*ssa.Call); ok {
		if out := b.callLimits(call); out != 0 {
			return out // Throttle(10)(handler)
		}
	}
	given := argumentsOf(common)
	if out := b.callLimits(site); out != 0 {
		if slices.ContainsFunc(given, func(a ssa.Value) bool { return handles(a.Type()) }) {
			return out
		}
		return 0
	}
	var out Limits
	for _, a := range given {
		out |= b.valueLimits(a)
	}
	return out
}

// valueLimits are the limits of middleware, or of a handler behind it.
func (b *builder) valueLimits(v ssa.Value) Limits {
	v = unconverted(v)
	_, isFunc := v.Type().Underlying().(*types.Signature)
	if call, ok := v.(*ssa.Call); ok {
		if !isFunc && !makesHandler(call.Common().Signature()) {
			return 0 // an option, an error
		}
		return b.callLimits(call)
	}
	if !isFunc {
		return 0
	}
	var out Limits
	for _, c := range b.prog.FuncValues(v, nil) {
		out |= b.limitsOf(c)
	}
	return out
}

// handlersGiven are the keys of the handlers among the arguments of a call,
// those inside other middleware included. Some is set when there are any: the
// function around the call may itself be given the handler, and know no key.
func (b *builder) handlersGiven(site ssa.CallInstruction) (keys []string, some bool) {
	var visit func(v ssa.Value, depth int)
	visit = func(v ssa.Value, depth int) {
		v = unconverted(v)
		if call, ok := v.(*ssa.Call); ok && depth < 6 {
			for _, a := range argumentsOf(call.Common()) {
				visit(a, depth+1)
			}
		}
		if _, isParam := b.outer(v).(*ssa.Parameter); isParam && handles(v.Type()) {
			some = true
		}
		if key := b.handlerMethod(v.Type()); key != "" {
			keys = append(keys, key)
		}
		if _, ok := v.Type().Underlying().(*types.Signature); !ok || !handles(v.Type()) {
			return
		}
		for _, c := range b.prog.FuncValues(v, nil) {
			switch {
			case b.limitsOf(c) != 0:
			case c.Body != nil:
				keys = append(keys, program.FuncKey(c.Body))
			case c.Func != nil && !c.Invoke && b.opt.IsNode(c.Func):
				keys = append(keys, program.Key(c.Func))
			}
		}
	}
	for _, a := range argumentsOf(site.Common()) {
		visit(a, 0)
	}
	return keys, some || len(keys) > 0
}

// argumentsOf are the arguments of a call without the receiver, the elements
// of a variadic one each.
func argumentsOf(c *ssa.CallCommon) []ssa.Value {
	args := c.Args
	if !c.IsInvoke() && c.Signature().Recv() != nil && len(args) > 0 {
		args = args[1:]
	}
	if n := len(args); c.Signature().Variadic() && n > 0 {
		return append(slices.Clone(args[:n-1]), program.Elements(args[n-1])...)
	}
	return args
}

// unconverted is the value behind conversions to named types and interfaces.
func unconverted(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		default:
			return v
		}
	}
}

// handlerMethod is the key of the method by which a type of the user's own handles
// requests, "" if it has none.
func (b *builder) handlerMethod(t types.Type) string {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "ServeHTTP")
	fn, ok := obj.(*types.Func)
	if !ok || types.IsInterface(t) || !b.opt.IsNode(fn) {
		return ""
	}
	return program.Key(fn)
}
