package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

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
	if !program.IsFunc(call.Type()) {
		return 0
	}
	for _, ref := range program.Refs(call) {
		if ct, ok := ref.(*ssa.ChangeType); ok && len(program.Refs(ct)) > 0 {
			ref = program.Refs(ct)[0]
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
	if len(program.Refs(call)) > 0 {
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
	for _, ref := range program.Refs(group) {
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
				if program.HasMethod(p.Type(), methodName(call.Common())) && !b.registered(p, seen, handlers) {
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
