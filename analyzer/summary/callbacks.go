package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// addCallback adds the call of a function that was given to a callee, as if it
// stood at the call site. A context that the callback is given is taken to
// derive from the one that the callee is given.
func (b *builder) addCallback(n *Node, site ssa.CallInstruction, outer, c program.Callee, g givenFunc) {
	var from Ctx
	for _, a := range outer.Args {
		if program.CarriesContext(a.Type()) {
			from = b.bound(a)
			break
		}
	}
	e := Edge{Flags: g.flags, Dynamic: "callback", Via: g.via}
	switch {
	case c.Body != nil:
		e.Callee = program.FuncKey(c.Body)
	case c.Func != nil && !c.Invoke && b.opt.IsNode(c.Func):
		e.Callee = program.Key(c.Func)
	default:
		return
	}
	for i, t := range inputTypes(c) {
		if !program.CarriesContext(t) {
			continue
		}
		ctx := from
		if v := c.InputValue(i); v != nil {
			ctx = b.bound(v)
		}
		if ctx != (Ctx{}) {
			e.Args = append(e.Args, Arg{i, ctx})
		}
	}
	e.Needs = b.needs(site, c)
	for _, h := range g.held {
		if h.Kind == HoldLock { // a connection is the callback's own
			e.Held |= n.hold(h)
		}
	}
	e.Bodies = b.givenBodies(site, c)
	e.Same = b.sames(c)
	b.finishEdge(n, site, e)
}

// loopBody adds the body of a loop over a function that is not known here, such
// as what a library's function returns: it runs before the loop is over.
func (b *builder) loopBody(n *Node, site ssa.CallInstruction, flags Flags) {
	body := program.LoopBody(site)
	if body == nil || slices.ContainsFunc(b.prog.Callees(site), func(c program.Callee) bool { return b.callsGiven(site, c, body) }) {
		return
	}
	for _, c := range b.prog.FuncValues(body, nil) {
		b.addCallback(n, site, program.Callee{}, c, givenFunc{flags: flags})
	}
}

// callsGiven reports whether a callee is known to call the function that it is given.
func (b *builder) callsGiven(site ssa.CallInstruction, c program.Callee, fn ssa.Value) bool {
	return slices.ContainsFunc(b.given(site, c), func(g givenFunc) bool { return g.value == fn })
}

// given is a function that a call hands to its callee, which calls it.
type givenFunc struct {
	value ssa.Value
	flags Flags
	held  []Hold
	via   string // see Edge.Via
}

// openGiven lists the functions among the arguments of a call of an interface's
// method that is left for linking, as what runs something in a transaction.
func (b *builder) openGiven(c program.Callee) []givenFunc {
	if !c.Invoke || !b.prog.Own || !b.isOpenMethod(c.Func) {
		return nil
	}
	var out []givenFunc
	for i, a := range c.Args {
		if _, ok := a.Type().Underlying().(*types.Signature); ok && i > 0 && !isNil(a) {
			out = append(out, givenFunc{value: a, via: program.ParamSlot(program.Key(c.Func), i)})
		}
	}
	return out
}

// calledParams are the function parameters that a method calls before it
// returns.
func (b *builder) calledParams(fn *ssa.Function) (in Inputs) {
	shape := b.shapes[fn]
	if shape == nil || fn.Signature.Recv() == nil {
		return 0
	}
	for _, pc := range shape.Calls {
		if pc.Param < 63 && !pc.Flags.Has(Async|Message|Cleanup|Deferred) {
			in |= 1 << pc.Param
		}
	}
	return in
}

// given lists the functions among the arguments that the callee calls: as the
// catalogue says, as its shape says, or, when it is not known, synchronously.
func (b *builder) given(site ssa.CallInstruction, c program.Callee) []givenFunc {
	shift := 0
	if c.Recv != nil {
		shift = 1
	}
	var funcs []int
	for i, a := range c.Args {
		if _, ok := a.Type().Underlying().(*types.Signature); ok && i >= shift && !isNil(a) {
			funcs = append(funcs, i)
		}
	}
	if len(funcs) == 0 || c.Func == nil && c.Body == nil {
		return nil
	}
	var out []givenFunc
	for _, sym := range b.prog.SymbolsOf(c) {
		rows := sym.Lib.Callbacks(sym.Rel)
		for _, r := range rows {
			if f, calls := b.callbackFlags(site, c, r); calls && r.Arg >= 0 && r.Arg+shift < len(c.Args) {
				out = append(out, givenFunc{value: c.Args[r.Arg+shift], flags: f})
			}
		}
		if len(rows) > 0 || len(sym.Lib.Handlers(sym.Rel)) > 0 || len(sym.Lib.Providers(sym.Rel)) > 0 {
			return out
		}
	}
	if shape := b.shapeOf(c); shape != nil || c.Body != nil || b.isAnalysed(c.Func) {
		if shape != nil {
			for _, pc := range shape.Calls {
				if slices.Contains(funcs, pc.Param) {
					out = append(out, givenFunc{value: c.Args[pc.Param], flags: pc.Flags, held: pc.Held, via: pc.Via})
				}
			}
		}
		return out
	}
	for _, i := range funcs {
		out = append(out, givenFunc{value: c.Args[i]})
	}
	return out
}

// isAnalysed reports whether a function of another package without a shape has
// none because there is nothing to say.
func (b *builder) isAnalysed(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	path := program.PathOf(fn.Pkg())
	return b.opt.IsNode(fn) || !model.IsStd(path) && !b.prog.Cat.Boundary(path)
}
