package rule

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// EndTurn makes a deferred call in the body of a loop run at the end of the
// turn: directly, if nothing follows it, else by moving it and what follows
// into a literal. It is nil where what follows leaves the loop or the function,
// or recovers from panics, and where an earlier deferred call in the same body
// is to be moved first.
func (p *Pass) EndTurn(call *ast.CallExpr) []analysis.SuggestedFix {
	if call == nil {
		return nil
	}
	path := p.enclosing(call)
	if len(path) < 4 {
		return nil
	}
	deferred, isDefer := path[1].(*ast.DeferStmt)
	body, isBlock := path[2].(*ast.BlockStmt)
	if !isDefer || !isBlock || !isBodyOf(body, path[3]) {
		return nil
	}
	for i, s := range body.List {
		if s != ast.Stmt(deferred) {
			if _, earlier := s.(*ast.DeferStmt); earlier {
				return nil
			}
			continue
		}
		if i == len(body.List)-1 {
			return []analysis.SuggestedFix{{
				Message:   "Call it at the end of the turn",
				TextEdits: []analysis.TextEdit{{Pos: deferred.Pos(), End: call.Pos()}},
			}}
		}
		if leaves(body.List[i+1:]) {
			return nil
		}
		end := p.endOfLine(body.List[len(body.List)-1])
		return []analysis.SuggestedFix{{
			Message: "Move the rest of the turn into a literal",
			TextEdits: []analysis.TextEdit{
				{Pos: deferred.Pos(), End: deferred.Pos(), NewText: []byte("func() {\n")},
				{Pos: end, End: end, NewText: []byte("\n}()")},
			},
		}}
	}
	return nil
}

// isBodyOf reports whether a block is the body of a loop.
func isBodyOf(body *ast.BlockStmt, n ast.Node) bool {
	switch loop := n.(type) {
	case *ast.ForStmt:
		return loop.Body == body
	case *ast.RangeStmt:
		return loop.Body == body
	}
	return false
}

// leaves reports whether statements would mean something else in a literal:
// they return, go to a label or leave a loop around them, or recover.
func leaves(stmts []ast.Stmt) bool {
	found := false
	var visit func(n ast.Node, loops, breaks int)
	visit = func(root ast.Node, loops, breaks int) {
		ast.Inspect(root, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ReturnStmt, *ast.LabeledStmt:
				found = true
			case *ast.BranchStmt:
				switch {
				case n.Label != nil || n.Tok == token.GOTO,
					n.Tok == token.BREAK && breaks == 0,
					n.Tok == token.CONTINUE && loops == 0:
					found = true
				}
			case *ast.CallExpr:
				if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "recover" {
					found = true
				}
			case *ast.ForStmt, *ast.RangeStmt:
				if n != root {
					visit(n, loops+1, breaks+1)
					return false
				}
			case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
				if n != root {
					visit(n, loops, breaks+1)
					return false
				}
			}
			return true
		})
	}
	for _, s := range stmts {
		visit(&ast.BlockStmt{List: []ast.Stmt{s}}, 0, 0)
	}
	return found
}
