package baseline

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"

	"github.com/stallcheck/stallcheck/analyzer/report"
)

// locator finds the declarations that places are in. It reads each file once.
type locator struct {
	dir   string
	files map[string][]span
}

// span is a declaration, from line to line.
type span struct {
	name     string // "-" for what is no function and declares no name
	from, to int
}

func newLocator(dir string) *locator {
	return &locator{dir, make(map[string][]span)}
}

// enclosing is the declaration that a place is in.
func (l *locator) enclosing(at report.Place) span {
	for _, s := range l.spans(at.File) {
		if s.from <= at.Line && at.Line <= s.to {
			return s
		}
	}
	return span{name: "-", from: at.Line, to: at.Line}
}

// spans are the declarations of a file. One that cannot be read has none.
func (l *locator) spans(name string) []span {
	if spans, ok := l.files[name]; ok {
		return spans
	}
	fset := token.NewFileSet()
	// A file that does not parse is no finding's; what there is of it will do.
	file, _ := parser.ParseFile(fset, l.path(name), nil, parser.SkipObjectResolution)
	var spans []span
	if file != nil {
		for _, decl := range file.Decls {
			spans = append(spans, span{declared(decl), fset.Position(decl.Pos()).Line, fset.Position(decl.End()).Line})
		}
	}
	l.files[name] = spans
	return spans
}

// path is where a file is that is named as in a report.
func (l *locator) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(l.dir, filepath.FromSlash(name))
}

// declared names what a declaration declares: a function with its receiver, or
// the first variable of a group.
func declared(decl ast.Decl) string {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv != nil && len(d.Recv.List) == 1 {
			return receiver(d.Recv.List[0].Type) + "." + d.Name.Name
		}
		return d.Name.Name
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok {
				return v.Names[0].Name
			}
		}
	}
	return "-"
}

// receiver is "(*T)" or "(T)", without type parameters.
func receiver(t ast.Expr) string {
	switch t := ast.Unparen(t).(type) {
	case *ast.StarExpr:
		return "(*" + receiver(t.X)[1:]
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	case *ast.Ident:
		return "(" + t.Name + ")"
	}
	return "(?)"
}
