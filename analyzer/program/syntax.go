package program

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// CallExpr is the syntax of a call, or nil when it has none.
func (p *Package) CallExpr(site ssa.CallInstruction) *ast.CallExpr {
	if e, ok := p.exprs[site]; ok {
		return e
	}
	e := callAt(p.Syntax(site.Pos()), site.Common().Pos())
	p.exprs[site] = e
	return e
}

// CallPos is where a call is reported: the beginning of its expression, or the
// method's name when a chain of calls put that on a line of its own.
func (p *Package) CallPos(site ssa.CallInstruction) token.Pos {
	call := p.CallExpr(site)
	if call == nil {
		if body := LoopBody(site); body != nil && !site.Pos().IsValid() {
			return body.Fn.Pos()
		}
		return site.Pos()
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && p.line(sel.Sel.Pos()) != p.line(call.Pos()) {
		return sel.Sel.Pos()
	}
	return call.Pos()
}

// LoopBody is the body of a loop over a function, if a call is of that function;
// else nil. The compiler writes such calls.
func LoopBody(site ssa.CallInstruction) *ssa.MakeClosure {
	args := site.Common().Args
	if len(args) == 0 {
		return nil
	}
	body, ok := args[len(args)-1].(*ssa.MakeClosure)
	if !ok || body.Fn.(*ssa.Function).Synthetic != "range-over-func yield" {
		return nil
	}
	return body
}

func (p *Package) line(pos token.Pos) int { return p.Pass.Fset.Position(pos).Line }

// callAt finds the call whose left parenthesis is at pos, which is where SSA
// places a call.
func callAt(f *ast.File, pos token.Pos) *ast.CallExpr {
	var found *ast.CallExpr
	if f == nil || !pos.IsValid() {
		return nil
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil || found != nil || n.Pos() > pos || n.End() <= pos {
			return false
		}
		if c, ok := n.(*ast.CallExpr); ok && c.Lparen == pos {
			found = c
		}
		return true
	})
	return found
}

// UseOn is where the package variable of another package, given by its path and
// name, is written on the line of pos; pos itself when it is not.
func (p *Package) UseOn(pos token.Pos, variable string) token.Pos {
	f := p.Syntax(pos)
	if f == nil {
		return pos
	}
	at := pos
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil || p.line(n.Pos()) > p.line(pos) || p.line(n.End()) < p.line(pos) {
			return false
		}
		if sel, ok := n.(*ast.SelectorExpr); ok && p.line(sel.Pos()) == p.line(pos) {
			if v, ok := p.Pass.TypesInfo.Uses[sel.Sel].(*types.Var); ok && v.Pkg() != nil && PathOf(v.Pkg())+"."+v.Name() == variable {
				at = sel.Pos()
			}
		}
		return true
	})
	return at
}

// LiteralPos is where the composite literal begins that SSA allocates at a.
func (p *Package) LiteralPos(a *ssa.Alloc) token.Pos {
	if lit := p.Literal(a); lit != nil {
		return lit.Pos()
	}
	return a.Pos()
}

// Literal is the composite literal that SSA allocates at a, or nil.
func (p *Package) Literal(a *ssa.Alloc) (found *ast.CompositeLit) {
	f := p.Syntax(a.Pos())
	if f == nil {
		return nil
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil || n.Pos() > a.Pos() || n.End() <= a.Pos() {
			return false
		}
		if lit, ok := n.(*ast.CompositeLit); ok && lit.Lbrace == a.Pos() {
			found = lit
		}
		return true
	})
	return found
}

// LoopPos is where the innermost loop begins that holds both positions; the
// first of them if there is none.
func (p *Package) LoopPos(from, to token.Pos) token.Pos {
	f := p.Syntax(from)
	out := from
	if f == nil {
		return out
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil || n.Pos() > from || n.End() <= to {
			return false
		}
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			out = n.Pos()
		}
		return true
	})
	return out
}

// Exchange is the channel of the send or receive whose arrow is at pos, as it is
// written, and where the send or receive begins.
func (p *Package) Exchange(arrow token.Pos) (ch ast.Expr, at token.Pos) {
	f := p.Syntax(arrow)
	at = arrow
	if f == nil {
		return nil, at
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil || n.Pos() > arrow || n.End() <= arrow {
			return false
		}
		switch x := n.(type) {
		case *ast.SendStmt:
			if x.Arrow == arrow {
				ch, at = x.Chan, x.Pos()
			}
		case *ast.UnaryExpr:
			if x.OpPos == arrow {
				ch = x.X
			}
		}
		return true
	})
	return ch, at
}
