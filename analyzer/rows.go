package analyzer

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// misnamed says which rows of the user's own name nothing in the packages that
// this one can see, itself included: such a row would be without effect, and
// nobody would know.
func misnamed(sources []model.Source, prog *program.Package) []string {
	if len(sources) == 0 {
		return nil
	}
	var out []string
	for _, pkg := range append(prog.Pass.Pkg.Imports(), prog.Pass.Pkg) {
		for row := range prog.Cat.Library(program.PathOf(pkg)).All() {
			isUser := slices.ContainsFunc(sources, func(s model.Source) bool { return s.Name == row.File })
			if !isUser {
				continue
			}
			missing := func(what, symbol string) {
				if !names(pkg, symbol, pkg == prog.Pass.Pkg) {
					out = append(out, fmt.Sprintf("%s:%d: %s %s: %s has nothing %s", row.File, row.Line, row.Kind, row.Symbol, program.PathOf(pkg), what))
				}
			}
			missing("of this name", row.Symbol)
			for _, o := range model.Options(row.Entry) {
				missing("called "+o, o)
			}
		}
	}
	return out
}

// names reports whether a symbol, relative to a package, is there. Of another
// package only what it exports is known.
func names(pkg *types.Package, symbol string, inside bool) bool {
	typ, member, isMember := model.Receiver(symbol)
	if !isMember {
		symbol = strings.TrimSuffix(symbol, "{}")
		typ, member, isMember = strings.Cut(symbol, ".")
	}
	typ = strings.TrimPrefix(typ, "*")
	obj := pkg.Scope().Lookup(typ)
	if obj == nil {
		return !inside && !token.IsExported(typ)
	}
	if !isMember || member == "*" {
		return true
	}
	t := obj.Type()
	if !types.IsInterface(t) {
		t = types.NewPointer(t)
	}
	found, _, _ := types.LookupFieldOrMethod(t, true, pkg, member)
	return found != nil || !inside && !token.IsExported(member)
}
