package link

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// interest is what linking asks of a slot.
type interest uint8

const (
	nothing    interest = iota
	ofTypes             // an interface of the user's own: which types are in it
	ofFuncs             // a function: which
	ofContexts          // a context: whether it ever ends
	ofClients           // a client: whether its fields bound what it waits for
	ofChans             // a channel: which
)

// interest says what linking asks of slots of a value's type.
func (c *collector) interest(v ssa.Value) interest {
	t := v.Type()
	switch {
	case c.isLinked(t):
		return ofTypes
	case program.IsContext(t), c.sum.IsBinder(t):
		return ofContexts
	}
	if program.IsFunc(t) {
		return ofFuncs
	}
	if _, ok := t.Underlying().(*types.Chan); ok {
		return ofChans
	}
	if _, ok := c.sum.Client(v); ok {
		return ofClients
	}
	return nothing
}

// arguments notes what a call gives to the parameters of own functions.
func (c *collector) arguments(site ssa.CallInstruction) {
	for _, callee := range c.prog.Callees(site) {
		if callee.Func == nil || callee.Func.Pkg() == nil || !c.isOwn(callee.Func.Pkg()) || callee.Invoke {
			continue
		}
		for i, a := range callee.Args {
			c.flow(program.ParamSlot(program.Key(callee.Func), i), a)
		}
	}
}

// flow notes that a slot holds v.
func (c *collector) flow(to string, v ssa.Value) {
	what := c.interest(v)
	if to == "" {
		return
	}
	if what == nothing {
		if c.holdsLinked(v.Type(), 0) {
			c.elements(program.ElementSlot(to), v, map[ssa.Value]bool{})
		}
		return
	}
	add := func(from string, kind FlowKind) {
		if from != to || kind != FromSlot {
			c.table.Flows = append(c.table.Flows, Flow{to, from, kind})
		}
	}
	if what != ofTypes && c.known(what, v, add) {
		return
	}
	switch x := v.(type) {
	case *ssa.MakeInterface:
		if what == ofTypes {
			add(program.TypeKey(x.X.Type()), FromType)
		} else {
			add("", FromUnknown)
		}
	case *ssa.ChangeInterface:
		c.flow(to, x.X)
	case *ssa.ChangeType:
		c.flow(to, x.X)
	case *ssa.Call:
		c.flowResult(x, 0, add)
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok {
			c.flowResult(call, x.Index, add)
		} else {
			addSlot(x, add)
		}
	case *ssa.Const: // nil
	case *ssa.Phi:
		c.anyOf(to, x, x.Edges)
	case *ssa.UnOp:
		if a, ok := x.X.(*ssa.Alloc); ok && program.SlotOf(x) == "" {
			c.anyOf(to, a, program.StoredIn(a))
		} else {
			addSlot(x, add)
		}
	default:
		addSlot(x, add)
	}
}

// anyOf notes that a slot holds one of several values, those of a variable.
func (c *collector) anyOf(to string, variable ssa.Value, values []ssa.Value) {
	if c.busy[variable] {
		return
	}
	c.busy[variable] = true
	for _, v := range values {
		c.flow(to, v)
	}
	if len(values) == 0 {
		c.table.Flows = append(c.table.Flows, Flow{to, "", FromUnknown})
	}
	delete(c.busy, variable)
}

// addSlot notes a value that is read from a slot, or from nobody knows where.
func addSlot(v ssa.Value, add func(string, FlowKind)) {
	if slot := program.SlotOf(v); slot != "" {
		add(slot, FromSlot)
	} else {
		add("", FromUnknown)
	}
}

// known notes what the package itself knows of a context, a client or a
// function. It reports false when that is where the value comes from.
func (c *collector) known(what interest, v ssa.Value, add func(string, FlowKind)) bool {
	switch what {
	case ofContexts:
		if c.sum.IsBinder(v.Type()) {
			if c.sum.IsUnbound(v) {
				add(summary.Unbound, FromEndless)
				return true
			}
		} else if ctx := c.sum.Context(v); ctx.Outlives() {
			add(ctx.Made, FromEndless)
			return true
		}
	case ofClients:
		switch bound, _ := c.sum.Client(v); bound {
		case summary.Bounded:
			add("", FromBounded)
			return true
		case summary.Unbounded:
			add("", FromUnbounded)
			return true
		}
	case ofFuncs:
		return c.function(v, add)
	case ofChans:
		if slot := c.sum.Channel(v); slot != "" {
			add(slot, FromSlot)
			return true
		}
	}
	return false
}

// function notes a function that is plainly named: declared, a literal, or a
// method with its receiver.
func (c *collector) function(v ssa.Value, add func(string, FlowKind)) bool {
	switch v.(type) {
	case *ssa.Function, *ssa.MakeClosure:
	default:
		return false
	}
	for _, f := range c.prog.FuncValues(v, nil) {
		kind := FromFunc
		if f.Func != nil && f.Func.Signature().Recv() != nil && len(f.Args) > 0 {
			kind = FromMethod
		}
		switch {
		case f.Body != nil:
			add(program.FuncKey(f.Body), kind)
		case f.Func != nil && f.Func.Pkg() != nil && c.isOwn(f.Func.Pkg()):
			add(program.Key(f.Func), kind)
		}
	}
	return true
}

// flowResult notes a value that a call returns.
func (c *collector) flowResult(call *ssa.Call, index int, add func(string, FlowKind)) {
	if t, name := c.prog.Asked(call); t != nil && index == 0 {
		add(program.ContainerSlot(t, name), FromSlot)
		return
	}
	if slot := program.CalledSlot(call, index); slot != "" && call.Common().IsInvoke() && c.isOwn(call.Common().Method.Pkg()) {
		add(slot, FromSlot)
		return
	}
	fn := call.Common().StaticCallee()
	if fn == nil {
		c.dynamicResult(call, index, add)
		return
	}
	obj, ok := fn.Object().(*types.Func)
	if !ok || obj.Pkg() == nil || !c.isOwn(obj.Pkg()) {
		add("", FromUnknown)
		return
	}
	add(program.ResultSlot(program.Key(obj), index), FromSlot)
}

// dynamicResult notes a value that a function value returns: one of those that
// it may be here, or one that a slot holds.
func (c *collector) dynamicResult(call *ssa.Call, index int, add func(string, FlowKind)) {
	slot := ""
	if !call.Common().IsInvoke() {
		slot = program.CalledSlot(call, index)
	}
	found := slot != ""
	if found {
		add(slot, FromSlot)
	}
	for _, callee := range c.prog.Callees(call) {
		switch {
		case callee.Body != nil:
			add(program.ResultSlot(program.FuncKey(callee.Body), index), FromSlot)
		case callee.Func != nil && callee.Func.Pkg() != nil && c.isOwn(callee.Func.Pkg()):
			add(program.ResultSlot(program.Key(callee.Func), index), FromSlot)
		default:
			continue
		}
		found = true
	}
	if !found {
		add("", FromUnknown)
	}
}
