package program

import (
	"go/ast"
	"go/types"
)

// HasStore reports whether the package stores something in a field of a struct
// of another package, be it in a composite literal.
func (p *Package) HasStore(path, field string) bool {
	for key := range p.stores {
		if f, ok := key.(*types.Var); ok && f != nil && f.Name() == field && f.Pkg() != nil && PathOf(f.Pkg()) == path {
			return true
		}
	}
	return false
}

// StoresField reports whether the package gives a value to a field of a struct of
// another package that is, in a literal or later.
func (p *Package) StoresField(is func(*types.Var) bool) bool {
	for key := range p.stores {
		if f, ok := key.(*types.Var); ok && f.Pkg() != p.Pass.Pkg && is(f) {
			return true
		}
	}
	return false
}

// SetsField reports whether the package assigns to a field of a struct of
// another package, other than in a composite literal.
func (p *Package) SetsField(path, field string) bool {
	if p.assigned == nil {
		p.assigned = map[*types.Var]bool{}
		for _, f := range p.Pass.Files {
			ast.Inspect(f, p.addAssigned)
		}
	}
	for f := range p.assigned {
		if f.Name() == field && f.Pkg() != nil && PathOf(f.Pkg()) == path {
			return true
		}
	}
	return false
}

// addAssigned notes the fields that a statement assigns to.
func (p *Package) addAssigned(n ast.Node) bool {
	if assign, ok := n.(*ast.AssignStmt); ok {
		for _, to := range assign.Lhs {
			if sel, ok := ast.Unparen(to).(*ast.SelectorExpr); ok {
				if f, ok := p.Pass.TypesInfo.Uses[sel.Sel].(*types.Var); ok && f.IsField() {
					p.assigned[f.Origin()] = true
				}
			}
		}
	}
	return true
}
