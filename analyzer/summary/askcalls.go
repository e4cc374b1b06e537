package summary

import (
	"go/types"
	"reflect"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file follows numbers of the request through calls.

// result is one result of a call.
func (a *asker) result(call *ssa.Call, index int, at *ssa.BasicBlock, depth int) Inputs {
	c := call.Common()
	if builtin, ok := c.Value.(*ssa.Builtin); ok {
		return a.builtin(builtin.Name(), c.Args, at, depth)
	}
	next := func(v ssa.Value) Inputs { return a.visit(v, at, depth+1) }
	var out Inputs
	for _, callee := range a.b.prog.Callees(call) {
		if callee.Func == nil && callee.Body == nil {
			continue
		}
		if recv := getterOf(callee); recv != nil {
			if hasCheck(recv.Type()) || a.b.isChecked(recv, at) {
				return 0
			}
			out |= next(recv)
			continue
		}
		if shape := a.b.shapeOf(callee); shape != nil {
			for _, s := range shape.Asks {
				if s.Result == index {
					out |= a.inputs(callee, s.From, at, depth)
				}
			}
			continue
		}
		if callee.Func == nil || callee.Func.Pkg() == nil {
			continue
		}
		for _, sym := range a.b.prog.SymbolsOf(callee) {
			if sym.Lib.Input(sym.Rel) != nil && index == 0 {
				for _, arg := range callee.Args {
					out |= a.carried(arg)
				}
				return out
			}
		}
		out |= a.library(callee, next)
	}
	return out
}

func (a *asker) builtin(name string, args []ssa.Value, at *ssa.BasicBlock, depth int) Inputs {
	var out Inputs
	for _, arg := range args {
		from := a.visit(arg, at, depth+1)
		if from == 0 && name == "min" {
			return 0
		}
		out |= from
	}
	if name == "min" || name == "max" {
		return out
	}
	return 0
}

// library is the result of functions of the standard library that keep what
// they are given.
func (a *asker) library(c program.Callee, next func(ssa.Value) Inputs) Inputs {
	name := c.Func.Name()
	switch c.Func.Pkg().Path() {
	case "strconv":
		if len(c.Args) == 3 && strings.HasPrefix(name, "Parse") {
			if bits, ok := constInt(c.Args[2]); ok && 0 < bits && bits <= 16 {
				return 0
			}
		}
		return next(c.Args[0])
	case "strings":
		if len(c.Args) > 0 && (strings.HasPrefix(name, "Trim") || strings.HasPrefix(name, "Split") || strings.HasPrefix(name, "Cut") || name == "Fields") {
			return next(c.Args[0])
		}
	case "math":
		var out Inputs
		for _, arg := range c.Args {
			from := next(arg)
			if from == 0 && name == "Min" {
				return 0
			}
			out |= from
		}
		return out
	case "github.com/spf13/cast":
		if len(c.Args) > 0 {
			return next(c.Args[0])
		}
	}
	return 0
}

// asksInput is what a call at a block gives to one input of its callee.
func (b *builder) asksInput(v ssa.Value, at *ssa.BasicBlock) Inputs {
	a := asker{b: b, seen: map[askKey]bool{}}
	return a.input(v, at, 0)
}

// inputs turns inputs of a callee into those of its caller.
func (a *asker) inputs(c program.Callee, from Inputs, at *ssa.BasicBlock, depth int) Inputs {
	var out Inputs
	for i := range inputTypes(c) {
		if i < 63 && from&(1<<i) != 0 {
			out |= a.input(c.InputValue(i), at, depth)
		}
	}
	return out
}

// input is what a value given to one input asks: it is the request, what was
// taken out of it, or a number.
func (a *asker) input(v ssa.Value, at *ssa.BasicBlock, depth int) Inputs {
	if v == nil || program.IsContext(v.Type()) || depth > maxAsk {
		return 0
	}
	if mi, ok := v.(*ssa.MakeInterface); ok {
		v = mi.X
	}
	if program.CarriesContext(v.Type()) || isBody(v.Type()) {
		return a.carried(v)
	}
	if a.b.isChecked(v, at) || hasCheck(v.Type()) {
		return 0
	}
	return a.visit(v, at, depth+1)
}

// isBody reports whether a value is a body, or values of a form or header.
func isBody(t types.Type) bool {
	switch types.TypeString(t, nil) {
	case "io.Reader", "io.ReadCloser", "net/url.Values", "net/http.Header", "*net/url.URL":
		return true
	}
	return false
}

// getterOf is the receiver of a generated method that only returns a field, as
// protobuf's are, or nil.
func getterOf(c program.Callee) ssa.Value {
	if c.Func == nil || c.Recv == nil || c.Func.Signature().Params().Len() != 0 {
		return nil
	}
	field, ok := strings.CutPrefix(c.Func.Name(), "Get")
	if !ok || field == "" {
		return nil
	}
	ptr, isPtr := c.Recv.Type().Underlying().(*types.Pointer)
	if !isPtr || !hasField(ptr, field) || !program.HasMethod(c.Recv.Type(), "ProtoReflect") && !program.HasMethod(c.Recv.Type(), "ProtoMessage") {
		return nil
	}
	return c.Recv
}

// limitTags are the words of a field's tag that limit its value.
var limitTags = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(max|lte|lt|oneof|len|eq|maximum|le|range|in|between|enum|maxitems|max_len|size)\s*[=:(]`)
})

// saysLimit reports whether the tag of a field limits its value, or says that no
// decoder fills it.
func saysLimit(t types.Type, index int) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	return ok && (limitTags().MatchString(st.Tag(index)) || isLeftOut(reflect.StructTag(st.Tag(index))))
}

// isLeftOut reports whether the tag of a field says that it is not in JSON, and
// names nothing else in a request that it is read from.
func isLeftOut(tag reflect.StructTag) bool {
	for _, source := range []string{"form", "query", "param", "params", "path", "uri", "header", "schema", "cookie", "url"} {
		if tag.Get(source) != "" {
			return false
		}
	}
	return tag.Get("json") == "-"
}

// hasCheck reports whether a type has a method that checks a value of it:
// somebody calls that, here or where it is decoded.
func hasCheck(t types.Type) bool {
	if _, ok := t.Underlying().(*types.Basic); ok {
		return false
	}
	for _, name := range []string{"Validate", "ValidateAll", "Valid", "IsValid", "Check", "Normalize", "SetDefaults", "Bind", "UnmarshalText", "Resolve"} {
		if program.HasMethod(t, name) {
			return true
		}
	}
	return false
}

// AskedResult is a result that is a number or text of some inputs, without a
// limit.
type AskedResult struct {
	Result int
	From   Inputs
}

// askedResults finds the results of fn that its caller's inputs choose.
func (b *builder) askedResults(fn *ssa.Function) []AskedResult {
	var out []AskedResult
	results := fn.Signature.Results()
	for i := range results.Len() {
		if !isAmount(results.At(i).Type()) {
			continue
		}
		var from Inputs
		for _, ret := range returns(fn) {
			if i < len(ret.Results) {
				from |= b.asks(ret.Results[i], ret.Block())
			}
		}
		if from != 0 {
			out = append(out, AskedResult{i, from})
		}
	}
	return out
}

// isAmount reports whether a type is, or holds, numbers: an integer, a text that
// may be one, or a struct or list of them.
func isAmount(t types.Type) bool {
	if isError(t) || program.CarriesContext(t) {
		return false
	}
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&(types.IsInteger|types.IsString|types.IsFloat) != 0
	case *types.Slice, *types.Struct:
		return true
	}
	return false
}
