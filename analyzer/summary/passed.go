package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// callEvent is what a call, now or deferred, does to the resource.
func (t *tracker) callEvent(site ssa.CallInstruction) event {
	if t.lock != nil {
		return t.lockEvent(site)
	}
	c := site.Common()
	if t.releases(c) || !t.loops && t.cancels(site) {
		return released
	}
	callees := t.b.prog.Callees(site)
	out := nothing
	for _, callee := range callees {
		if callee.Body != nil && len(callee.Free) > 0 {
			out = max(out, t.literal(callee.Body, callee.Free, unknown))
		}
	}
	recv := receiver(c)
	for i, arg := range c.Args {
		if wraps, ok := t.readers[arg]; ok {
			if wraps && arg == recv && t.isLateDisposal(site, callees) {
				return released
			}
			if arg != recv && t.lendsTo(callees) {
				continue
			}
			if wraps && (arg != recv || t.b.mayDispose(callees)) || registers(calledName(callees)) {
				return escapes
			}
			continue
		}
		if h := t.homeOf(arg); h != nil && !t.lendsTo(callees) {
			out = max(out, t.housed(site, callees, arg, h))
			continue
		}
		switch {
		case t.holds(arg):
			return escapes // somebody else may assign to the variable, or clear it
		case arg == recv && t.isAlias(arg) && isLibraryMethod(c):
			out = max(out, t.endedBy(c, callees))
		case arg == recv && t.isAlias(arg) && t.isDisposedBy(callees):
			return escapes
		case t.isAlias(arg) || t.holdsVariadic(arg, t.carries):
			out = max(out, t.passed(site, callees, i), t.housedAmong(callees, arg))
		default:
			for _, mc := range literalsOf(arg) {
				if t.touches(mc) {
					out = max(out, t.handedLiteral(site, callees, mc))
				}
			}
		}
	}
	return out
}

// isLateDisposal reports whether, where loops are looked at, a deferred call
// releases what a wrapper has in a field: it closes the wrapper.
func (t *tracker) isLateDisposal(site ssa.CallInstruction, callees []program.Callee) bool {
	_, isDefer := site.(*ssa.Defer)
	return isDefer && t.loops && t.under == nil && disposes(calledName(callees)) && t.b.mayDispose(callees)
}

// endedBy is what a method of another package does to its receiver, a struct
// with the resource in it: most use it, some release what it has.
func (t *tracker) endedBy(c *ssa.CallCommon, callees []program.Callee) event {
	if c.IsInvoke() {
		return nothing
	}
	for _, callee := range callees {
		switch shape := t.b.shapeOf(callee); {
		case shape == nil:
		case shape.Releases&1 != 0:
			return released
		case shape.Disposes && shape.Uses&1 == 0:
			return escapes
		}
	}
	return nothing
}

// isLibraryMethod reports whether the method is declared by a library, whose
// methods use their receiver; a wrapper's own methods are looked into.
func isLibraryMethod(c *ssa.CallCommon) bool {
	fn := c.StaticCallee()
	return fn == nil || fn.Blocks == nil
}

// handedLiteral is what a call does that is given a literal which captures the
// resource: what the literal does, if the callee calls it before it returns, or
// is a method of the resource itself. Else the literal has the resource.
func (t *tracker) handedLiteral(site ssa.CallInstruction, callees []program.Callee, mc *ssa.MakeClosure) event {
	if t.isAlias(receiver(site.Common())) && t.literal(mc.Fn.(*ssa.Function), mc.Bindings, unknown) == nothing {
		return nothing
	}
	for _, callee := range callees {
		for _, g := range t.b.given(site, callee) {
			if slices.Contains(literalsOf(g.value), mc) && !g.flags.Has(Async) {
				if e := t.literal(mc.Fn.(*ssa.Function), mc.Bindings, unknown); e == nothing {
					return nothing
				}
			}
		}
	}
	return escapes
}

// holdsVariadic reports whether v is the slice of variadic arguments, and there
// is one of a kind among them.
func (t *tracker) holdsVariadic(v ssa.Value, is func(ssa.Value) bool) bool {
	sl, ok := v.(*ssa.Slice)
	if !ok {
		return false
	}
	arr, ok := sl.X.(*ssa.Alloc)
	if !ok || !isVariadic(arr) {
		return false
	}
	for _, ref := range program.Refs(arr) {
		ia, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		for _, st := range program.Refs(ia) {
			if s, ok := st.(*ssa.Store); ok && is(s.Val) {
				return true
			}
		}
	}
	return false
}

// passed is what happens to the resource when it is argument i of a call.
// A callee that is known says so. For any other the type of its parameter
// decides: a function cannot release what it sees only as an io.Reader.
func (t *tracker) passed(site ssa.CallInstruction, callees []program.Callee, i int) event {
	c := site.Common()
	if b, ok := c.Value.(*ssa.Builtin); ok {
		if b.Name() == "append" {
			return escapes
		}
		return nothing
	}
	if len(callees) == 0 {
		return t.byType(c.Signature(), "", i)
	}
	out := nothing
	for _, callee := range callees {
		j := i
		if len(callee.Args) > len(c.Args) {
			j += len(callee.Args) - len(c.Args)
		}
		out = max(out, t.passedTo(callee, j))
	}
	return out
}

// passedTo is what a callee does to its argument, receiver first.
func (t *tracker) passedTo(callee program.Callee, param int) event {
	if e, ok := t.b.customs(callee, param); ok {
		return e
	}
	if callee.Body != nil && param < len(callee.Body.Params) {
		return t.b.keeps(callee.Body, param, t).event
	}
	if shape := t.b.shapeOf(callee); shape != nil && param < 64 {
		switch bit := uint64(1) << param; {
		case shape.Releases&bit != 0:
			return released
		case shape.Takes&bit != 0:
			return escapes
		case shape.Uses&bit != 0 || slices.ContainsFunc(shape.Passes, func(p Pass) bool { return p.Param == param }):
			return nothing
		}
	}
	if callee.Func == nil {
		if t.lendsTo([]program.Callee{callee}) {
			return nothing
		}
		return escapes
	}
	if callee.Recv != nil {
		param-- // the signature does not count the receiver
	}
	return t.byType(callee.Func.Signature(), program.Key(callee.Func), param)
}

// lendsTo reports whether what is called is a function that the caller gives:
// that only works with the resource, as a rule, and with a struct that has it.
func (t *tracker) lendsTo(callees []program.Callee) bool {
	if t.origin == nil || len(callees) == 0 || slices.ContainsFunc(callees, func(c program.Callee) bool { return c.Func != nil || c.Body != nil || c.Param < 0 }) {
		return false
	}
	t.lentOut = true
	return true
}

// byType decides by the parameter's type, for a callee that is not known.
func (t *tracker) byType(sig *types.Signature, key string, i int) event {
	params := sig.Params()
	if i < 0 || params.Len() == 0 {
		return nothing
	}
	var typ types.Type
	if sig.Variadic() && i >= params.Len()-1 {
		if s, ok := params.At(params.Len() - 1).Type().Underlying().(*types.Slice); ok {
			typ = s.Elem()
		}
	} else if i < params.Len() {
		typ = params.At(i).Type()
	}
	if typ == nil {
		return escapes
	}
	if _, basic := typ.Underlying().(*types.Basic); basic && !t.b.isKnown(key) {
		return escapes // the name of a directory, which others may remove
	}
	if t.canRelease(typ) || isEmptyInterface(typ) && !prints(key) || registers(key[strings.LastIndex(key, ".")+1:]) {
		return escapes
	}
	return nothing
}

// isKnown reports whether a function belongs to the standard library or to a
// module of the catalogue.
func (b *builder) isKnown(key string) bool {
	path := strings.TrimLeft(key, "(*")
	slash := strings.LastIndex(path, "/") + 1
	if dot := strings.Index(path[slash:], "."); dot >= 0 {
		path = path[:slash+dot]
	}
	return model.IsStd(path) || b.prog.Cat.Boundary(path)
}

// isEmptyInterface reports whether anything can be stored in a t, so that a
// function which takes one is likely to store it.
func isEmptyInterface(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	return ok && iface.Empty()
}

// prints reports whether a function only looks at its arguments of type any.
func prints(key string) bool {
	for _, pkg := range []string{"fmt.", "log.", "(*log.", "log/slog.", "(*log/slog.", "errors.", "reflect."} {
		if strings.HasPrefix(key, pkg) {
			return true
		}
	}
	name := key[strings.LastIndex(key, ".")+1:]
	return strings.HasSuffix(name, "f") || strings.HasSuffix(name, "Marshal")
}

// registers reports whether a function keeps its arguments, by its name:
// SetOutput, AddReader.
func registers(name string) bool {
	for _, verb := range []string{"Set", "Add", "Register", "With", "Attach", "Put", "Store", "Push", "Enqueue", "Submit", "Publish"} {
		if strings.HasPrefix(name, verb) {
			return true
		}
	}
	return false
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
			if hasField(typ, field) || program.HasMethod(typ, method) {
				return true
			}
			continue
		}
		_, basic := typ.Underlying().(*types.Basic)
		if program.HasMethod(typ, f) || f == "call" || strings.HasSuffix(f, "(result)") && !basic {
			return true
		}
	}
	return false
}

func hasField(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	v, ok := obj.(*types.Var)
	return ok && v.IsField()
}

// methodName is the name of the method that is called, or "".
func methodName(c *ssa.CallCommon) string {
	if c.IsInvoke() {
		return c.Method.Name()
	}
	if fn := c.StaticCallee(); fn != nil && fn.Signature.Recv() != nil {
		if o := fn.Origin(); o != nil { // the name of an instance has type arguments
			fn = o
		}
		return fn.Name()
	}
	return ""
}

// receiver is the receiver of a method call, or nil.
func receiver(c *ssa.CallCommon) ssa.Value {
	if c.IsInvoke() {
		return c.Value
	}
	if fn := c.StaticCallee(); fn != nil && fn.Signature.Recv() != nil && len(c.Args) > 0 {
		return c.Args[0]
	}
	return nil
}
