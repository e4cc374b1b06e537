package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file tells transports that end no request by themselves: those of
// net/http, and what only looks at, or adds to, the requests that it passes on
// to such a one.

// isPlainTransport reports whether what is stored in a client's Transport is
// such a transport, which gives no timeout for the answer.
func (b *builder) isPlainTransport(addr *ssa.FieldAddr) bool {
	for _, ref := range program.Refs(addr) {
		s, ok := ref.(*ssa.Store)
		if !ok || s.Addr != addr || isNil(s.Val) {
			continue
		}
		if !b.isPlain(s.Val) {
			return false
		}
	}
	return true
}

// isPlain reports whether a transport is one of net/http, the default one or one
// that the package makes, and not given a timeout for the answer; or one of the
// package's own, or tracing, around such a one.
func (b *builder) isPlain(v ssa.Value) bool {
	return plainEval{b, map[*ssa.Parameter]ssa.Value{}}.is(v, 0)
}

// plainEval follows a transport to where it is made: args are what the calls on
// the way give to the parameters of functions.
type plainEval struct {
	b    *builder
	args map[*ssa.Parameter]ssa.Value
}

func (e plainEval) is(v ssa.Value, depth int) bool {
	if depth > 8 {
		return false
	}
	switch x := v.(type) {
	case *ssa.Const:
		return x.IsNil()
	case *ssa.UnOp:
		return e.isLoaded(x.X)
	case *ssa.MakeInterface:
		return e.isKept(x.X, depth) || e.passesOn(x.X, depth)
	case *ssa.ChangeInterface:
		return e.is(x.X, depth+1)
	case *ssa.Phi:
		return !slices.ContainsFunc(x.Edges, func(edge ssa.Value) bool { return edge != v && !e.is(edge, depth+1) })
	case *ssa.Parameter:
		given, ok := e.args[x]
		return ok && e.is(given, depth+1)
	case *ssa.Call:
		return e.isResult(x, depth)
	}
	return false
}

// isLoaded reports whether the default transport is at an address, or that of a
// client which the function makes: whatever it is given is asked for.
func (e plainEval) isLoaded(addr ssa.Value) bool {
	switch a := addr.(type) {
	case *ssa.Global:
		return a.Pkg.Pkg.Path() == "net/http" && a.Name() == "DefaultTransport" && len(e.b.prog.Stored(a)) == 0 && !e.b.prog.SetsField("net/http", answerKnob)
	case *ssa.FieldAddr:
		_, isMade := a.X.(*ssa.Alloc)
		f := program.FieldOf(a.X.Type(), a.Field)
		return isMade && f != nil && f.Name() == "Transport" && program.PathOf(f.Pkg()) == "net/http"
	}
	return false
}

// isResult reports whether a call makes a plain transport: tracing around one, or
// what a function of the package returns.
func (e plainEval) isResult(call *ssa.Call, depth int) bool {
	args := call.Call.Args
	if len(args) > 0 && e.b.isTracing(call.Common()) {
		return isNil(args[0]) || e.is(args[0], depth+1)
	}
	fn := call.Call.StaticCallee()
	if fn == nil || fn.Blocks == nil || fn.Signature.Results().Len() != 1 || len(fn.FreeVars) > 0 {
		return false
	}
	for i, p := range fn.Params {
		if _, recursive := e.args[p]; recursive {
			return false
		}
		e.args[p] = args[i]
	}
	for _, ret := range returns(fn) {
		if !e.is(ret.Results[0], depth+1) {
			return false
		}
	}
	return true
}

// passesOn reports whether a transport of the package's own passes requests on
// to a plain one, and sets no timer for them.
func (e plainEval) passesOn(v ssa.Value, depth int) bool {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X // a struct, not the pointer to one
	}
	made, ok := v.(*ssa.Alloc)
	if !ok || !e.b.onlyPasses(made.Type()) {
		return false
	}
	for _, ref := range program.Refs(made) {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || !program.HasMethod(program.FieldOf(fa.X.Type(), fa.Field).Type(), "RoundTrip") {
			continue
		}
		for _, use := range program.Refs(fa) {
			if s, ok := use.(*ssa.Store); ok && s.Addr == fa && !e.isKept(s.Val, depth) {
				return false
			}
		}
	}
	return true
}

// isKept is is, for what an interface or a field holds: a transport of net/http
// as itself, too.
func (e plainEval) isKept(v ssa.Value, depth int) bool {
	if types.TypeString(v.Type(), nil) == "*net/http.Transport" {
		return !e.b.madeElsewhere(v) && !e.b.limitsAnswer(v)
	}
	return e.is(v, depth+1)
}

// onlyPasses reports whether the method RoundTrip of a type of the package hands
// requests to another RoundTrip, and starts no clock.
func (b *builder) onlyPasses(t types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, b.prog.Pass.Pkg, "RoundTrip")
	m, ok := obj.(*types.Func)
	if !ok || m.Pkg() != b.prog.Pass.Pkg {
		return false
	}
	fn := b.prog.SSA.Prog.FuncValue(m)
	if fn == nil || fn.Blocks == nil {
		return false
	}
	passes := false
	for _, body := range append([]*ssa.Function{fn}, fn.AnonFuncs...) {
		for _, block := range body.Blocks {
			for _, instr := range block.Instrs {
				site, ok := instr.(ssa.CallInstruction)
				if !ok {
					continue
				}
				if limitsTime(site.Common()) {
					return false
				}
				passes = passes || methodName(site.Common()) == "RoundTrip"
			}
		}
	}
	return passes
}

// limitsTime reports whether a call may start a clock.
func limitsTime(c *ssa.CallCommon) bool {
	name := methodName(c)
	if fn := c.StaticCallee(); fn != nil {
		name = fn.Name()
	}
	return slices.ContainsFunc([]string{"Timeout", "Deadline", "After", "Timer", "Cancel"}, func(word string) bool { return strings.Contains(name, word) })
}

// isTracing reports whether a call makes a transport around another that only
// observes what goes through.
func (b *builder) isTracing(c *ssa.CallCommon) bool {
	fn := c.StaticCallee()
	obj, ok := fnObject(fn)
	return ok && fn.Blocks == nil && !b.opt.IsNode(obj) && fn.Name() == "NewTransport" && isTelemetry(obj.Pkg().Name())
}

// isUnboundedIn reports whether a call of a library makes a client that takes its
// settings from a client in the context, and the context has none: it is that of a
// request, or one that never ends. Who is given a context may be given such a one.
func (b *builder) isUnboundedIn(call *ssa.Call) bool {
	if slices.ContainsFunc(program.Refs(call), func(ref ssa.Instruction) bool { return isSetBy(ref, call) }) {
		return false
	}
	for _, c := range b.prog.Callees(call) {
		for _, sym := range b.prog.SymbolsOf(c) {
			row := sym.Lib.Client(sym.Rel)
			if row == nil || row.TimeoutKnob != inContext {
				continue
			}
			return !slices.ContainsFunc(c.Args, func(v ssa.Value) bool { return program.IsContext(v.Type()) && !b.hasNoClient(call.Parent(), v) })
		}
	}
	return false
}

// isSetBy reports whether an instruction sets a field of a client, or gives it to
// somebody who may.
func isSetBy(ref ssa.Instruction, client ssa.Value) bool {
	switch i := ref.(type) {
	case *ssa.FieldAddr:
		return isStored(i)
	case ssa.CallInstruction:
		return isConfigured(i, client)
	}
	return false
}

// inContext is what the catalogue says of such a client's timeout.
const inContext = "http client in the context"

func (b *builder) hasNoClient(fn *ssa.Function, v ssa.Value) bool {
	c := b.ctx(v)
	if c.Deadline != NoDeadline || c.Kind == CtxRequest {
		return c.Deadline == NoDeadline
	}
	return c.Kind == CtxNever || c.Kind == CtxInput && !program.IsContext(typeOfInput(inputOf(fn, c.Input)))
}
