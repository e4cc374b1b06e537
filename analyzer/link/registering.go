package link

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// servedStore notes a store of what handles requests: in a field of a library's
// server, or in a slot.
func (c *collector) servedStore(s *ssa.Store) {
	if !c.isServing(s.Val.Type()) {
		return
	}
	switch a := s.Addr.(type) {
	case *ssa.FieldAddr:
		if c.isRouter(a.X.Type()) {
			c.registers(a.X, c.places(s.Val, 0))
			return
		}
		c.holds(program.FieldSlot(a), s.Val)
	case *ssa.Global:
		c.holds(program.GlobalSlot(a), s.Val)
	case *ssa.IndexAddr:
		c.holds(program.ElementSlot(slotPlace(a.X)), s.Val)
	}
}

// servedReturn notes what a function returns that handles requests. What a
// function is given that returns a handler is not looked for in what it returns:
// every call of it says what that is.
func (c *collector) servedReturn(ret *ssa.Return) {
	fn := ret.Parent()
	for i, r := range ret.Results {
		if !c.isServing(r.Type()) {
			continue
		}
		slot := program.ResultSlot(program.FuncKey(fn), i)
		for _, place := range c.places(r, 0) {
			if !slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return program.SlotOf(p) == place }) {
				c.leads(slot, []string{place})
				c.leads(registered(place), []string{registered(slot)})
			}
		}
	}
}

// servedCall notes what a call does to where requests go: it gives handlers,
// routers and servers to functions, or registers handlers.
func (c *collector) servedCall(site ssa.CallInstruction) {
	common := site.Common()
	if name := calledName(common); name == "ServeHTTP" {
		c.passes(site, common)
		return
	}
	for _, callee := range c.prog.Callees(site) {
		key := ""
		switch {
		case callee.Body != nil:
			key = program.FuncKey(callee.Body)
		case callee.Func != nil && callee.Func.Pkg() != nil && c.isOwn(callee.Func.Pkg()):
			key = program.Key(callee.Func)
		case callee.Func != nil && callee.Func.Pkg() != nil:
			c.libraryCall(site, callee)
			continue
		default:
			continue
		}
		for i, a := range callee.Args {
			c.holds(program.ParamSlot(key, i), a)
		}
		c.offersObjects(callee.Args)
	}
}

func calledName(c *ssa.CallCommon) string {
	if c.IsInvoke() {
		return c.Method.Name()
	}
	if fn := c.StaticCallee(); fn != nil {
		return fn.Name()
	}
	return ""
}

// passes notes that a function hands requests on to a handler. One that returns
// handlers is middleware, whose calls say what to.
func (c *collector) passes(site ssa.CallInstruction, common *ssa.CallCommon) {
	var to ssa.Value
	if common.IsInvoke() {
		to = common.Value
	} else if common.Signature().Recv() != nil && len(common.Args) > 0 {
		to = common.Args[0]
	}
	fn := site.Parent()
	if to == nil {
		return
	}
	for outer := fn.Parent(); outer != nil; outer = outer.Parent() {
		for r := range outer.Signature.Results().Variables() {
			if c.isServing(r.Type()) {
				return
			}
		}
	}
	c.leads(program.FuncKey(fn), c.places(to, 0))
}

// libraryCall notes a call of a library's: all that it is given goes to its
// receiver, or to the router among its arguments.
func (c *collector) libraryCall(site ssa.CallInstruction, callee program.Callee) {
	var router ssa.Value
	args := callee.Args
	if callee.Recv != nil && len(args) > 0 {
		if c.isRouter(callee.Recv.Type()) {
			router = callee.Recv
		}
		args = args[1:]
	}
	var given []ssa.Value
	for _, a := range args {
		given = append(given, variadic(a)...)
	}
	first := -1 // of what is given, the router
	if router == nil && callee.Recv == nil {
		if first = slices.IndexFunc(given, func(a ssa.Value) bool { return c.isRouter(a.Type()) }); first >= 0 {
			router = given[first]
		}
	}
	isGlobal := router == nil && callee.Recv == nil && c.registersGlobally(callee)
	if router == nil && !isGlobal {
		return
	}
	var handlers []string
	for i, a := range given {
		if i == first {
			continue
		}
		c.configures(router, a)
		if mi, ok := a.(*ssa.MakeInterface); ok && c.objectPlace(mi.X.Type()) != "" || c.isServing(a.Type()) || isAny(a.Type()) {
			handlers = append(handlers, c.places(a, 0)...)
		}
	}
	if calledName(site.Common()) == "Use" && !slices.ContainsFunc(given, func(a ssa.Value) bool { return isAny(a.Type()) }) {
		handlers = slices.DeleteFunc(handlers, isOfLibrary) // it hands requests on, and answers none
	}
	if isGlobal {
		c.leads(registered(defaultMux), handlers)
		return
	}
	c.registers(router, handlers)
}

// isOfLibrary reports whether a place is a handler that a library makes.
func isOfLibrary(place string) bool { return strings.HasPrefix(place, libraryPlace) }

// registersGlobally reports whether a function registers handlers with the
// router of net/http that all servers have by default.
func (c *collector) registersGlobally(callee program.Callee) bool {
	if program.PathOf(callee.Func.Pkg()) != "net/http" {
		return false
	}
	return slices.ContainsFunc(c.prog.SymbolsOf(callee), func(s program.Symbol) bool {
		return slices.ContainsFunc(s.Lib.Handlers(s.Rel), func(h *model.Handler) bool { return h.Kind == model.HandlerRegistration })
	})
}

// configures notes that a function which a router's method is given registers
// handlers with a router that it is given.
func (c *collector) configures(router, fn ssa.Value) {
	if router == nil || !program.IsFunc(fn.Type()) {
		return
	}
	for _, f := range c.prog.FuncValues(fn, nil) {
		if f.Body == nil {
			continue
		}
		for i, p := range f.Body.Params {
			if c.isRouter(p.Type()) {
				c.holds(program.ParamSlot(program.FuncKey(f.Body), i), router)
			}
		}
	}
}

// offersObjects notes that the objects that a function is given along with a
// router are registered with it, as generated code does with their methods.
func (c *collector) offersObjects(args []ssa.Value) {
	i := slices.IndexFunc(args, func(a ssa.Value) bool { return c.isRouter(a.Type()) })
	if i < 0 {
		return
	}
	var objects []string
	for _, a := range args {
		if mi, ok := a.(*ssa.MakeInterface); ok {
			if place := c.objectPlace(mi.X.Type()); place != "" {
				objects = append(objects, place)
			}
		}
	}
	c.registers(args[i], objects)
}

// started notes where requests go that come to a server which a call starts: to
// its receiver, or to the handler that it is given.
func (c *collector) started(site ssa.CallInstruction, place string) {
	common := site.Common()
	given := common.Args
	if common.IsInvoke() {
		given = append([]ssa.Value{common.Value}, given...)
	}
	for _, a := range given {
		if k, ok := a.(*ssa.Const); ok && k.Value == nil && c.isServing(a.Type()) {
			c.leads(place, []string{defaultMux})
		} else if c.isServing(a.Type()) {
			c.leads(place, c.places(a, 0))
		}
	}
}
