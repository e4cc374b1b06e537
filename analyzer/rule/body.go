package rule

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// LimitBody gives the request that a call reads a body that ends, in a
// statement before the call. It is nil where the call does not name the
// handler's own request, where the names that it needs mean something else, and
// in a loop.
func (p *Pass) LimitBody(call *ast.CallExpr, limit string) []analysis.SuggestedFix {
	path := p.enclosing(call)
	stmt := statement(path)
	if stmt == nil || inLoop(path) {
		return nil
	}
	body, writer := p.requestRead(call, path)
	if body == "" {
		return nil
	}
	edits := addImport(p.model.Prog.Syntax(call.Pos()), "net/http")
	indent := p.indentAt(stmt.Pos())
	text := body + " = http.MaxBytesReader(" + writer + ", " + body + ", " + limit + ")\n" + indent
	edits = append(edits, analysis.TextEdit{Pos: stmt.Pos(), End: stmt.Pos(), NewText: []byte(text)})
	return []analysis.SuggestedFix{{Message: "Limit the body", TextEdits: edits}}
}

// statement is the nearest statement of a list that the path leads through.
func statement(path []ast.Node) ast.Stmt {
	for i, n := range path[:max(len(path)-1, 0)] {
		stmt, ok := n.(ast.Stmt)
		if !ok {
			continue
		}
		switch path[i+1].(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
			return stmt
		}
	}
	return nil
}

// requestRead are the expressions for the body that a call reads and for the
// writer of the answer: of the function around it, if it has both.
func (p *Pass) requestRead(call *ast.CallExpr, path []ast.Node) (body, writer string) {
	var params *ast.FieldList
	for _, n := range path {
		switch fn := n.(type) {
		case *ast.FuncDecl:
			params = fn.Type.Params
		case *ast.FuncLit:
			params = fn.Type.Params
		}
		if params != nil {
			break
		}
	}
	if params == nil {
		return "", ""
	}
	for _, field := range params.List {
		for _, name := range field.Names {
			obj := p.pass.TypesInfo.Defs[name]
			if obj == nil || !p.means(name.Name, obj, call.Pos()) {
				continue
			}
			switch t := obj.Type(); {
			case isWriter(t):
				writer = name.Name
			case !p.mentions(call, obj):
			case program.IsRequest(t):
				body = name.Name + ".Body"
			case has(t, "Request") != nil && isWriter(has(t, "Writer")):
				return name.Name + ".Request.Body", name.Name + ".Writer"
			case has(t, "Request") != nil && isWriter(has(t, "Response")):
				return name.Name + ".Request().Body", name.Name + ".Response()"
			}
		}
	}
	if writer == "" {
		return "", ""
	}
	return body, writer
}

// means reports whether a name is that of an object where pos is.
func (p *Pass) means(name string, obj types.Object, pos token.Pos) bool {
	scope := p.pass.Pkg.Scope().Innermost(pos)
	if scope == nil || name == "_" {
		return false
	}
	_, found := scope.LookupParent(name, pos)
	return found == obj
}

// mentions reports whether an object is named in a call.
func (p *Pass) mentions(call *ast.CallExpr, obj types.Object) bool {
	found := false
	ast.Inspect(call, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && p.pass.TypesInfo.Uses[id] == obj
		return !found
	})
	return found
}

// has is the type of a field, or of what a method without parameters returns.
func has(t types.Type, name string) types.Type {
	switch obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name); obj := obj.(type) {
	case *types.Var:
		return obj.Type()
	case *types.Func:
		if sig := obj.Signature(); sig.Params().Len() == 0 && sig.Results().Len() == 1 {
			return sig.Results().At(0).Type()
		}
	}
	return nil
}

// isWriter reports whether t has the methods of an http.ResponseWriter.
func isWriter(t types.Type) bool {
	if t == nil {
		return false
	}
	for _, name := range []string{"Header", "Write", "WriteHeader"} {
		if obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name); obj == nil {
			return false
		}
	}
	return true
}
