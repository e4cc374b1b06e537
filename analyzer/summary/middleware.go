package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// limits reports whether fn is middleware that limits how many requests get
// through, or makes such: it, or a literal that it makes, calls the next
// handler while a permit is held or after a rate limiter was passed, or it
// returns what another such function makes.
func (b *builder) limits(fn *ssa.Function) bool {
	if b.callsNext(fn) {
		return true
	}
	if !makesHandler(fn.Signature) {
		return false
	}
	if slices.ContainsFunc(fn.AnonFuncs, func(anon *ssa.Function) bool { return b.shapes[anon] != nil && b.shapes[anon].Limits }) {
		return true
	}
	for _, ret := range returns(fn) {
		for _, r := range ret.Results {
			if b.isBehindLimiter(r, 0) || b.typeLimits(unconverted(r).Type()) {
				return true
			}
		}
	}
	return false
}

// isBehindLimiter reports whether a value is what limiting middleware returned,
// perhaps inside other middleware.
func (b *builder) isBehindLimiter(v ssa.Value, depth int) bool {
	call, ok := unconverted(v).(*ssa.Call)
	if !ok || depth > 6 {
		return false
	}
	return b.isLimiterCall(call) || slices.ContainsFunc(argumentsOf(call.Common()), func(a ssa.Value) bool {
		return b.isBehindLimiter(a, depth+1)
	})
}

// callsNext reports whether fn calls the next handler with a permit held.
func (b *builder) callsNext(fn *ssa.Function) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if call, ok := instr.(*ssa.Call); ok && isNext(call) && b.isGuarded(call) {
				return true
			}
		}
	}
	return false
}

// typeLimits reports whether a type of this package has a method that is
// limiting middleware.
func (b *builder) typeLimits(t types.Type) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() != b.prog.Pass.Pkg || types.IsInterface(named) {
		return false
	}
	for m := range named.Origin().Methods() {
		if fn := b.prog.SSA.Prog.FuncValue(m); fn != nil && fn.Blocks != nil && b.callsNext(fn) {
			return true
		}
	}
	return false
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

// isLimiterCall reports whether a call makes limiting middleware, or puts a
// handler behind it.
func (b *builder) isLimiterCall(call *ssa.Call) bool {
	for _, c := range b.prog.Callees(call) {
		if b.isLimiter(c) {
			return true
		}
	}
	return false
}

func (b *builder) isLimiter(c program.Callee) bool {
	if shape := b.shapeOf(c); shape != nil && shape.Limits {
		return true
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		for _, r := range sym.Lib.Bounds(sym.Rel) {
			if r.Scope == model.ScopeHandler && (r.Bounds == model.BoundsConcurrency || r.Bounds == model.BoundsRate) {
				return true
			}
		}
	}
	return false
}

// limited finds the handlers that the package puts behind limiting middleware:
// those that are given to it, or registered along with it. All is set when it
// is installed for whatever a router or server serves.
func (b *builder) limited() (handlers []string, all bool) {
	for _, fn := range b.prog.Funcs {
		if b.prog.IsTest(fn.Pos()) {
			continue
		}
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				switch i := instr.(type) {
				case *ssa.MakeInterface:
					all = all || b.typeLimits(i.X.Type()) && !makesHandler(fn.Signature)
				case *ssa.Call:
					if b.installs(i) {
						found, known := b.covered(i)
						handlers = append(handlers, found...)
						all = all || !known
					}
				}
			}
		}
	}
	slices.Sort(handlers)
	return slices.Compact(handlers), all
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

// installs reports whether a call puts limiting middleware in front of
// something: it is of the middleware, and given a handler, or it is given the
// middleware, as Use is.
func (b *builder) installs(site *ssa.Call) bool {
	common := site.Common()
	if call, ok := common.Value.(*ssa.Call); ok && b.isLimiterCall(call) {
		return true // Throttle(10)(handler)
	}
	given := argumentsOf(common)
	if b.isLimiterCall(site) {
		return slices.ContainsFunc(given, func(a ssa.Value) bool { return handles(a.Type()) })
	}
	return slices.ContainsFunc(given, b.isLimiterValue)
}

// isLimiterValue reports whether a value is limiting middleware, or a handler
// behind it.
func (b *builder) isLimiterValue(v ssa.Value) bool {
	v = unconverted(v)
	if call, ok := v.(*ssa.Call); ok {
		return b.isLimiterCall(call)
	}
	if _, ok := v.Type().Underlying().(*types.Signature); !ok {
		return false
	}
	return slices.ContainsFunc(b.prog.FuncValues(v, nil), b.isLimiter)
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
			case b.isLimiter(c):
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
