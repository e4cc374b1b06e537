package program

import (
	"go/constant"
	"reflect"

	"golang.org/x/tools/go/ssa"
)

// tags are the names under which a container gives a function what it is handed
// over with wants, by parameter, and has what it returns, by result: those of
// fx.ParamTags and fx.ResultTags, of dig.Name, and of functions that are given
// a name themselves.
func (p *Package) tags(site ssa.CallInstruction) (wants, gives []string) {
	if name := constantName(site); name != "" {
		return nil, []string{name, name, name}
	}
	for _, arg := range site.Common().Args {
		for _, v := range elements(arg) {
			if mi, ok := v.(*ssa.MakeInterface); ok {
				v = mi.X
			}
			option, ok := v.(*ssa.Call)
			if !ok {
				continue
			}
			fn, recv := target(option)
			switch {
			case p.hasRole(fn, recv, "name annotation"):
				name := constantName(option)
				gives = []string{name, name, name}
			case p.hasRole(fn, recv, "parameter tags"):
				wants = tagNames(option)
			case p.hasRole(fn, recv, "result tags"):
				gives = tagNames(option)
			}
		}
	}
	return wants, gives
}

// constantName is the first argument of a call that is a constant string.
func constantName(site ssa.CallInstruction) string {
	for _, arg := range site.Common().Args {
		if s := ConstString(arg); s != "" {
			return s
		}
	}
	return ""
}

// tagNames are the names in the tags that an option is given, in order.
func tagNames(option *ssa.Call) []string {
	var out []string
	for _, arg := range option.Common().Args {
		for _, v := range elements(arg) {
			out = append(out, reflect.StructTag(ConstString(v)).Get("name"))
		}
	}
	return out
}

// ConstString is a constant string, "" if v is something else.
func ConstString(v ssa.Value) string {
	if c, ok := v.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.String {
		return constant.StringVal(c.Value)
	}
	return ""
}

// nameAt is the name at an index, "" if there is none.
func nameAt(names []string, i int) string {
	if i >= len(names) {
		return ""
	}
	return names[i]
}
