package program

import (
	"go/types"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/model"
)

// IsContext reports whether t is context.Context.
func IsContext(t types.Type) bool { return isNamed(t, "context", "Context") }

// CarriesContext reports whether a value of type t carries a request's
// context: it is a context, a request, a stream, or a framework's context.
func CarriesContext(t types.Type) bool {
	if IsContext(t) {
		return true
	}
	_, named := deref(t)
	if named == nil || named.Obj().Pkg() == nil {
		return hasContextMethod(t)
	}
	obj := named.Obj()
	switch PathOf(obj.Pkg()) {
	case "testing": // the context of a test
		return false
	case "github.com/spf13/cobra": // the context of a command: nil unless main gives one
		return false
	case "github.com/valyala/fasthttp":
		return obj.Name() == "RequestCtx" // is a context itself
	}
	return hasContextMethod(t) && !keepsContext(named) || hasRequest(t) && !strings.HasSuffix(obj.Name(), "Response")
}

// keepsContext reports whether a type only keeps the context that its method
// Context returns, as what lives as long as the process does: it leads to no
// request, response or stream, and nobody gives it another context.
func keepsContext(named *types.Named) bool {
	st, ok := named.Underlying().(*types.Struct)
	if !ok || HasMethod(types.NewPointer(named), "SetContext") || HasMethod(types.NewPointer(named), "WithContext") {
		return false
	}
	keeps := false
	for f := range st.Fields() {
		switch t := f.Type(); {
		case IsContext(t):
			keeps = true
		case IsRequest(t), isNamed(t, "net/http", "ResponseWriter"), hasContextMethod(t), hasRequest(t):
			return false
		}
	}
	return keeps
}

// HasEndless reports whether the context of a value of type t, or the value as
// a context, is one of a framework's that never ends by itself.
func (p *Package) HasEndless(t types.Type) bool {
	_, named := deref(t)
	if named == nil || named.Obj().Pkg() == nil {
		return false
	}
	return Endless(p.Cat, PathOf(named.Obj().Pkg()), named.Obj().Name()) != nil
}

// Endless is the catalogue's row on a type of a framework's contexts that never
// end by themselves, nil if it is none.
func Endless(cat *model.Catalogue, path, name string) *model.Handler {
	for _, h := range cat.Library(path).Handlers(name) {
		if h.Kind == model.HandlerEndless {
			return h
		}
	}
	return nil
}

// isNamed reports whether t is the named type of a package.
func isNamed(t types.Type, path, name string) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == name && named.Obj().Pkg() != nil && PathOf(named.Obj().Pkg()) == path
}

// IsRequest reports whether t is *http.Request.
func IsRequest(t types.Type) bool {
	ptr, ok := types.Unalias(t).(*types.Pointer)
	return ok && isNamed(ptr.Elem(), "net/http", "Request")
}

// hasContextMethod reports whether t has a method Context() context.Context,
// as requests and streams have, or fiber's UserContext.
func hasContextMethod(t types.Type) bool {
	for _, name := range []string{"Context", "UserContext"} {
		if result := getter(t, name); result != nil && IsContext(result) {
			return true
		}
	}
	return false
}

// hasRequest reports whether t leads to the request that is being served: by a
// field, as gin's context does, or by a method, as echo's does. A response
// leads to the request that it answers.
func hasRequest(t types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "Request")
	if f, ok := obj.(*types.Var); ok {
		return f.IsField() && IsRequest(f.Type())
	}
	result := getter(t, "Request")
	return result != nil && IsRequest(result)
}

// HasMethod reports whether values of type t have the method.
func HasMethod(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Func)
	return ok
}

// getter is the type of what the method of t returns that takes nothing and
// returns one thing, or nil.
func getter(t types.Type, name string) types.Type {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	fn, ok := obj.(*types.Func)
	if !ok || fn.Signature().Params().Len() != 0 || fn.Signature().Results().Len() != 1 {
		return nil
	}
	return fn.Signature().Results().At(0).Type()
}

// HTTPCarrier is the import path of the package of t if a value of type t is,
// or leads to, an HTTP request that a handler is given, else "".
func HTTPCarrier(t types.Type) string {
	_, named := deref(t)
	if named == nil || named.Obj().Pkg() == nil || IsContext(t) || !CarriesContext(t) {
		return ""
	}
	if IsRequest(t) || hasRequest(t) || getter(t, "UserContext") != nil {
		return PathOf(named.Obj().Pkg())
	}
	return ""
}
