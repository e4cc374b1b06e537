package summary

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// location is what is kept at a place, in terms of types.
type location struct {
	id    string // of the innermost field: "example.com/x.Cache.mu"; "" for a variable
	owner string // the named struct that it is a field of
	named *types.Named
	typ   types.Type
	many  bool // one of many: an element, or what a call finds by its arguments
}

// locate follows the path of a place through the types; ok is false when it
// cannot.
func (b *builder) locate(p place) (at location, ok bool) {
	path := p.path
	switch root := p.root.(type) {
	case *ssa.Global:
		at.typ = root.Type().(*types.Pointer).Elem()
		path = strings.TrimPrefix(path, "*")
	case *ssa.FreeVar:
		at.typ = root.Type()
		if ptr, isPtr := at.typ.(*types.Pointer); isPtr && strings.HasPrefix(path, "*") {
			at.typ, path = ptr.Elem(), path[1:]
		}
	case *ssa.Alloc:
		at.typ = root.Type().(*types.Pointer).Elem()
		path = strings.TrimPrefix(path, "*")
	case *ssa.Function:
		if root.Signature.Results().Len() == 0 {
			return at, false
		}
		at.typ = root.Signature.Results().At(0).Type()
	default:
		at.typ = p.root.Type()
	}
	for path != "" {
		step, rest := cutStep(path)
		path = rest
		switch step[0] {
		case '.':
			ok = at.field(step[1:])
		case '*':
			ok = true // fields of pointers are fields all the same
		case '[':
			ok = at.element()
		case '(':
			at.many = at.many || strings.Count(step, ",") > 1
			ok = true
		}
		if !ok {
			return at, false
		}
	}
	return at, true
}

// cutStep cuts one step off a path: ".name", "*", "[key]" or "(args)".
func cutStep(path string) (step, rest string) {
	depth := 0
	for i, r := range path {
		switch r {
		case '[', '(':
			if depth == 0 && i > 0 {
				return path[:i], path[i:]
			}
			depth++
		case ']', ')':
			if depth--; depth == 0 {
				return path[:i+1], path[i+1:]
			}
		case '.', '*':
			if depth == 0 && i > 0 {
				return path[:i], path[i:]
			}
		}
	}
	return path, ""
}

// field goes on to a field.
func (at *location) field(name string) bool {
	t := at.typ
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		at.named = named.Origin()
		at.owner = program.TypeKey(at.named)
		if i := strings.IndexByte(at.owner, '['); i >= 0 {
			at.owner = at.owner[:i]
		}
		at.id = at.owner
	}
	for f := range st.Fields() {
		if f.Name() == name {
			at.id += "." + name
			at.typ = f.Type()
			return true
		}
	}
	return false
}

// element goes on to an element.
func (at *location) element() bool {
	at.many = true
	t := at.typ
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	switch x := t.Underlying().(type) {
	case *types.Slice:
		at.typ = x.Elem()
	case *types.Array:
		at.typ = x.Elem()
	case *types.Map:
		at.typ = x.Elem()
	default:
		return false
	}
	return true
}
