package program

import (
	"go/types"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/model"
)

// readRows adds the handler shapes that one imported library declares.
func (p *Package) readRows(pkg *types.Package) {
	lib := p.Cat.Library(PathOf(pkg))
	for row := range lib.All() {
		h, ok := row.Entry.(*model.Handler)
		kind := NotRoot
		if ok {
			kind = kindOf(h)
		}
		if kind == NotRoot {
			continue
		}
		recv, name, isMethod := model.Receiver(h.Symbol)
		if p.readEntry(pkg, row, h, kind) {
			continue
		}
		if isMethod {
			p.readMethod(pkg, h, recv, name, kind)
			continue
		}
		switch obj := pkg.Scope().Lookup(h.Symbol).(type) {
		case *types.TypeName: // a type of handlers
			sig, ok := obj.Type().Underlying().(*types.Signature)
			if !ok || isWrapper(sig) {
				continue
			}
			p.addShape(sig, kind)
			if named, ok := types.Unalias(obj.Type()).(*types.Named); ok {
				p.rootKinds.handlers[named.Obj()] = kind
			}
			if h.Kind == model.HandlerConsumer {
				for v := range sig.Params().Variables() {
					p.addMessage(v.Type())
				}
			}
		case *types.Func: // a generic function around a handler
			if h.Kind != model.HandlerFuncSignature {
				continue
			}
			for v := range obj.Signature().Params().Variables() {
				if sig, ok := v.Type().(*types.Signature); ok {
					p.addShape(sig, kind)
				}
			}
		}
	}
}

// readMethod adds a method of an interface that handlers implement, or of a
// broker's client that returns messages.
func (p *Package) readMethod(pkg *types.Package, h *model.Handler, recv, name string, kind RootKind) {
	tn, ok := pkg.Scope().Lookup(trimStar(recv)).(*types.TypeName)
	if !ok || h.Kind != model.HandlerMethod && h.Kind != model.HandlerConsumer {
		return
	}
	t := tn.Type()
	if !types.IsInterface(t) {
		t = types.NewPointer(t)
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, pkg, name)
	m, ok := obj.(*types.Func)
	if !ok {
		return
	}
	if h.Kind == model.HandlerConsumer && m.Signature().Results().Len() > 0 {
		p.addMessage(m.Signature().Results().At(0).Type())
	}
	if types.IsInterface(t) && isSpecific(m.Signature()) {
		p.rootKinds.methods[name+shape(m.Signature())] = kind
	}
}

// addMessage notes that values of a type are messages, if it is a type of
// structs: an interface may be anything.
func (p *Package) addMessage(t types.Type) {
	if ch, ok := t.Underlying().(*types.Chan); ok {
		t = ch.Elem()
	}
	if sl, ok := t.Underlying().(*types.Slice); ok {
		t = sl.Elem()
	}
	if _, named := deref(t); named != nil && !types.IsInterface(named) {
		p.rootKinds.messages[named.Obj()] = true
	}
}

func (p *Package) addShape(sig *types.Signature, kind RootKind) {
	if isSpecific(sig) {
		p.rootKinds.signatures[shape(sig)] = kind
	}
}

// isWrapper reports whether a function makes a handler, as middleware does: it
// runs when the server is put together, what it returns runs per request.
func isWrapper(sig *types.Signature) bool {
	for v := range sig.Results().Variables() {
		switch t := v.Type().Underlying().(type) {
		case *types.Signature:
			return true
		case *types.Interface:
			if t.NumMethods() > 0 && takes(sig, v.Type()) {
				return true // asynq.Handler
			}
		}
		if m, _, _ := types.LookupFieldOrMethod(v.Type(), false, nil, "ServeHTTP"); m != nil {
			return true
		}
	}
	return false
}

// isSpecific rules out shapes that anything may have, such as func(): a shape
// needs a parameter of a named type that is not a bare context, or of channels
// of it.
func isSpecific(sig *types.Signature) bool {
	for v := range sig.Params().Variables() {
		t := v.Type()
		if ch, ok := t.Underlying().(*types.Chan); ok {
			t = ch.Elem()
		}
		_, named := deref(t)
		if named != nil && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() != "context" {
			return true
		}
	}
	return false
}

// shape is a signature without the receiver, parameter names and type
// arguments.
func shape(sig *types.Signature) string {
	var b strings.Builder
	tuple := func(t *types.Tuple) {
		b.WriteByte('(')
		for v := range t.Variables() {
			s := types.TypeString(types.Unalias(v.Type()), nil)
			if ptr, named := deref(v.Type()); named != nil && named.TypeArgs().Len()+named.TypeParams().Len() > 0 {
				s = types.TypeString(named.Origin().Obj().Type(), func(*types.Package) string { return "" })
				s, _, _ = strings.Cut(s, "[")
				s = named.Obj().Pkg().Path() + "." + s
				if ptr {
					s = "*" + s
				}
			}
			b.WriteString(s)
			b.WriteByte(',')
		}
		b.WriteByte(')')
	}
	tuple(sig.Params())
	tuple(sig.Results())
	return b.String()
}

// kindOfSignature is the kind of root that a function with this signature is:
// that of a catalogued type of handlers, or of a handler type of the user's
// own. Those take an http.ResponseWriter and an *http.Request, or one value
// that carries a request; with more parameters than that, the function must be
// used as a value, or it is one of the many helpers that handlers call. So must
// one that takes a broker's message.
func (p *Package) kindOfSignature(sig *types.Signature, isValue bool) RootKind {
	if kind, ok := p.rootKinds.signatures[shape(sig)]; ok {
		return kind
	}
	writer, request, carrier, message, others := false, false, false, false, 0
	for v := range sig.Params().Variables() {
		switch t := v.Type(); {
		case isNamed(t, "net/http", "ResponseWriter"):
			writer = true
		case IsRequest(t):
			request = true
		case IsContext(t):
		case hasRequest(t) && CarriesContext(t):
			carrier = true
		default:
			_, named := deref(t)
			message = message || named != nil && p.rootKinds.messages[named.Obj()]
			others++
		}
	}
	switch {
	case isWrapper(sig):
	case (writer && request || carrier) && (isValue || others == 0 && returnsError(sig)):
		return Handler
	case message && isValue:
		return Consumer
	}
	return NotRoot
}

// returnsError reports whether a function returns nothing or just an error.
func returnsError(sig *types.Signature) bool {
	n := sig.Results().Len()
	return n == 0 || n == 1 && sig.Results().At(0).Type().String() == "error"
}

// isAction reports whether a method is an action of a controller, as beego has
// them: it takes nothing and returns nothing, since the embedded controller of
// the framework has the request.
func isAction(fn *types.Func) bool {
	sig := fn.Signature()
	if !fn.Exported() || sig.Params().Len() > 0 || sig.Results().Len() > 0 {
		return false
	}
	obj, path, _ := types.LookupFieldOrMethod(sig.Recv().Type(), true, fn.Pkg(), "Ctx")
	f, ok := obj.(*types.Var)
	return ok && len(path) > 1 && f.Pkg() != fn.Pkg() && hasRequest(f.Type())
}
