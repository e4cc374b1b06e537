package rule

import (
	"go/ast"
	"go/printer"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// enclosing is the path from a node up to its file.
func (p *Pass) enclosing(n ast.Node) []ast.Node {
	f := p.model.Prog.Syntax(n.Pos())
	if f == nil {
		return nil
	}
	path, _ := astutil.PathEnclosingInterval(f, n.Pos(), n.End())
	return path
}

// ContextInScope is the expression for the context that a call could use
// instead of its own: of the innermost function around it that is given one.
// It is "" where there is none, where its name means something else, and where
// others wait for the same call.
func (p *Pass) ContextInScope(call *ast.CallExpr) string {
	for _, n := range p.enclosing(call) {
		var params *ast.FieldList
		switch fn := n.(type) {
		case *ast.CallExpr:
			if fn != call && p.runsForAll(fn) {
				return ""
			}
			continue
		case *ast.FuncDecl:
			params = fn.Type.Params
		case *ast.FuncLit:
			params = fn.Type.Params
		default:
			continue
		}
		for _, field := range params.List {
			for _, name := range field.Names {
				if expr := p.contextOf(name, call.Pos()); expr != "" {
					return expr
				}
			}
		}
	}
	return ""
}

// runsForAll reports whether a call runs the function that it is given once, for
// whoever asks meanwhile or later: it must not end with the first request.
func (p *Pass) runsForAll(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	fn, ok := p.pass.TypesInfo.Uses[sel.Sel].(*types.Func)
	if !ok {
		return false
	}
	switch fn.FullName() {
	case "(*sync.Once).Do", "(*golang.org/x/sync/singleflight.Group).Do", "(*golang.org/x/sync/singleflight.Group).DoChan":
		return true
	}
	return false
}

// contextOf is the expression for the context that a parameter carries.
func (p *Pass) contextOf(name *ast.Ident, at token.Pos) string {
	obj := p.pass.TypesInfo.Defs[name]
	if obj == nil || name.Name == "_" || !program.CarriesContext(obj.Type()) {
		return ""
	}
	scope := p.pass.Pkg.Scope().Innermost(at)
	if scope == nil {
		return ""
	}
	if _, found := scope.LookupParent(name.Name, at); found != obj {
		return ""
	}
	if program.IsContext(obj.Type()) {
		return name.Name
	}
	for _, accessor := range []string{"UserContext", "Context"} {
		if returnsContext(obj.Type(), accessor) {
			return name.Name + "." + accessor + "()"
		}
	}
	switch request, _, _ := types.LookupFieldOrMethod(obj.Type(), true, nil, "Request"); request.(type) {
	case *types.Var:
		return name.Name + ".Request.Context()"
	case *types.Func:
		return name.Name + ".Request().Context()"
	}
	return ""
}

func returnsContext(t types.Type, method string) bool {
	m, _, _ := types.LookupFieldOrMethod(t, true, nil, method)
	fn, ok := m.(*types.Func)
	return ok && fn.Signature().Params().Len() == 0 && fn.Signature().Results().Len() == 1 &&
		program.IsContext(fn.Signature().Results().At(0).Type())
}

// UseSibling replaces the method or function that is called by its sibling of
// the given symbol, with ctx as its first argument. It is nil when the sibling
// is not a method of the same value or a function of the same package that
// takes the same arguments after the context.
func (p *Pass) UseSibling(call *ast.CallExpr, symbol, ctx string) []analysis.SuggestedFix {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || ctx == "" {
		return nil
	}
	name := symbol[strings.LastIndex(symbol, ".")+1:]
	sig, ok := p.pass.TypesInfo.TypeOf(call.Fun).(*types.Signature)
	if !ok {
		return nil
	}
	same, options := p.takesContextAnd(sel, name, sig)
	if !same {
		return nil
	}
	arg := ctx
	if options {
		arg += ", nil"
	}
	if len(call.Args) > 0 {
		arg += ", "
	}
	return []analysis.SuggestedFix{{
		Message: "Call " + name + " with the context in scope",
		TextEdits: []analysis.TextEdit{
			{Pos: sel.Sel.Pos(), End: sel.Sel.End(), NewText: []byte(name)},
			{Pos: call.Lparen + 1, End: call.Lparen + 1, NewText: []byte(arg)},
		},
	}}
}

// takesContextAnd reports whether sel.X has a method or function of this name
// with the signature sig after a context, and whether a pointer to options,
// which may be nil, stands between, as in BeginTx.
func (p *Pass) takesContextAnd(sel *ast.SelectorExpr, name string, sig *types.Signature) (same, options bool) {
	var obj types.Object
	if id, ok := sel.X.(*ast.Ident); ok {
		if pkg, ok := p.pass.TypesInfo.Uses[id].(*types.PkgName); ok {
			obj = pkg.Imported().Scope().Lookup(name)
		}
	}
	if t := p.pass.TypesInfo.TypeOf(sel.X); obj == nil && t != nil {
		obj, _, _ = types.LookupFieldOrMethod(t, true, p.pass.Pkg, name)
	}
	fn, ok := obj.(*types.Func)
	if !ok {
		return false, false
	}
	params := fn.Signature().Params()
	if params.Len() == 0 || !program.IsContext(params.At(0).Type()) || fn.Signature().Variadic() != sig.Variadic() {
		return false, false
	}
	first := 1
	if params.Len() == sig.Params().Len()+2 {
		ptr, isPtr := params.At(1).Type().(*types.Pointer)
		options = isPtr && strings.HasSuffix(ptr.Elem().String(), "Options")
		first++
	}
	if params.Len() != sig.Params().Len()+first || first == 2 && !options {
		return false, false
	}
	for i := range sig.Params().Len() {
		if !types.Identical(params.At(i+first).Type(), sig.Params().At(i).Type()) {
			return false, false
		}
	}
	return types.Identical(fn.Signature().Results(), sig.Results()), options
}

// UseContext replaces an argument that makes a context which never ends by
// ctx. inScope is the context in scope, which ctx is or derives from.
func (p *Pass) UseContext(call *ast.CallExpr, inScope, ctx string) []analysis.SuggestedFix {
	for _, a := range call.Args {
		if strings.HasPrefix(inScope, Format(a)+".") { // a framework's own context
			return replaceContext(a, ctx)
		}
		made, ok := ast.Unparen(a).(*ast.CallExpr)
		if !ok {
			continue
		}
		sel, ok := made.Fun.(*ast.SelectorExpr)
		if !ok {
			continue
		}
		fn, ok := p.pass.TypesInfo.Uses[sel.Sel].(*types.Func)
		if ok && fn.Pkg() != nil && fn.Pkg().Path() == "context" && (fn.Name() == "Background" || fn.Name() == "TODO") {
			return replaceContext(a, ctx)
		}
	}
	return nil
}

func replaceContext(arg ast.Expr, ctx string) []analysis.SuggestedFix {
	return []analysis.SuggestedFix{{
		Message:   "Use the context in scope",
		TextEdits: []analysis.TextEdit{{Pos: arg.Pos(), End: arg.End(), NewText: []byte(ctx)}},
	}}
}

// DeferRelease inserts a deferred release of what a call acquires, after the
// check of its error: a method, or method of a field as in Body.Close. It is
// nil where that would not be right: in a loop, when the result is not kept in
// a variable, when no error check follows, or when the method needs arguments
// other than a context that is in scope.
func (p *Pass) DeferRelease(call *ast.CallExpr, result int, method string) []analysis.SuggestedFix {
	args, ok := p.releaseArgs(call, result, method)
	path := p.enclosing(call)
	if !ok || len(path) < 3 {
		return nil
	}
	assign, ok := path[1].(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 || result >= len(assign.Lhs) {
		return nil
	}
	block, ok := path[2].(*ast.BlockStmt)
	if !ok || inLoop(path) {
		return nil
	}
	owner, ok := assign.Lhs[result].(*ast.Ident)
	if !ok || owner.Name == "_" {
		return nil
	}
	after := ast.Stmt(assign)
	for i, s := range block.List {
		if s != ast.Stmt(assign) || len(assign.Lhs) == 1 {
			continue
		}
		if i+1 >= len(block.List) || !checksError(block.List[i+1], assign.Lhs[len(assign.Lhs)-1]) {
			return nil
		}
		after = block.List[i+1]
	}
	return []analysis.SuggestedFix{{
		Message:   "Defer the release",
		TextEdits: []analysis.TextEdit{p.lineAfter(after, "defer "+owner.Name+"."+method+"("+args+")")},
	}}
}

// lineAfter adds a line behind a statement.
func (p *Pass) lineAfter(s ast.Stmt, text string) analysis.TextEdit {
	end := p.endOfLine(s)
	return analysis.TextEdit{Pos: end, End: end, NewText: []byte("\n" + p.indentAt(s.Pos()) + text)}
}

// indentAt is what stands before the first token of a line.
func (p *Pass) indentAt(pos token.Pos) string {
	return strings.Repeat("\t", p.pass.Fset.Position(pos).Column-1)
}

// endOfLine is the end of a statement, and of the comment behind it.
func (p *Pass) endOfLine(s ast.Stmt) token.Pos {
	line := p.pass.Fset.Position(s.End()).Line
	for _, group := range p.model.Prog.Syntax(s.Pos()).Comments {
		if group.Pos() >= s.End() && p.pass.Fset.Position(group.Pos()).Line == line {
			return group.List[0].End()
		}
	}
	return s.End()
}

// releaseArgs are the arguments for the method, or method of a field, of what
// a call returns: none, or the context in scope.
func (p *Pass) releaseArgs(call *ast.CallExpr, result int, name string) (args string, ok bool) {
	t := p.pass.TypesInfo.TypeOf(call)
	if tuple, isTuple := t.(*types.Tuple); isTuple {
		if result >= tuple.Len() {
			return "", false
		}
		t = tuple.At(result).Type()
	}
	for part := range strings.SplitSeq(name, ".") {
		obj, _, _ := types.LookupFieldOrMethod(t, true, p.pass.Pkg, part)
		if obj == nil {
			return "", false
		}
		t = obj.Type()
	}
	sig, ok := t.(*types.Signature)
	switch {
	case !ok:
		return "", false
	case sig.Params().Len() == 1 && program.IsContext(sig.Params().At(0).Type()):
		ctx := p.ContextInScope(call)
		return ctx, ctx != ""
	}
	return "", sig.Params().Len() == 0
}

// inLoop reports whether the path leaves a loop before it leaves a function.
func inLoop(path []ast.Node) bool {
	for _, n := range path {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		}
	}
	return false
}

// checksError reports whether s leaves when err is not nil.
func checksError(s ast.Stmt, err ast.Expr) bool {
	check, ok := s.(*ast.IfStmt)
	if !ok || check.Init != nil || check.Else != nil || len(check.Body.List) == 0 {
		return false
	}
	cond, ok := check.Cond.(*ast.BinaryExpr)
	if !ok || cond.Op != token.NEQ || Format(cond.X) != Format(err) || Format(cond.Y) != "nil" {
		return false
	}
	switch last := check.Body.List[len(check.Body.List)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	case *ast.ExprStmt:
		call, ok := last.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		name := Format(call.Fun)
		return name == "panic" || name == "os.Exit" || strings.Contains(name, ".Fatal")
	}
	return false
}

// Format prints an expression as it is written.
func Format(e ast.Expr) string {
	var b strings.Builder
	if err := printer.Fprint(&b, token.NewFileSet(), e); err != nil {
		return ""
	}
	return b.String()
}
