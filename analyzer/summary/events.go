package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// event says what one instruction does to the resource.
func (t *tracker) event(instr ssa.Instruction) event {
	switch i := instr.(type) {
	case *ssa.Call:
		return t.callEvent(i)
	case *ssa.Defer:
		return t.callEvent(i)
	case *ssa.Go:
		for _, arg := range append(i.Call.Args, i.Call.Value) {
			if t.isAlias(arg) || t.captures(arg) {
				return escapes
			}
		}
	case *ssa.Return:
		for _, r := range i.Results {
			if t.isAlias(r) || t.captures(r) {
				return escapes
			}
		}
	case *ssa.Store:
		return t.storeEvent(i)
	case *ssa.MapUpdate:
		if t.isAlias(i.Value) || t.isAlias(i.Key) || t.captures(i.Value) {
			return escapes
		}
	case *ssa.Send:
		if t.isAlias(i.X) {
			return escapes
		}
	case *ssa.Select:
		for _, s := range i.States {
			if s.Send != nil && t.isAlias(s.Send) {
				return escapes
			}
		}
	}
	return nothing
}

// storeEvent tells variables of this function, which keep the resource here,
// from everything else that it may be stored in.
func (t *tracker) storeEvent(s *ssa.Store) event {
	if !t.isAlias(s.Val) && !t.captures(s.Val) {
		return nothing
	}
	switch addr := s.Addr.(type) {
	case *ssa.Alloc:
		if t.captures(s.Val) {
			return nothing // a local variable for a literal: its calls are seen
		}
		return nothing
	case *ssa.FreeVar:
		return escapes // the function around this literal has it now
	case *ssa.IndexAddr:
		if a, ok := addr.X.(*ssa.Alloc); ok && isVariadic(a) {
			return nothing // an argument: the call decides
		}
	}
	return escapes
}

// captures reports whether v is a literal that captures the resource's
// variable and does more with it than use it.
func (t *tracker) captures(v ssa.Value) bool {
	mc, ok := v.(*ssa.MakeClosure)
	if !ok {
		return false
	}
	e := t.closureEvent(mc)
	return e != nothing || t.bindsDirectly(mc)
}

func (t *tracker) bindsDirectly(mc *ssa.MakeClosure) bool {
	for _, b := range mc.Bindings {
		if t.isAlias(b) {
			return true
		}
	}
	return false
}

// closureEvent is what a call of the literal would do to the resource, on any
// path: a clean-up that releases conditionally is taken to know when.
func (t *tracker) closureEvent(mc *ssa.MakeClosure) event {
	fn, ok := mc.Fn.(*ssa.Function)
	if !ok || t.depth > 3 {
		return nothing
	}
	if program.IsMethodValue(fn) { // a method value: rows.Close
		for _, b := range mc.Bindings {
			if t.isAlias(b) && t.isForm(strings.TrimSuffix(fn.Name(), "$bound")) {
				return released
			}
		}
		return nothing
	}
	inner := t.b.newTracker(fn, t.forms, t.drains)
	inner.depth = t.depth + 1
	any := false
	for i, b := range mc.Bindings {
		if i >= len(fn.FreeVars) {
			break
		}
		if t.cells[b] {
			inner.growCell(fn.FreeVars[i], inner.grow)
			any = true
		} else if t.isAlias(b) {
			inner.grow(fn.FreeVars[i])
			any = true
		}
	}
	if !any {
		return nothing
	}
	out := nothing
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch inner.event(instr) {
			case released:
				return released
			case escapes:
				out = escapes
			}
		}
	}
	return out
}

// deferredBefore reports whether a deferred literal that was set up before the
// acquisition releases whatever the variable then holds.
func (t *tracker) deferredBefore() bool {
	if t.origin == nil || len(t.cells) == 0 {
		return false
	}
	for _, b := range t.fn.Blocks {
		for _, instr := range b.Instrs {
			d, ok := instr.(*ssa.Defer)
			if !ok || !b.Dominates(t.origin.Block()) {
				continue
			}
			if mc, ok := d.Call.Value.(*ssa.MakeClosure); ok && t.closureEvent(mc) == released {
				return true
			}
			for _, arg := range d.Call.Args {
				if t.cells[arg] {
					return true
				}
			}
		}
	}
	return false
}

// callEvent is what a call, now or deferred, does to the resource.
func (t *tracker) callEvent(site ssa.CallInstruction) event {
	c := site.Common()
	if t.releases(c) {
		return released
	}
	if mc, ok := c.Value.(*ssa.MakeClosure); ok {
		if e := t.closureEvent(mc); e != nothing {
			return e
		}
	}
	recv := receiver(c)
	out := nothing
	for i, arg := range c.Args {
		if t.cells[arg] {
			return escapes // somebody else may assign to the variable, or clear it
		}
		if arg == recv && t.isAlias(arg) && t.isOwnMethod(c) {
			continue
		}
		if t.isAlias(arg) || t.holdsVariadic(arg) {
			if e := t.passed(site, i); e > out {
				out = e
			}
		} else if mc, ok := arg.(*ssa.MakeClosure); ok && t.captures(mc) {
			return escapes
		}
	}
	return out
}

// isOwnMethod reports whether the receiver's method is declared by a library,
// whose methods use their receiver; a wrapper's own methods are looked into.
func (t *tracker) isOwnMethod(c *ssa.CallCommon) bool {
	fn := c.StaticCallee()
	return fn == nil || fn.Blocks == nil
}

// releases reports whether the call is one of the ways to release it.
func (t *tracker) releases(c *ssa.CallCommon) bool {
	name := methodName(c)
	if recv := receiver(c); recv != nil && t.isAlias(recv) && t.isForm(name) {
		return true
	}
	if t.alias[c.Value] && t.isForm("call") {
		return true
	}
	fn := c.StaticCallee()
	if fn == nil || fn.Signature.Recv() != nil || !slices.ContainsFunc(c.Args, t.isAlias) {
		return false
	}
	obj, ok := fn.Object().(*types.Func)
	return ok && t.isForm(program.Key(obj)+"(result)")
}

// isForm reports whether a method, or function, is one of the release forms.
func (t *tracker) isForm(name string) bool {
	if name == "" {
		return false
	}
	for _, f := range t.forms {
		if f == name || strings.HasPrefix(f, "field:") && strings.HasSuffix(f, "."+name) {
			return true
		}
	}
	return false
}

// bodyField is the field through which the resource is released, if any: Body
// for "field:Body.Close".
func (t *tracker) bodyField() (string, bool) {
	for _, f := range t.forms {
		if rest, ok := strings.CutPrefix(f, "field:"); ok {
			field, _, _ := strings.Cut(rest, ".")
			return field, true
		}
	}
	return "", false
}

// holdsVariadic reports whether v is the slice of variadic arguments, one of
// which is the resource.
func (t *tracker) holdsVariadic(v ssa.Value) bool {
	sl, ok := v.(*ssa.Slice)
	if !ok {
		return false
	}
	arr, ok := sl.X.(*ssa.Alloc)
	if !ok || !isVariadic(arr) {
		return false
	}
	for _, ref := range *arr.Referrers() {
		ia, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		for _, st := range *ia.Referrers() {
			if s, ok := st.(*ssa.Store); ok && (t.isAlias(s.Val) || t.captures(s.Val)) {
				return true
			}
		}
	}
	return false
}

// passed is what happens to the resource when it is argument i of a call.
// A callee that is known says so. For any other the type of its parameter
// decides: a function cannot release what it sees only as an io.Reader.
func (t *tracker) passed(site ssa.CallInstruction, i int) event {
	c := site.Common()
	if _, ok := c.Value.(*ssa.Builtin); ok {
		if t.holdsVariadic(c.Args[i]) || c.Value.Name() == "append" {
			return escapes
		}
		return nothing
	}
	callees := t.b.prog.Callees(site)
	if len(callees) == 0 {
		return t.byType(c.Signature(), i)
	}
	out := nothing
	for _, callee := range callees {
		j := i
		if callee.Invoke || len(callee.Args) > len(c.Args) {
			j += len(callee.Args) - len(c.Args)
		}
		out = max(out, t.passedTo(callee, j, c.Signature(), i))
	}
	return out
}

func (t *tracker) passedTo(callee program.Callee, param int, sig *types.Signature, i int) event {
	if shape := t.b.shapeOf(callee); shape != nil && param < 64 {
		switch bit := uint64(1) << param; {
		case shape.Releases&bit != 0:
			return released
		case shape.Uses&bit != 0:
			return nothing
		}
	}
	if callee.Body != nil && param < len(callee.Body.Params) {
		return t.b.keeps(callee.Body, param, t)
	}
	if callee.Func != nil && callee.Func.Signature().Recv() != nil && sig.Recv() != nil {
		i-- // the signature does not count the receiver
	}
	return t.byType(sig, i)
}

// byType decides by the parameter's type, for a callee that is not known.
func (t *tracker) byType(sig *types.Signature, i int) event {
	params := sig.Params()
	if i < 0 || params.Len() == 0 {
		return nothing
	}
	var typ types.Type
	if sig.Variadic() && i >= params.Len()-1 {
		typ = params.At(params.Len() - 1).Type().(*types.Slice).Elem()
	} else if i < params.Len() {
		typ = params.At(i).Type()
	}
	if typ != nil && t.canRelease(typ) {
		return escapes
	}
	return nothing
}

// canRelease reports whether one who has a value of type typ can release the
// resource.
func (t *tracker) canRelease(typ types.Type) bool {
	if _, isParam := types.Unalias(typ).(*types.TypeParam); isParam {
		return true
	}
	for _, f := range t.forms {
		if rest, ok := strings.CutPrefix(f, "field:"); ok {
			field, method, _ := strings.Cut(rest, ".")
			if hasField(typ, field) || hasMethod(typ, method) {
				return true
			}
			continue
		}
		if hasMethod(typ, f) || f == "call" || strings.HasSuffix(f, "(result)") {
			return true
		}
	}
	return false
}

func hasMethod(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Func)
	return ok
}

func hasField(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	v, ok := obj.(*types.Var)
	return ok && v.IsField()
}
