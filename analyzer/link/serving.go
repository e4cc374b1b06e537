package link

import (
	"fmt"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// What a server leads to is a graph of its own, in flows of the kind FromServed:
// a request that comes to one place may go on to the other. Places are slots,
// routers and servers by where they are made or started, functions by their key,
// and, by the key of their methods up to the name, types.
//
// A slot has two places: what it holds, and what is registered with whatever it
// holds, which is that of the slots that hold the same.

// defaultMux is the place of the router that a server has which is given none.
const defaultMux = "net/http.DefaultServeMux"

// libraryPlace begins the place of a handler that a library makes.
const libraryPlace = "library "

// frontPrefix and serverPlace begin the places of what a call makes or starts,
// and of the literals of servers.
const (
	frontPrefix = "front@"
	serverPlace = "server@"
)

// frontPlace is the place of a router or server that a call makes or starts.
func frontPlace(pos witness.Pos) string { return frontPrefix + written(pos) }

func written(pos witness.Pos) string {
	return fmt.Sprintf("%s/%s:%d:%d", pos.Pkg, pos.File, pos.Line, pos.Col)
}

// registered is the place of what is registered with what a place holds.
func registered(place string) string { return place + "+" }

// leads notes that requests go on from a place.
func (c *collector) leads(place string, to []string) {
	for _, t := range to {
		if t != place {
			c.table.Flows = append(c.table.Flows, Flow{place, t, FromServed})
		}
	}
}

// holds notes that a slot holds v, which handles requests or leads to what does.
func (c *collector) holds(slot string, v ssa.Value) {
	if slot == "" || !c.isServing(v.Type()) {
		return
	}
	for _, place := range c.places(v, 0) {
		c.leads(slot, []string{place})
		c.leads(registered(place), []string{registered(slot)})
	}
}

// registers notes that handlers are registered with what v is.
func (c *collector) registers(v ssa.Value, handlers []string) {
	for _, place := range c.places(v, 0) {
		c.leads(registered(place), handlers)
	}
}

// isServing reports whether a value of the type is a server, a router or a
// handler.
func (c *collector) isServing(t types.Type) bool {
	if sig, ok := t.Underlying().(*types.Signature); ok {
		for v := range sig.Params().Variables() {
			if program.HTTPCarrier(v.Type()) != "" {
				return true
			}
		}
		return false
	}
	return c.isRouter(t) || program.HasMethod(t, "ServeHTTP")
}

// isRouter reports whether a type of a library is one with which handlers are
// registered, or that serves.
func (c *collector) isRouter(t types.Type) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	if is, known := c.routers[named.Obj()]; known {
		return is
	}
	is := false
	for row := range c.prog.Cat.Library(program.PathOf(named.Obj().Pkg())).All() {
		h, ok := row.Entry.(*model.Handler)
		if !ok || h.Kind != model.HandlerRegistration && h.Kind != model.HandlerServer {
			continue
		}
		if recv, _, isMethod := model.Receiver(h.Symbol); isMethod && (recv == named.Obj().Name() || recv == "*"+named.Obj().Name()) {
			is = true
			break
		}
	}
	c.routers[named.Obj()] = is
	return is
}

// maxPlaces bounds how far a value is followed to its places.
const maxPlaces = 12

// places are where requests go that come to v.
func (c *collector) places(v ssa.Value, depth int) []string {
	if depth == 0 {
		clear(c.placed)
	}
	if v == nil || depth > maxPlaces || c.placed[v] {
		return nil
	}
	c.placed[v] = true
	var out []string
	all := func(vs []ssa.Value) []string {
		for _, v := range vs {
			out = append(out, c.places(v, depth+1)...)
		}
		return out
	}
	switch x := v.(type) {
	case *ssa.ChangeType:
		return c.places(x.X, depth+1)
	case *ssa.ChangeInterface:
		return c.places(x.X, depth+1)
	case *ssa.TypeAssert:
		return c.places(x.X, depth+1)
	case *ssa.MakeInterface:
		if place := c.objectPlace(x.X.Type()); place != "" {
			return []string{place}
		}
		return c.places(x.X, depth+1)
	case *ssa.Function, *ssa.MakeClosure:
		return c.functionPlaces(v)
	case *ssa.Phi:
		return all(x.Edges)
	case *ssa.Alloc:
		if c.isRouter(x.Type()) {
			return []string{serverPlace + written(c.prog.Pos(c.prog.LiteralPos(x)))}
		}
		return all(program.StoredIn(x))
	case *ssa.FieldAddr:
		if c.isRouter(x.X.Type()) {
			return c.places(x.X, depth+1)
		}
	case *ssa.FreeVar:
		return all(c.prog.Bound(x))
	case *ssa.UnOp:
		switch a := x.X.(type) {
		case *ssa.Alloc, *ssa.FreeVar:
			return c.places(a, depth+1)
		case *ssa.FieldAddr:
			return c.places(a, depth+1)
		}
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok {
			return c.resultPlaces(call, x.Index, depth)
		}
	case *ssa.Call:
		return c.resultPlaces(x, 0, depth)
	case *ssa.Const:
		return nil
	}
	if slot := slotPlace(v); slot != "" {
		return []string{slot}
	}
	return nil
}

// slotPlace is the slot that a value is read from, or whose address it is.
func slotPlace(v ssa.Value) string {
	if fa, ok := v.(*ssa.FieldAddr); ok {
		return program.FieldSlot(fa)
	}
	if u, ok := v.(*ssa.UnOp); ok && u.Op == token.MUL {
		if g, ok := u.X.(*ssa.Global); ok {
			return program.GlobalSlot(g)
		}
	}
	return program.SlotOf(v)
}

// objectPlace is where requests go that come to a value of one of the user's own
// types: its method, the router that is embedded in it, or, if it answers no
// requests by itself, its methods.
func (c *collector) objectPlace(t types.Type) string {
	elem := t
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		elem = ptr.Elem()
	}
	named, ok := types.Unalias(elem).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || !c.isOwn(named.Obj().Pkg()) {
		return ""
	}
	if program.IsFunc(named) {
		return ""
	}
	obj, index, _ := types.LookupFieldOrMethod(t, true, nil, "ServeHTTP")
	fn, ok := obj.(*types.Func)
	switch {
	case !ok:
		return "(*" + program.PathOf(named.Obj().Pkg()) + "." + named.Obj().Name() + ")."
	case fn.Pkg() != nil && c.isOwn(fn.Pkg()) && !types.IsInterface(recvType(fn)):
		return program.Key(fn)
	}
	return program.MemberSlot(t, index[0])
}

func (c *collector) functionPlaces(v ssa.Value) []string {
	var out []string
	for _, f := range c.prog.FuncValues(v, nil) {
		switch {
		case f.Body != nil:
			out = append(out, program.FuncKey(f.Body))
		case f.Func != nil && f.Func.Pkg() != nil && c.isOwn(f.Func.Pkg()):
			out = append(out, program.Key(f.Func))
		case f.Func != nil && f.Recv != nil:
			out = append(out, c.places(f.Recv, maxPlaces/2)...)
		case f.Func != nil:
			out = append(out, libraryPlace+program.Key(f.Func))
		}
	}
	return out
}

// resultPlaces are the places of what a call returns: a router that it makes,
// the router of a group, the handler behind middleware.
func (c *collector) resultPlaces(call *ssa.Call, index, depth int) []string {
	var out []string
	common := call.Common()
	for _, callee := range c.prog.Callees(call) {
		if callee.Func == nil {
			continue
		}
		for _, sym := range c.prog.SymbolsOf(callee) {
			if isRouterMaker(sym) {
				return []string{frontPlace(c.prog.Pos(c.prog.CallPos(call)))}
			}
		}
		if callee.Func.Pkg() != nil && c.isOwn(callee.Func.Pkg()) {
			out = append(out, program.ResultSlot(program.Key(callee.Func), index))
		}
	}
	given := common.Args
	if common.IsInvoke() {
		given = append([]ssa.Value{common.Value}, given...)
	} else if inner, ok := common.Value.(*ssa.Call); ok {
		given = append([]ssa.Value{inner}, given...)
	}
	for _, a := range given {
		for _, e := range variadic(a) {
			if c.isServing(e.Type()) {
				out = append(out, c.places(e, depth+1)...)
			}
		}
	}
	if fn := common.StaticCallee(); len(out) == 0 && fn != nil {
		if obj, ok := fn.Object().(*types.Func); ok && obj.Pkg() != nil {
			out = append(out, libraryPlace+program.Key(obj))
		}
	}
	return out
}

// variadic are the elements of a slice of arguments, or the argument itself.
func variadic(arg ssa.Value) []ssa.Value {
	if s, ok := arg.(*ssa.Slice); ok {
		if a, ok := s.X.(*ssa.Alloc); ok && a.Comment != "" {
			return program.Elements(arg)
		}
	}
	return []ssa.Value{arg}
}
