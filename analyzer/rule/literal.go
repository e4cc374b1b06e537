package rule

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"
)

// SetField adds a field to a composite literal, and the import that its value
// needs. It is nil for a literal without field names.
func (p *Pass) SetField(lit *ast.CompositeLit, field, value, imported string) []analysis.SuggestedFix {
	if len(lit.Elts) > 0 {
		if _, ok := lit.Elts[0].(*ast.KeyValueExpr); !ok {
			return nil
		}
	}
	file := p.model.Prog.Syntax(lit.Pos())
	if file == nil {
		return nil
	}
	edits := addImport(file, imported)
	line := func(n ast.Node) int { return p.pass.Fset.Position(n.Pos()).Line }
	switch text := field + ": " + value; {
	case len(lit.Elts) == 0:
		edits = append(edits, analysis.TextEdit{Pos: lit.Lbrace + 1, End: lit.Lbrace + 1, NewText: []byte(text)})
	case line(lit.Elts[0]) == p.pass.Fset.Position(lit.Lbrace).Line: // on one line
		last := lit.Elts[len(lit.Elts)-1]
		edits = append(edits, analysis.TextEdit{Pos: last.End(), End: last.End(), NewText: []byte(", " + text)})
	default:
		first := lit.Elts[0]
		indent := p.indentAt(first.Pos())
		edits = append(edits, analysis.TextEdit{Pos: first.Pos(), End: first.Pos(), NewText: []byte(text + ",\n" + indent)})
	}
	return []analysis.SuggestedFix{{Message: "Set " + field, TextEdits: edits}}
}

// Configure gives a call, which has no arguments, a composite literal of a type
// of the callee's package that sets a field. It is nil when the package is not
// named in the call.
func (p *Pass) Configure(call *ast.CallExpr, config, field, value, imported string) []analysis.SuggestedFix {
	if call == nil || len(call.Args) > 0 {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	pkg, ok := sel.X.(*ast.Ident)
	file := p.model.Prog.Syntax(call.Pos())
	if !ok || file == nil {
		return nil
	}
	text := pkg.Name + "." + config + "{" + field + ": " + value + "}"
	edits := append(addImport(file, imported), analysis.TextEdit{Pos: call.Rparen, End: call.Rparen, NewText: []byte(text)})
	return []analysis.SuggestedFix{{Message: "Set " + field, TextEdits: edits}}
}
