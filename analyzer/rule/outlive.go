package rule

import (
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// OutliveRequest makes a goroutine that call starts independent of the end of
// the request: its context keeps its values but is not cancelled with it. A
// deadline of its own is set when the user names one. It is nil where that
// takes more than a change of the call or of the literal's first line.
func (p *Pass) OutliveRequest(call *ast.CallExpr) []analysis.SuggestedFix {
	if v := p.pass.Pkg.GoVersion(); v != "" && version.Compare(v, "go1.21") < 0 {
		return nil
	}
	file := p.model.Prog.Syntax(call.Pos())
	edits := p.argumentWithoutCancel(call)
	if edits == nil {
		if lit := literalOf(call); lit != nil {
			edits = p.literalWithoutCancel(file, lit)
		}
	}
	if edits == nil {
		return nil
	}
	edits = append(edits, addImport(file, "context")...)
	return []analysis.SuggestedFix{{Message: "Detach the context from the request", TextEdits: edits}}
}

// literalOf is the function literal that a call starts: the one that it calls,
// or its only argument that is one.
func literalOf(call *ast.CallExpr) *ast.FuncLit {
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return lit
	}
	var found *ast.FuncLit
	for _, a := range call.Args {
		if lit, ok := ast.Unparen(a).(*ast.FuncLit); ok {
			if found != nil {
				return nil
			}
			found = lit
		}
	}
	return found
}

// argumentWithoutCancel wraps the one context among the arguments.
func (p *Pass) argumentWithoutCancel(call *ast.CallExpr) []analysis.TextEdit {
	var edits []analysis.TextEdit
	for _, a := range call.Args {
		if t := p.pass.TypesInfo.TypeOf(a); t == nil || !program.IsContext(t) {
			continue
		}
		if edits != nil {
			return nil
		}
		edits = withoutCancel(a)
	}
	return edits
}

func withoutCancel(e ast.Expr) []analysis.TextEdit {
	return []analysis.TextEdit{
		{Pos: e.Pos(), End: e.Pos(), NewText: []byte("context.WithoutCancel(")},
		{Pos: e.End(), End: e.End(), NewText: []byte(")")},
	}
}

// literalWithoutCancel shadows the one context that a literal captures, or
// wraps it where it is used once; so it does what a captured request returns.
func (p *Pass) literalWithoutCancel(file *ast.File, lit *ast.FuncLit) []analysis.TextEdit {
	var name string
	var uses []ast.Expr
	several := false
	add := func(e ast.Expr, text string) {
		several = several || name != "" && name != text
		name = text
		uses = append(uses, e)
	}
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.Ident:
			if obj := p.captured(x, lit); obj != nil && program.IsContext(obj.Type()) {
				add(x, x.Name)
			}
		case *ast.CallExpr:
			if root := p.contextCall(x, lit); root != "" {
				add(x, root)
				return false
			}
		}
		return true
	})
	if len(uses) == 0 || several {
		return nil
	}
	ident, isIdent := uses[0].(*ast.Ident)
	if p.options.Timeout > 0 || isIdent && len(uses) > 1 {
		if !isIdent {
			return nil
		}
		return p.shadow(file, lit, ident.Name)
	}
	var edits []analysis.TextEdit
	for _, e := range uses {
		edits = append(edits, withoutCancel(e)...)
	}
	return edits
}

// captured is the variable that an identifier in a literal captures, or nil.
func (p *Pass) captured(id *ast.Ident, lit *ast.FuncLit) types.Object {
	obj, ok := p.pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || obj.IsField() || obj.Parent() == p.pass.Pkg.Scope() || lit.Pos() <= obj.Pos() && obj.Pos() < lit.End() {
		return nil
	}
	return obj
}

// contextCall names the call by which a captured request or framework's context
// returns its context: "r.Context()".
func (p *Pass) contextCall(call *ast.CallExpr, lit *ast.FuncLit) string {
	t := p.pass.TypesInfo.TypeOf(call)
	if t == nil || !program.IsContext(t) || len(call.Args) > 0 {
		return ""
	}
	e := call.Fun
	for {
		switch x := e.(type) {
		case *ast.SelectorExpr:
			e = x.X
		case *ast.CallExpr:
			e = x.Fun
		case *ast.Ident:
			if p.captured(x, lit) == nil {
				return ""
			}
			return Format(call)
		default:
			return ""
		}
	}
}

// shadow declares a context of the same name at the beginning of a literal.
func (p *Pass) shadow(file *ast.File, lit *ast.FuncLit, name string) []analysis.TextEdit {
	first := lit.Body.List[0]
	scope := p.pass.TypesInfo.Scopes[lit.Type]
	if scope == nil || scope.Lookup(name) != nil || p.line(first.Pos()) == p.line(lit.Body.Lbrace) {
		return nil
	}
	indent := strings.Repeat("\t", p.pass.Fset.Position(first.Pos()).Column-1)
	text := name + " := context.WithoutCancel(" + name + ")\n" + indent
	var edits []analysis.TextEdit
	if d := p.options.Timeout; d > 0 {
		if isTaken(scope, "cancel", first.Pos()) {
			return nil
		}
		text = name + ", cancel := context.WithTimeout(context.WithoutCancel(" + name + "), " + duration(d) + ")\n" + indent + "defer cancel()\n" + indent
		edits = addImport(file, "time")
	}
	return append(edits, analysis.TextEdit{Pos: first.Pos(), End: first.Pos(), NewText: []byte(text)})
}

func (p *Pass) line(pos token.Pos) int { return p.pass.Fset.Position(pos).Line }

// CopyForGoroutine gives a goroutine a copy of a framework's context, of a type
// that has a method Copy for that, when it only reads it.
func (p *Pass) CopyForGoroutine(call *ast.CallExpr) []analysis.SuggestedFix {
	edits := p.copiedArgument(call)
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok && edits == nil && len(call.Args) == 0 {
		edits = p.copiedCapture(call, lit)
	}
	if edits == nil {
		return nil
	}
	return []analysis.SuggestedFix{{Message: "Give the goroutine a copy", TextEdits: edits}}
}

// copiedArgument copies the one argument that can be copied.
func (p *Pass) copiedArgument(call *ast.CallExpr) []analysis.TextEdit {
	for _, a := range call.Args {
		if id, ok := a.(*ast.Ident); ok && hasCopy(p.pass.TypesInfo.TypeOf(id)) {
			return []analysis.TextEdit{{Pos: a.End(), End: a.End(), NewText: []byte(".Copy()")}}
		}
	}
	return nil
}

// copiedCapture makes a parameter of what a literal captures.
func (p *Pass) copiedCapture(call *ast.CallExpr, lit *ast.FuncLit) []analysis.TextEdit {
	var obj types.Object
	reads := true
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.ExprStmt: // c.JSON(…) answers, and a copy cannot
			if call, ok := x.X.(*ast.CallExpr); ok {
				sel, isSel := call.Fun.(*ast.SelectorExpr)
				if id, ok := selected(sel, isSel); ok && p.captured(id, lit) != nil && hasCopy(p.pass.TypesInfo.TypeOf(id)) {
					reads = false
				}
			}
		case *ast.SelectorExpr:
			if id, ok := x.X.(*ast.Ident); ok && x.Sel.Name == "Writer" && p.captured(id, lit) != nil {
				reads = false
			}
		case *ast.Ident:
			if v := p.captured(x, lit); v != nil && hasCopy(v.Type()) {
				reads = reads && (obj == nil || obj == v)
				obj = v
			}
		}
		return true
	})
	if obj == nil || !reads || lit.Type.Params.NumFields() > 0 {
		return nil
	}
	at := lit.Type.Params.Opening + 1
	typ := types.TypeString(obj.Type(), (*types.Package).Name)
	return []analysis.TextEdit{
		{Pos: at, End: at, NewText: []byte(obj.Name() + " " + typ)},
		{Pos: call.Lparen + 1, End: call.Lparen + 1, NewText: []byte(obj.Name() + ".Copy()")},
	}
}

func selected(sel *ast.SelectorExpr, ok bool) (*ast.Ident, bool) {
	if !ok {
		return nil, false
	}
	id, ok := sel.X.(*ast.Ident)
	return id, ok
}

// hasCopy reports whether values of a type copy themselves.
func hasCopy(t types.Type) bool {
	if t == nil {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "Copy")
	fn, ok := obj.(*types.Func)
	return ok && fn.Signature().Params().Len() == 0 && fn.Signature().Results().Len() == 1 &&
		types.Identical(fn.Signature().Results().At(0).Type(), t)
}
