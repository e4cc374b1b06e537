package rule

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"
)

// WithTimeout returns the edits that derive a context with a deadline from the
// expression ctx at the beginning of the function around a call, and the name
// of the new context. All calls in a function share it, so that their fixes
// can be applied together. ok is false where that would not be right: without
// a timeout to set, in a loop, where the names are taken, or where the call's
// result outlives the function, which would cancel it.
func (p *Pass) WithTimeout(call *ast.CallExpr, ctx string) (edits []analysis.TextEdit, name string, ok bool) {
	path := p.enclosing(call)
	body := functionBody(path)
	if p.options.Timeout <= 0 || body == nil || inLoop(path) || p.outlives(call, path) {
		return nil, "", false
	}
	at := body.List[0].Pos()
	scope := p.pass.Pkg.Scope().Innermost(at)
	if scope == nil || isTaken(scope, "cancel", call.Pos()) || ctx != "ctx" && isTaken(scope, "ctx", call.Pos()) {
		return nil, "", false
	}
	file := p.model.Prog.Syntax(call.Pos())
	for _, path := range []string{"context", "time"} {
		edits = append(edits, addImport(file, path)...)
	}
	indent := strings.Repeat("\t", p.pass.Fset.Position(at).Column-1)
	text := fmt.Sprintf("ctx, cancel := context.WithTimeout(%s, %s)\n%sdefer cancel()\n%s", ctx, duration(p.options.Timeout), indent, indent)
	return append(edits, analysis.TextEdit{Pos: at, End: at, NewText: []byte(text)}), "ctx", true
}

// functionBody is the body of the innermost function that the path leads
// through, nil when its statements share a line with it.
func functionBody(path []ast.Node) *ast.BlockStmt {
	for _, n := range path {
		switch fn := n.(type) {
		case *ast.FuncDecl:
			return fn.Body
		case *ast.FuncLit:
			return fn.Body
		}
	}
	return nil
}

// isTaken reports whether a name means something where the edit would declare
// it.
func isTaken(scope *types.Scope, name string, at token.Pos) bool {
	_, obj := scope.LookupParent(name, at)
	return obj != nil && obj.Parent() != types.Universe
}

// outlives reports whether the function returns something of the type that the
// call does, such as rows, which must not end with the function's context.
func (p *Pass) outlives(call *ast.CallExpr, path []ast.Node) bool {
	result := p.pass.TypesInfo.TypeOf(call)
	if tuple, ok := result.(*types.Tuple); ok && tuple.Len() > 0 {
		result = tuple.At(0).Type()
	}
	fn := innermost(path)
	switch {
	case fn == nil:
		return true
	case fn.Results == nil || result == nil:
		return false
	}
	for _, field := range fn.Results.List {
		if t := p.pass.TypesInfo.TypeOf(field.Type); t != nil && types.Identical(t, result) && t.String() != "error" {
			return true
		}
	}
	return false
}

// addImport is the edit that imports path, nothing if the file does already.
func addImport(file *ast.File, path string) []analysis.TextEdit {
	quoted := strconv.Quote(path)
	var last *ast.GenDecl
	for _, imp := range file.Imports {
		if imp.Path.Value == quoted && imp.Name == nil {
			return nil
		}
	}
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			if g.Lparen.IsValid() {
				return []analysis.TextEdit{{Pos: g.Lparen + 1, End: g.Lparen + 1, NewText: []byte("\n\t" + quoted)}}
			}
			last = g
		}
	}
	at := file.Name.End()
	if last != nil {
		at = last.End()
	}
	return []analysis.TextEdit{{Pos: at, End: at, NewText: []byte("\nimport " + quoted)}}
}

// duration writes d as Go code.
func duration(d time.Duration) string {
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{time.Hour, "Hour"}, {time.Minute, "Minute"}, {time.Second, "Second"}, {time.Millisecond, "Millisecond"}} {
		if d%unit.size != 0 {
			continue
		}
		if d == unit.size {
			return "time." + unit.name
		}
		return fmt.Sprintf("%d*time.%s", d/unit.size, unit.name)
	}
	return fmt.Sprintf("%d*time.Nanosecond", d)
}
