package summary

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// freshStruct is the struct that an address lies in, if the function made it
// and does nothing with it but return it.
func freshStruct(addr ssa.Value) ssa.Value {
	for {
		fa, ok := addr.(*ssa.FieldAddr)
		if !ok {
			break
		}
		addr = fa.X
	}
	if a, ok := addr.(*ssa.Alloc); ok && onlyReturned(a, 0) {
		return a
	}
	return nil
}

// handedOver walks the paths of a duty that the caller may get: also in a field
// of a struct through which it can be released.
func (b *builder) handedOver(fn *ssa.Function, d duty) outcome {
	t := b.track(fn, d)
	t.wraps, t.leading = d.lock == nil, true
	return b.outcome(d, t)
}

// leads reports whether the field at an address makes its struct one through
// which the resource can be released: it is the part that is released, is
// embedded and has it, or is what a method of the struct releases.
func (t *tracker) leads(addr ssa.Value) bool {
	fa, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return false
	}
	if _, nested := fa.X.(*ssa.FieldAddr); nested {
		return false
	}
	f := program.FieldOf(fa.X.Type(), fa.Field)
	if field, ok := t.bodyField(); ok && f != nil && f.Name() == field {
		return true
	}
	return f != nil && f.Embedded() && t.canRelease(f.Type()) || t.closesField(fa)
}

// wrappedForms are the ways in which a caller may release what result i of fn,
// a struct, has in a field; none if the result is no such struct.
func wrappedForms(fn *ssa.Function, d duty, out outcome, i int) []string {
	if !out.wrapped[i] || out.escaped || len(out.returned) > 0 {
		return nil
	}
	t := fn.Signature.Results().At(i).Type()
	var forms []string
	for _, form := range d.Release {
		field, method, ok := bodyForm([]string{form})
		if ok && hasField(t, field) {
			forms = append(forms, form)
			continue
		}
		if !ok {
			method = form
		}
		if program.HasMethod(t, method) {
			forms = append(forms, method)
		}
	}
	return forms
}

func onlyReturned(v ssa.Value, depth int) bool {
	if depth > 4 {
		return false
	}
	for _, ref := range program.Refs(v) {
		switch i := ref.(type) {
		case *ssa.Return, *ssa.FieldAddr:
		case *ssa.UnOp:
			if !onlyReturned(i, depth+1) {
				return false
			}
		case *ssa.MakeInterface:
			if !onlyReturned(i, depth+1) {
				return false
			}
		case *ssa.Phi:
			if !onlyReturned(i, depth+1) {
				return false
			}
		case *ssa.Store:
			if i.Addr != v {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// calledName is the name of what a call calls, if it has one.
func calledName(callees []program.Callee) string {
	for _, c := range callees {
		if c.Func != nil {
			return c.Func.Name()
		}
	}
	return ""
}

// mayDispose reports whether a method of a struct may release what the struct
// has in a field.
func (b *builder) mayDispose(callees []program.Callee) bool {
	for _, c := range callees {
		if c.Func != nil && isDisposal(c.Func.Name()) {
			return true
		}
		if shape := b.shapeOf(c); shape != nil && shape.Disposes || c.Body != nil && b.disposesOf(c.Body) {
			return true
		}
	}
	return len(callees) == 0
}

// isDisposal reports whether a method, by its name, ends its receiver.
func isDisposal(name string) bool {
	for _, verb := range []string{"Commit", "Done", "Finish", "End", "Complete", "Stop", "Cancel", "Flush", "Save", "Dispose"} {
		if strings.HasPrefix(name, verb) {
			return true
		}
	}
	return disposes(name)
}

// disposesOf reports whether a function of the package calls a method that by
// its name releases something, itself or through others of the package.
func (b *builder) disposesOf(fn *ssa.Function) bool {
	if d, ok := b.disposing[fn]; ok {
		return d
	}
	b.disposing[fn] = false // recursion adds nothing
	found := false
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			site, ok := instr.(ssa.CallInstruction)
			if !ok || found {
				continue
			}
			found = isDisposal(methodName(site.Common()))
			for _, c := range b.prog.Callees(site) {
				found = found || c.Body != nil && b.disposesOf(c.Body)
			}
		}
	}
	b.disposing[fn] = found
	return found
}

// disposesFields reports whether a method may release what is in a field of
// its receiver.
func (b *builder) disposesFields(fn *ssa.Function) bool {
	return fn.Signature.Recv() != nil && holdsResource(fn.Signature.Recv().Type()) && b.disposesOf(fn)
}

// holdsResource reports whether a struct has a field that may be a resource.
func holdsResource(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range s.Fields() {
		if mayOwn(f.Type()) {
			return true
		}
	}
	return false
}
