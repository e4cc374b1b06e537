package program

import (
	"go/types"
	"reflect"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// ContainerSlot names the slot of what a DI container has of a type under a
// name, which is mostly "". All that it has of both may be what it gives.
func ContainerSlot(t types.Type, name string) string {
	if name != "" {
		name = strconv.Quote(name) + " "
	}
	return ByContainer + name + TypeKey(t)
}

// ByContainer begins the name of a container's slot, and perUse that of the
// functions that a container calls each time somebody asks for a type.
const (
	ByContainer = "provided "
	perUse      = "made per use "
)

// TransientSlot names the slot of the functions that make what a container has
// of a type under a name, for each use.
func TransientSlot(t types.Type, name string) string {
	return perUse + strings.TrimPrefix(ContainerSlot(t, name), ByContainer)
}

// hasRole reports whether a provider row gives a function of a container's
// library the role, or one whose name has it as a part.
func (p *Package) hasRole(fn *types.Func, recv ssa.Value, roles ...string) bool {
	if fn == nil || fn.Pkg() == nil || p.Cat.Library(PathOf(fn.Pkg())) == nil {
		return false
	}
	for _, sym := range p.Symbols(fn, recv) {
		for _, row := range sym.Lib.Providers(sym.Rel) {
			for _, role := range roles {
				if strings.Contains(row.Role, role) {
					return true
				}
			}
		}
	}
	return false
}

// Provided are the functions that a call hands to a DI container, which gives
// them what others provide and others what they return.
func (p *Package) Provided(site ssa.CallInstruction) []Callee {
	fn, recv := target(site)
	if !p.hasRole(fn, recv, "provider", "decorator", "start-up", "injector") || p.hasRole(fn, recv, "constant") {
		return nil
	}
	var out []Callee
	for _, arg := range site.Common().Args {
		for _, v := range elements(arg) {
			if mi, ok := v.(*ssa.MakeInterface); ok {
				v = p.annotated(mi.X)
			}
			if IsFunc(v.Type()) {
				out = append(out, p.FuncValues(v, nil)...)
			}
		}
	}
	return out
}

// IsTransient reports whether what a call hands to a container runs each time
// that somebody asks for what it returns.
func (p *Package) IsTransient(site ssa.CallInstruction) bool {
	fn, recv := target(site)
	return p.hasRole(fn, recv, "transient")
}

// annotated is the function in the field of a struct that stands for it, as
// fx.Annotated does, or v.
func (p *Package) annotated(v ssa.Value) ssa.Value {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return v
	}
	lit, ok := load.X.(*ssa.Alloc)
	if !ok {
		return v
	}
	for _, ref := range Refs(lit) {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || p.fieldRole(fa) != "provider function field" {
			continue
		}
		for _, use := range Refs(fa) {
			if s, ok := use.(*ssa.Store); ok && s.Addr == fa {
				if mi, ok := s.Val.(*ssa.MakeInterface); ok {
					return mi.X
				}
			}
		}
	}
	return v
}

// fieldRole is the role that a provider row gives a field.
func (p *Package) fieldRole(fa *ssa.FieldAddr) string {
	f := FieldOf(fa.X.Type(), fa.Field)
	ptr, ok := fa.X.Type().Underlying().(*types.Pointer)
	if !ok || f == nil || f.Pkg() == nil {
		return ""
	}
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	if !ok {
		return ""
	}
	return p.typeRole(f.Pkg(), named.Obj().Name()+"."+f.Name())
}

// typeRole is the role that a provider row gives a type, or a field of one.
func (p *Package) typeRole(pkg *types.Package, name string) string {
	rows := p.Cat.Library(PathOf(pkg)).Providers(name)
	if len(rows) == 0 {
		return ""
	}
	return rows[0].Role
}

// Supplied are the values that a call hands to a container as they are.
func (p *Package) Supplied(site ssa.CallInstruction) []ssa.Value {
	fn, recv := target(site)
	if !p.hasRole(fn, recv, "constant provider") {
		return nil
	}
	var out []ssa.Value
	for _, arg := range site.Common().Args {
		for _, v := range elements(arg) {
			if mi, ok := v.(*ssa.MakeInterface); ok {
				v = mi.X
			}
			out = append(out, v)
		}
	}
	return out
}

// SuppliedAs is the name under which a container has what a call supplies.
func (p *Package) SuppliedAs(site ssa.CallInstruction) string { return constantName(site) }

// Asked is the type of what a call asks a container for, its first result, and
// the name; the type is nil for other calls.
func (p *Package) Asked(site ssa.CallInstruction) (t types.Type, name string) {
	fn, recv := target(site)
	if !p.hasRole(fn, recv, "resolver") || site.Common().Signature().Results().Len() == 0 {
		return nil, ""
	}
	return site.Common().Signature().Results().At(0).Type(), constantName(site)
}

// Handover is a function that a call hands to a DI container: where the
// container puts what it gives it, and from where it takes what it returns.
type Handover struct {
	Callee
	Key          string
	Wants, Gives []Place
}

// Place is a slot and what a container has for it or takes from it.
type Place struct {
	Slot string
	Type types.Type
	Name string
}

// Container is the container's slot of what is in the place.
func (p Place) Container() string { return ContainerSlot(p.Type, p.Name) }

// Handovers are the functions that a call hands to a DI container, those of
// which something is known.
func (p *Package) Handovers(site ssa.CallInstruction) []Handover {
	provided := p.Provided(site)
	if len(provided) == 0 {
		return nil
	}
	wants, gives := p.tags(site)
	var out []Handover
	for _, c := range provided {
		h := Handover{Callee: c}
		switch {
		case c.Body != nil:
			h.Key = FuncKey(c.Body)
		case c.Func != nil:
			h.Key = Key(c.Func)
		default:
			continue
		}
		sig := signatureOf(c)
		if sig.Recv() == nil {
			h.Wants = p.places(sig.Params(), func(i int) string { return ParamSlot(h.Key, i) }, "parameter object marker", wants)
		}
		h.Gives = p.places(sig.Results(), func(i int) string { return ResultSlot(h.Key, i) }, "result object marker", gives)
		out = append(out, h)
	}
	return out
}

// places are the variables of a signature, and in place of a struct in which a
// type of the marker's role is embedded, its fields.
func (p *Package) places(vars *types.Tuple, slot func(int) string, marker string, names []string) []Place {
	var out []Place
	for i := range vars.Len() {
		t := vars.At(i).Type()
		if fields := p.members(t, marker); fields != nil {
			out = append(out, fields...)
		} else if t.String() != "error" {
			out = append(out, Place{slot(i), t, nameAt(names, i)})
		}
	}
	return out
}

// members are the fields of a struct in which a type of that role is embedded.
func (p *Package) members(t types.Type, marker string) []Place {
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	var out []Place
	marked := false
	for i := range st.NumFields() {
		f := st.Field(i)
		named, ok := types.Unalias(f.Type()).(*types.Named)
		if f.Embedded() && ok && named.Obj().Pkg() != nil && p.typeRole(named.Obj().Pkg(), named.Obj().Name()) == marker {
			marked = true
		} else {
			out = append(out, Place{MemberSlot(t, i), f.Type(), reflect.StructTag(st.Tag(i)).Get("name")})
		}
	}
	if !marked {
		return nil
	}
	return out
}
