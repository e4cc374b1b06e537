package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file is about clients that have no field for a timeout: those of an API
// over HTTP, where only the HTTP client that it was made with, which is seldom
// given, could have one, and those that get it from an option. Whether they
// have, the package says that makes the client.

// Timed and Made say of a module, before its path, that a package which uses it
// sets its timeouts or those of HTTP clients, and that it makes a client of the
// module.
const (
	Timed = "times "
	Made  = "makes "
)

// sdkOf is Made with the module of a call that waits for ever unless its
// context, or that of its sibling, ends or somebody sets a timeout; "" for
// other calls.
func (b *builder) sdkOf(c program.Callee, w *model.Wait) string {
	if !b.prog.Own || !w.UnboundedByDefault() {
		return ""
	}
	m, ok := b.moduleOf(c.Func.Pkg())
	if !ok || w.Kind != model.KindHTTP && !b.hasSetter(m, w) {
		return ""
	}
	if _, takes := w.Ctx.Index(); !takes && w.Ctx != model.CtxRequest && w.VariantSymbol() == "" {
		return ""
	}
	if c.Recv != nil && (len(knobs(c.Recv.Type(), w.BoundedBy)) > 0 || b.clientType(c.Recv.Type()) != nil || hasTimeoutSetter(c.Recv.Type())) {
		return "" // told elsewhere, perhaps
	}
	return Made + m
}

// hasSetter reports whether it is an option of a module that bounds a wait.
func (b *builder) hasSetter(module string, w *model.Wait) bool {
	return slices.ContainsFunc(b.settersOf(module), func(name string) bool { return strings.Contains(w.BoundedBy, name) })
}

// settersOf are the names of the functions of a module that set a time which
// nothing has unless they are called.
func (b *builder) settersOf(module string) []string {
	if names, ok := b.setters[module]; ok {
		return names
	}
	var names []string
	for _, path := range b.prog.Cat.Packages() {
		if m, _ := b.prog.Cat.ModuleOf(path); m.Path != module {
			continue
		}
		for row := range b.prog.Cat.Library(path).All() {
			if bound, ok := row.Entry.(*model.Bound); ok && bound.Bounds == model.BoundsTime && bound.IsOff() {
				names = append(names, bound.Symbol[strings.LastIndex(bound.Symbol, ".")+1:])
			}
		}
	}
	b.setters[module] = names
	return names
}

// moduleOf is the module of a package that the catalogue knows.
func (b *builder) moduleOf(pkg *types.Package) (path string, ok bool) {
	if pkg == nil || model.IsStd(program.PathOf(pkg)) {
		return "", false
	}
	m, ok := b.prog.Cat.ModuleOf(program.PathOf(pkg))
	return m.Path, ok
}

// SDKs says which modules the package makes clients of, and which of those that
// it uses it may give timeouts to.
func (p *Package) SDKs() []string {
	b := p.b
	var out []string
	uses, sets := false, b.setsTimeouts()
	for _, imp := range b.prog.Pass.Pkg.Imports() {
		m, ok := b.moduleOf(imp)
		uses = uses || ok
		if ok && (sets && b.speaksHTTP(m) || b.prog.StoresField(func(f *types.Var) bool { return isTimeoutField(f) && b.isOf(f, m) })) {
			out = append(out, Timed+m)
		}
	}
	if !uses {
		return nil
	}
	for _, fn := range b.prog.Funcs {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if call, ok := instr.(*ssa.Call); ok {
					if m := b.makesClient(call.Common()); m != "" {
						out = append(out, Made+m)
					}
					if m := b.setsTimeout(call.Common()); m != "" {
						out = append(out, Timed+m)
					}
				}
			}
		}
	}
	return out
}

// speaksHTTP reports whether calls of a module wait for responses of HTTP, which
// an HTTP client with a timeout, whoever makes it, ends. A database's client has
// only timeouts of its own.
func (b *builder) speaksHTTP(module string) bool {
	if is, ok := b.overHTTP[module]; ok {
		return is
	}
	is := false
	for _, path := range b.prog.Cat.Packages() {
		if m, _ := b.prog.Cat.ModuleOf(path); m.Path != module {
			continue
		}
		for row := range b.prog.Cat.Library(path).All() {
			w, ok := row.Entry.(*model.Wait)
			is = is || ok && w.Kind == model.KindHTTP
		}
	}
	b.overHTTP[module] = is
	return is
}

// isOf reports whether a field is one of a module.
func (b *builder) isOf(f *types.Var, module string) bool {
	m, ok := b.moduleOf(f.Pkg())
	return ok && m == module
}

// makesClient is the module of a library that a call makes a client of, or
// something else with methods.
func (b *builder) makesClient(c *ssa.CallCommon) string {
	_, m := b.calledModule(c)
	res := c.Signature().Results()
	if m == "" || c.Signature().Recv() != nil || res.Len() == 0 || namedOf(res.At(0).Type()) == nil || namedOf(res.At(0).Type()).Obj().Pkg() == nil {
		return ""
	}
	if of, _ := b.moduleOf(namedOf(res.At(0).Type()).Obj().Pkg()); of != m {
		return ""
	}
	return m
}

// setsTimeout is the module of a library whose timeout a call sets.
func (b *builder) setsTimeout(c *ssa.CallCommon) string {
	if name, m := b.calledModule(c); m != "" && slices.Contains(b.settersOf(m), name) {
		return m
	}
	return ""
}

// calledModule is the name of the library's function that a call names, and the
// module of it, both "" if it names none that the catalogue knows.
func (b *builder) calledModule(c *ssa.CallCommon) (name, module string) {
	fn := c.StaticCallee()
	if fn == nil || fn.Blocks != nil || fn.Object() == nil {
		return "", ""
	}
	if m, ok := b.moduleOf(fn.Object().Pkg()); ok {
		return fn.Name(), m
	}
	return "", ""
}

// hasTimeoutSetter reports whether a client can be told a timeout by a method.
func hasTimeoutSetter(t types.Type) bool {
	return program.HasMethod(t, "SetTimeout") || program.HasMethod(t, "SetClientTimeout")
}

// setsTimeouts reports whether the package gives anything of a library that is
// no dialer a timeout for what it sends, or an HTTP client, which may have one.
func (b *builder) setsTimeouts() bool {
	return b.prog.StoresField(isTimeoutField) || b.callsTimeoutSetter()
}

func isTimeoutField(f *types.Var) bool {
	if f.Pkg() == nil || f.Pkg().Path() == "net" {
		return false
	}
	switch f.Name() {
	case "Timeout", "ResponseHeaderTimeout", "TryTimeout":
		return true
	}
	return f.Pkg().Path() != "net/http" && isHTTPClient(f.Type())
}

// isHTTPClient tells what an SDK may send through.
func isHTTPClient(t types.Type) bool {
	named := namedOf(t)
	if named == nil || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "net/http" {
		return false
	}
	switch named.Obj().Name() {
	case "Client", "Transport", "RoundTripper":
		return true
	}
	return false
}

// callsTimeoutSetter reports whether a function of a library is given a timeout
// that is not one of a context, or an HTTP client.
func (b *builder) callsTimeoutSetter() bool {
	for _, fn := range b.prog.Funcs {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if site, ok := instr.(ssa.CallInstruction); ok && isTimeoutSetter(site.Common()) {
					return true
				}
			}
		}
	}
	return false
}

func isTimeoutSetter(c *ssa.CallCommon) bool {
	fn := c.StaticCallee()
	if fn == nil || fn.Blocks != nil || fn.Object() == nil || fn.Object().Pkg() == nil {
		return false
	}
	switch fn.Object().Pkg().Path() {
	case "context", "net", "time":
		return false
	}
	if fn.Object().Pkg().Path() != "net/http" && slices.ContainsFunc(c.Args, func(a ssa.Value) bool { return isHTTPClient(a.Type()) }) {
		return true
	}
	return strings.Contains(fn.Name(), "Timeout") && givesTimeout(c.Args)
}
