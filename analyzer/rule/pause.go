package rule

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// PauseUnderContext replaces a statement time.Sleep(d) by a select that also
// ends with the context in scope. It is nil where there is no such context, and
// where it is not certain what to return then: a function that returns anything
// but an error has to say what.
func (p *Pass) PauseUnderContext(call *ast.CallExpr) []analysis.SuggestedFix {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Sleep" || len(call.Args) != 1 {
		return nil
	}
	ctx := p.ContextInScope(call)
	path := p.enclosing(call)
	if ctx == "" || len(path) < 2 {
		return nil
	}
	if _, isStatement := path[1].(*ast.ExprStmt); !isStatement {
		return nil
	}
	ret, ok := p.returnOf(path, ctx)
	if !ok {
		return nil
	}
	indent := "\n" + strings.Repeat("\t", p.pass.Fset.Position(call.Pos()).Column-1)
	pkg := types.ExprString(sel.X)
	return []analysis.SuggestedFix{{
		Message: "Sleep no longer than the context in scope",
		TextEdits: []analysis.TextEdit{
			{Pos: call.Pos(), End: call.Lparen, NewText: []byte("select {" + indent + "case <-" + ctx + ".Done():" + indent + "\t" + ret + indent + "case <-" + pkg + ".After")},
			{Pos: call.End(), End: call.End(), NewText: []byte(":" + indent + "}")},
		},
	}}
}

// returnOf is the statement that ends the innermost function of a path when its
// context is over.
func (p *Pass) returnOf(path []ast.Node, ctx string) (stmt string, ok bool) {
	fn := innermost(path)
	switch {
	case fn == nil:
		return "", false
	case fn.Results.NumFields() == 0:
		return "return", true
	case fn.Results.NumFields() == 1 && types.Identical(p.pass.TypesInfo.TypeOf(fn.Results.List[0].Type), types.Universe.Lookup("error").Type()):
		return "return " + ctx + ".Err()", true
	}
	return "", false
}

// innermost is the type of the innermost function of a path, which begins with
// the innermost node; nil outside functions.
func innermost(path []ast.Node) *ast.FuncType {
	for _, n := range path {
		switch fn := n.(type) {
		case *ast.FuncDecl:
			return fn.Type
		case *ast.FuncLit:
			return fn.Type
		}
	}
	return nil
}
