package program

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Provided are the functions that a call hands to a DI container, which gives
// them what others provide and others what they return.
func (p *Package) Provided(site ssa.CallInstruction) []Callee {
	fn, recv := target(site)
	if fn == nil || fn.Pkg() == nil || p.Cat.Library(PathOf(fn.Pkg())) == nil || !p.takesProviders(fn, recv) {
		return nil
	}
	var out []Callee
	for _, arg := range site.Common().Args {
		for _, v := range elements(arg) {
			if mi, ok := v.(*ssa.MakeInterface); ok {
				v = mi.X
			}
			if isFunc(v.Type()) {
				out = append(out, p.FuncValues(v, nil)...)
			}
		}
	}
	return out
}

// takesProviders reports whether a provider row says that a function is given
// others which the container calls.
func (p *Package) takesProviders(fn *types.Func, recv ssa.Value) bool {
	for _, sym := range p.Symbols(fn, recv) {
		for _, row := range sym.Lib.Providers(sym.Rel) {
			for _, role := range []string{"provider", "decorator", "start-up", "injector"} {
				if strings.Contains(row.Role, role) && !strings.Contains(row.Role, "constant") {
					return true
				}
			}
		}
	}
	return false
}
