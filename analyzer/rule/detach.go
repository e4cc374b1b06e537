package rule

import (
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// Detach gives a call in clean-up a context of its own: the values of the one
// that it is given, without its end, and a deadline. over says that it is given
// one that ends too early; otherwise it never ends, and keeps its values. The
// deadline is the one that the user names, in a literal that the clean-up runs
// in; without one the fix is right only if something else ends the call, which
// bounded says.
func (p *Pass) Detach(call *ast.CallExpr, over, bounded bool) []analysis.SuggestedFix {
	arg := p.contextArg(call)
	if arg == nil || !p.hasWithoutCancel() {
		return nil
	}
	ctx := Format(arg)
	if over {
		ctx = "context.WithoutCancel(" + ctx + ")"
	}
	if edits := p.deadlineInLiteral(call, arg, ctx); edits != nil {
		return []analysis.SuggestedFix{{Message: "Clean up under a context of its own", TextEdits: edits}}
	}
	if !over || !bounded {
		return nil
	}
	edits := addImport(p.model.Prog.Syntax(call.Pos()), "context")
	edits = append(edits, analysis.TextEdit{Pos: arg.Pos(), End: arg.End(), NewText: []byte(ctx)})
	return []analysis.SuggestedFix{{Message: "Clean up under a context that is not cancelled", TextEdits: edits}}
}

// contextArg is the only argument of a call that is a context, nil if there is
// none or another one.
func (p *Pass) contextArg(call *ast.CallExpr) ast.Expr {
	var found ast.Expr
	for _, a := range call.Args {
		if t := p.pass.TypesInfo.TypeOf(a); t != nil && program.IsContext(t) {
			if found != nil {
				return nil
			}
			found = a
		}
	}
	return found
}

// hasWithoutCancel reports whether the package is compiled with a context
// package that has WithoutCancel, and may call it.
func (p *Pass) hasWithoutCancel() bool {
	for _, imp := range p.pass.Pkg.Imports() {
		if imp.Path() == "context" {
			return imp.Scope().Lookup("WithoutCancel") != nil
		}
	}
	return false
}

// deadlineInLiteral are the edits that derive a context with the user's deadline
// at the beginning of the deferred literal around a call, and give it to the
// call; nil where that would not be right. All calls of a literal share it.
func (p *Pass) deadlineInLiteral(call *ast.CallExpr, arg ast.Expr, ctx string) []analysis.TextEdit {
	lit := deferredLiteral(p.enclosing(call))
	if p.options.Timeout <= 0 || lit == nil || !p.isFrom(arg, lit) {
		return nil
	}
	at := lit.Body.List[0].Pos()
	scope := p.pass.Pkg.Scope().Innermost(at)
	if scope == nil || isTaken(scope, "cleanupCtx", call.Pos()) || isTaken(scope, "cancelCleanup", call.Pos()) {
		return nil
	}
	file := p.model.Prog.Syntax(call.Pos())
	edits := append(addImport(file, "context"), addImport(file, "time")...)
	indent := p.indentAt(at)
	text := fmt.Sprintf("cleanupCtx, cancelCleanup := context.WithTimeout(%s, %s)\n%sdefer cancelCleanup()\n%s", ctx, duration(p.options.Timeout), indent, indent)
	return append(edits,
		analysis.TextEdit{Pos: at, End: at, NewText: []byte(text)},
		analysis.TextEdit{Pos: arg.Pos(), End: arg.End(), NewText: []byte("cleanupCtx")})
}

// deferredLiteral is the innermost function on the path, if it is a literal that
// is deferred, on lines of its own.
func deferredLiteral(path []ast.Node) *ast.FuncLit {
	for i, n := range path {
		switch fn := n.(type) {
		case *ast.FuncDecl:
			return nil
		case *ast.FuncLit:
			if i+2 >= len(path) {
				return nil
			}
			if _, isDefer := path[i+2].(*ast.DeferStmt); isDefer {
				return fn
			}
			return nil
		}
	}
	return nil
}

// isFrom reports whether an expression means the same at the beginning of a
// literal: all that it names is declared outside.
func (p *Pass) isFrom(e ast.Expr, lit *ast.FuncLit) bool {
	outside := true
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if obj := p.pass.TypesInfo.Uses[id]; obj != nil && lit.Pos() <= obj.Pos() && obj.Pos() < lit.End() {
				outside = false
			}
		}
		return outside
	})
	return outside
}
