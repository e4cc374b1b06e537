package rule

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/analysis"
)

// Hoist moves what a call builds to a variable of the package, named after the
// function around it and suffix. It is nil where that might not do the same:
//   - the call may fail, unless a function such as template.Must is given it;
//   - it uses anything but constants, types and functions of other packages:
//     variables may not be set yet when the package is initialised;
//   - what is built is used otherwise than by the methods in safe, which any
//     number of goroutines may call at once.
//
// Taken are the names that earlier fixes in the package use; it is added to.
func (p *Pass) Hoist(call *ast.CallExpr, suffix string, safe []string, taken map[string]bool) []analysis.SuggestedFix {
	path := p.enclosing(call)
	expr, path := p.must(call, path)
	if expr == nil || len(path) < 3 {
		return nil
	}
	decl, ok := path[len(path)-2].(ast.Decl)
	file, isFile := path[len(path)-1].(*ast.File)
	if !ok || !isFile || !p.isConstant(expr) || hasComment(file, expr) || !p.isUsedBy(path, safe) {
		return nil
	}
	name := p.freeName(declName(decl)+suffix, expr.Pos(), taken)
	at := decl.Pos()
	if doc := docOf(decl); doc != nil {
		at = doc.Pos()
	}
	return []analysis.SuggestedFix{{
		Message: "Build it once, in a variable of the package",
		TextEdits: []analysis.TextEdit{
			{Pos: at, End: at, NewText: fmt.Appendf(nil, "var %s = %s\n\n", name, Format(expr))},
			{Pos: expr.Pos(), End: expr.End(), NewText: []byte(name)},
		},
	}}
}

// must is the call, or, when that also returns an error, the call that is
// given both and panics. The path begins with what it returns.
func (p *Pass) must(call *ast.CallExpr, path []ast.Node) (ast.Expr, []ast.Node) {
	if _, fails := p.pass.TypesInfo.TypeOf(call).(*types.Tuple); !fails {
		return call, path
	}
	if len(path) < 2 {
		return nil, nil
	}
	outer, ok := path[1].(*ast.CallExpr)
	if !ok || len(outer.Args) != 1 || outer.Args[0] != ast.Expr(call) {
		return nil, nil
	}
	sel, ok := outer.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Must" {
		return nil, nil
	}
	return outer, path[1:]
}

// isConstant reports whether an expression has the same value wherever in the
// package it stands, and whenever it is evaluated.
func (p *Pass) isConstant(expr ast.Expr) bool {
	ok := true
	ast.Inspect(expr, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			ok = false
		case *ast.Ident:
			ok = ok && p.isShared(p.pass.TypesInfo.Uses[n])
		}
		return ok
	})
	return ok
}

// isShared reports whether an object means the same everywhere in the file and
// does not change.
func (p *Pass) isShared(obj types.Object) bool {
	switch obj := obj.(type) {
	case *types.Var:
		return obj.IsField()
	case *types.Const, *types.TypeName:
		return obj.Parent() == types.Universe || obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope()
	case *types.Func:
		return obj.Pkg() != p.pass.Pkg // ours may depend on what init sets up
	case *types.PkgName, *types.Builtin:
		return true
	case nil: // the key of a field in a literal of a generic type, or nothing known
		return false
	}
	return false
}

func hasComment(file *ast.File, expr ast.Expr) bool {
	return slices.ContainsFunc(file.Comments, func(c *ast.CommentGroup) bool { return expr.Pos() < c.Pos() && c.Pos() < expr.End() })
}

// isUsedBy reports whether all that is done with an expression is calling the
// methods in safe, at once or through a local variable that it begins.
func (p *Pass) isUsedBy(path []ast.Node, safe []string) bool {
	switch parent := path[1].(type) {
	case *ast.SelectorExpr:
		return slices.Contains(safe, parent.Sel.Name)
	case *ast.AssignStmt:
		id, ok := parent.Lhs[0].(*ast.Ident)
		if !ok || len(parent.Lhs) != 1 || parent.Tok != token.DEFINE {
			return false
		}
		obj := p.pass.TypesInfo.Defs[id]
		for use, o := range p.pass.TypesInfo.Uses {
			if o != obj || obj == nil {
				continue
			}
			around := p.enclosing(use)
			sel, ok := around[1].(*ast.SelectorExpr)
			if !ok || !slices.Contains(safe, sel.Sel.Name) {
				return false
			}
		}
		return obj != nil
	}
	return false
}

// freeName is a name that means nothing yet in the package, in one of its
// files, or around pos.
func (p *Pass) freeName(base string, pos token.Pos, taken map[string]bool) string {
	for i := 1; ; i++ {
		name := base
		if i > 1 {
			name = fmt.Sprint(base, i)
		}
		if !taken[name] && !p.isTaken(name, pos) {
			taken[name] = true
			return name
		}
	}
}

func (p *Pass) isTaken(name string, pos token.Pos) bool {
	if p.pass.Pkg.Scope().Lookup(name) != nil {
		return true
	}
	for _, f := range p.pass.Files {
		if s := p.pass.TypesInfo.Scopes[f]; s != nil && s.Lookup(name) != nil {
			return true
		}
	}
	for s := p.pass.Pkg.Scope().Innermost(pos); s != nil; s = s.Parent() {
		if s.Lookup(name) != nil {
			return true
		}
	}
	return false
}

// declName is the name of a function or of the first variable that is
// declared, with a small letter first.
func declName(decl ast.Decl) string {
	name := ""
	switch d := decl.(type) {
	case *ast.FuncDecl:
		name = d.Name.Name
	case *ast.GenDecl:
		if spec, ok := d.Specs[0].(*ast.ValueSpec); ok {
			name = spec.Names[0].Name
		}
	}
	name = strings.Trim(name, "_")
	runes := []rune(name)
	for i := range runes {
		if !unicode.IsUpper(runes[i]) || i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1]) {
			break
		}
		runes[i] = unicode.ToLower(runes[i])
	}
	return string(runes)
}

func docOf(decl ast.Decl) *ast.CommentGroup {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		return d.Doc
	case *ast.GenDecl:
		return d.Doc
	}
	return nil
}
