package program

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Callee is one function that a call site may call, with its arguments lined
// up with its parameters: the receiver first.
type Callee struct {
	// Body is the function when its body is in this package.
	Body *ssa.Function
	// Func is the declared function or method, the origin of an instance; nil
	// for function literals and for calls of an unknown value.
	Func *types.Func
	// Invoke says that Func is an interface method: the implementation is not
	// known here.
	Invoke bool
	// Param is the parameter (or captured variable, see Input) that is called,
	// or -1.
	Param int
	// Recv is the receiver's value, nil for functions.
	Recv ssa.Value
	Args []ssa.Value
	// Free are the values bound to the captured variables of a literal.
	Free []ssa.Value
	// Dynamic says how a value was followed to this callee, "" if it was not.
	Dynamic string
}

// Symbols names the callee as the catalogue does.
func (p *Package) SymbolsOf(c Callee) []Symbol {
	if c.Func == nil {
		return nil
	}
	return p.Symbols(c.Func, c.Recv)
}

// Callees returns what a call site may call. A call of an unknown value has
// none; builtins have none.
func (p *Package) Callees(site ssa.CallInstruction) []Callee {
	if c, ok := p.callees[site]; ok {
		return c
	}
	p.callees[site] = nil // a cycle through function values ends here
	c := p.resolve(site.Common())
	p.callees[site] = c
	return c
}

func (p *Package) resolve(c *ssa.CallCommon) []Callee {
	if c.IsInvoke() {
		args := append([]ssa.Value{c.Value}, c.Args...)
		return []Callee{{Func: c.Method.Origin(), Invoke: true, Param: -1, Recv: c.Value, Args: args}}
	}
	out := p.FuncValues(c.Value, c.Args)
	if len(out) == 0 {
		if fn := p.typeCallee(c.Value.Type()); fn != nil {
			out = append(out, Callee{Func: fn, Param: -1, Args: c.Args})
		}
	}
	return out
}

// FuncValues returns the functions that the function value v may be, called
// with args.
func (p *Package) FuncValues(v ssa.Value, args []ssa.Value) []Callee {
	r := resolver{p: p, seen: map[ssa.Value]bool{}}
	r.value(v, nil, "")
	out := make([]Callee, 0, len(r.found))
	for _, f := range r.found {
		if f.Param < 0 {
			f.Args = append(f.Args, args...)
			if f.Func != nil && f.Func.Signature().Recv() != nil && len(f.Args) > 0 {
				f.Recv = f.Args[0]
			}
		} else {
			f.Args = args
		}
		out = append(out, f)
	}
	return out
}

// resolver follows a function value to the functions it may be.
type resolver struct {
	p     *Package
	seen  map[ssa.Value]bool
	found []Callee
}

// maxCallees bounds how many functions one value may be before following it
// says nothing any more, as for a table of handlers.
const maxCallees = 24

func (r *resolver) value(v ssa.Value, free []ssa.Value, how string) {
	if v == nil || r.seen[v] || len(r.found) > maxCallees {
		return
	}
	r.seen[v] = true
	switch x := v.(type) {
	case *ssa.Function:
		r.function(x, free, how)
	case *ssa.MakeClosure:
		r.function(x.Fn.(*ssa.Function), x.Bindings, how)
	case *ssa.ChangeType:
		r.value(x.X, nil, how)
	case *ssa.MakeInterface:
		r.value(x.X, nil, how)
	case *ssa.Phi:
		for _, e := range x.Edges {
			r.value(e, nil, how)
		}
	case *ssa.UnOp:
		if x.Op == token.MUL {
			r.load(x.X)
		}
	case *ssa.Field:
		r.stored(FieldOf(x.X.Type(), x.Field), "field")
	case *ssa.Parameter:
		for i, q := range x.Parent().Params {
			if q == x {
				r.found = append(r.found, Callee{Param: i})
			}
		}
	case *ssa.FreeVar:
		r.free(x)
	case *ssa.Call:
		r.result(x, 0)
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok {
			r.result(call, x.Index)
		}
	}
}

// load follows a function that is read from memory.
func (r *resolver) load(addr ssa.Value) {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		r.stored(FieldOf(a.X.Type(), a.Field), "field")
	case *ssa.Global:
		r.stored(a, "variable")
	case *ssa.Alloc:
		for _, v := range StoredIn(a) {
			r.value(v, nil, "")
		}
	case *ssa.FreeVar:
		r.free(a)
	}
}

func (r *resolver) stored(key any, how string) {
	for _, v := range r.p.Stored(key) {
		if _, isParam := v.(*ssa.Parameter); isParam {
			continue // whatever callers of the constructor give: unknown here
		}
		r.value(v, nil, how)
	}
}

// free follows a captured variable to what the literal's maker bound to it.
func (r *resolver) free(fv *ssa.FreeVar) {
	for _, bound := range r.p.Bound(fv) {
		if a, ok := bound.(*ssa.Alloc); ok {
			for _, v := range StoredIn(a) {
				r.value(v, nil, "")
			}
		} else {
			r.value(bound, nil, "")
		}
	}
}

// result follows a function that another function of the package returns.
func (r *resolver) result(call *ssa.Call, index int) {
	for _, c := range r.p.Callees(call) {
		if c.Body != nil {
			r.returned(c.Body, index)
		}
	}
}

func (r *resolver) returned(fn *ssa.Function, index int) {
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && index < len(ret.Results) {
			if _, isParam := ret.Results[index].(*ssa.Parameter); !isParam {
				r.value(ret.Results[index], nil, "returned function")
			}
		}
	}
}

func (r *resolver) function(fn *ssa.Function, free []ssa.Value, how string) {
	callee := Callee{Param: -1, Dynamic: how}
	target := fn
	if IsMethodValue(fn) {
		if obj, ok := fn.Object().(*types.Func); ok {
			callee.Func = obj.Origin()
			callee.Args = append(callee.Args, free...) // the receiver of a bound method
			if _, isIface := obj.Signature().Recv().Type().Underlying().(*types.Interface); isIface {
				callee.Invoke = true
			} else {
				target = r.p.SSA.Prog.FuncValue(obj)
			}
			free = nil
		}
	}
	if target == nil || callee.Invoke {
		r.found = append(r.found, callee)
		return
	}
	target = origin(target)
	if obj, ok := target.Object().(*types.Func); ok {
		callee.Func = obj.Origin()
	}
	if target.Blocks != nil {
		callee.Body = target
		callee.Free = free
	}
	if callee.Body == nil && callee.Func == nil {
		return
	}
	r.found = append(r.found, callee)
}

// Bound returns the values bound to a captured variable where its literal is
// made.
func (p *Package) Bound(fv *ssa.FreeVar) []ssa.Value {
	fn := fv.Parent()
	index := -1
	for i, f := range fn.FreeVars {
		if f == fv {
			index = i
		}
	}
	var out []ssa.Value
	for _, mc := range p.closures[fn] {
		if index >= 0 && index < len(mc.Bindings) {
			out = append(out, mc.Bindings[index])
		}
	}
	return out
}

// StoredIn returns the values stored in a local variable, by its function and
// by the literals that capture it.
func StoredIn(a *ssa.Alloc) []ssa.Value {
	var out []ssa.Value
	var visit func(addr ssa.Value, depth int)
	visit = func(addr ssa.Value, depth int) {
		refs := addr.Referrers()
		if refs == nil || depth > 4 {
			return
		}
		for _, ref := range *refs {
			switch i := ref.(type) {
			case *ssa.Store:
				if i.Addr == addr {
					out = append(out, i.Val)
				}
			case *ssa.MakeClosure:
				for j, b := range i.Bindings {
					if fn, ok := i.Fn.(*ssa.Function); ok && b == addr && j < len(fn.FreeVars) {
						visit(fn.FreeVars[j], depth+1)
					}
				}
			}
		}
	}
	visit(a, 0)
	return out
}

// InputValue is the value given to one input of the callee: a parameter,
// receiver first, or after those a captured variable. It is nil when there is
// none.
func (c Callee) InputValue(input int) ssa.Value {
	n := len(c.Args)
	if c.Body != nil {
		n = len(c.Body.Params)
	}
	if input < n {
		if input < len(c.Args) {
			return c.Args[input]
		}
		return nil
	}
	if input-n < len(c.Free) {
		return c.Free[input-n]
	}
	return nil
}
