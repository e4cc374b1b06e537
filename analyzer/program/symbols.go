package program

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
)

// Symbol is a function or method as the catalogue names it: the rows that
// describe it are those of Lib under Rel.
type Symbol struct {
	Lib *model.Library
	Rel string // "Get", "(*DB).Query"
}

// Full is the symbol with its import path, as messages and facts name it.
func (s Symbol) Full() string { return model.Qualify(s.Lib.Path(), s.Rel) }

// Key names a function in facts and tables: its import path and name, with the
// receiver's type but without type arguments.
func Key(fn *types.Func) string {
	if fn.Pkg() == nil {
		return fn.Name()
	}
	fn = fn.Origin()
	path := PathOf(fn.Pkg())
	ptr, named := Receiver(fn)
	if named == nil {
		return path + "." + fn.Name()
	}
	return model.Qualify(path, relative(ptr, named.Obj().Name(), fn.Name()))
}

// FuncKey is Key for a function in SSA form; a function literal is named after
// the function around it.
func FuncKey(fn *ssa.Function) string {
	fn = origin(fn)
	if parent := fn.Parent(); parent != nil {
		for i, anon := range parent.AnonFuncs {
			if anon == fn {
				return FuncKey(parent) + "$" + itoa(i+1)
			}
		}
	}
	if obj, ok := fn.Object().(*types.Func); ok {
		return Key(obj)
	}
	return fn.String()
}

func itoa(i int) string {
	if i < 10 {
		return string(rune('0' + i))
	}
	return itoa(i/10) + string(rune('0'+i%10))
}

// Receiver is the named type that declares the method fn, and whether the
// receiver is a pointer to it; nil for a function.
func Receiver(fn *types.Func) (ptr bool, named *types.Named) {
	recv := fn.Signature().Recv()
	if recv == nil {
		return false, nil
	}
	return deref(recv.Type())
}

// deref is the named type that t is or points to.
func deref(t types.Type) (ptr bool, named *types.Named) {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		ptr, t = true, types.Unalias(p.Elem())
	}
	named, _ = t.(*types.Named)
	return ptr, named
}

func relative(ptr bool, typ, name string) string {
	if ptr {
		return "(*" + typ + ")." + name
	}
	return "(" + typ + ")." + name
}

// Symbols returns the catalogue's names for a call of fn on a receiver that is
// the value recv (nil for functions), best first. The declared receiver comes
// first, then the types that fn was promoted through, then the interfaces of
// the same library that the receiver implements.
func (p *Package) Symbols(fn *types.Func, recv ssa.Value) []Symbol {
	if fn == nil || fn.Pkg() == nil {
		return nil
	}
	fn = fn.Origin()
	var out []Symbol
	if recv == nil {
		if lib := p.Cat.Library(PathOf(fn.Pkg())); lib != nil {
			out = append(out, Symbol{lib, fn.Name()})
		}
		return out
	}
	out = append(out, p.declared(fn)...)
	for t := range promotedThrough(recv) {
		out = append(out, p.onType(t, fn.Name())...)
		out = append(out, p.onInterfaces(t, fn.Name())...)
	}
	return out
}

// declared caches what does not depend on the receiver's value.
func (p *Package) declared(fn *types.Func) []Symbol {
	if s, ok := p.symbols[fn]; ok {
		return s
	}
	var out []Symbol
	if _, named := Receiver(fn); named != nil {
		out = p.onType(named, fn.Name())
		out = append(out, p.onInterfaces(named, fn.Name())...)
	}
	p.symbols[fn] = out
	return out
}

// onType names method name on the named type, pointer form first.
func (p *Package) onType(named *types.Named, name string) []Symbol {
	obj := named.Obj()
	if obj.Pkg() == nil {
		return nil
	}
	lib := p.Cat.Library(PathOf(obj.Pkg()))
	if lib == nil {
		return nil
	}
	return []Symbol{{lib, relative(true, obj.Name(), name)}, {lib, relative(false, obj.Name(), name)}}
}

// onInterfaces names the method on the interfaces of the same library that the
// type implements: a row on an interface covers its implementations.
func (p *Package) onInterfaces(named *types.Named, name string) []Symbol {
	pkg := named.Obj().Pkg()
	if pkg == nil || types.IsInterface(named) {
		return nil
	}
	lib := p.Cat.Library(PathOf(pkg))
	if lib == nil {
		return nil
	}
	var out []Symbol
	for _, recv := range lib.Receivers(name) {
		tn, ok := pkg.Scope().Lookup(recv).(*types.TypeName) // "*T" is never an interface
		if !ok {
			continue
		}
		iface, ok := tn.Type().Underlying().(*types.Interface)
		if ok && types.Implements(types.NewPointer(named), iface) {
			out = append(out, Symbol{lib, relative(false, recv, name)})
		}
	}
	return out
}

// promotedThrough yields the named types whose embedded fields lead to v, from
// the innermost out: for c.cmdable.Get, which is written c.Get, the client.
func promotedThrough(v ssa.Value) func(yield func(*types.Named) bool) {
	return func(yield func(*types.Named) bool) {
		for range 8 {
			var base ssa.Value
			var field *types.Var
			switch x := v.(type) {
			case *ssa.UnOp:
				v = x.X
				continue
			case *ssa.FieldAddr:
				base, field = x.X, FieldOf(x.X.Type(), x.Field)
			case *ssa.Field:
				base, field = x.X, FieldOf(x.X.Type(), x.Field)
			default:
				return
			}
			if field == nil || !field.Embedded() {
				return
			}
			if _, named := deref(base.Type()); named != nil && !yield(named.Origin()) {
				return
			}
			v = base
		}
	}
}

// MethodSymbols names a method as the catalogue does, whatever its receiver.
func (p *Package) MethodSymbols(fn *types.Func) []Symbol { return p.declared(fn.Origin()) }
