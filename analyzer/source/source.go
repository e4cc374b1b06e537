// Package source reads the files that findings stand in: which declaration a
// place is in, and the lines around it. Files are parsed one by one and without
// types, and only those that a report has to do with.
package source

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/report"
)

// Reader finds the declarations that places are in, and their lines. It reads
// each file once. A file that cannot be read is empty.
type Reader struct {
	dir   string
	files map[string]*file
}

// NewReader is a Reader of files that are named as in a report, seen from dir.
func NewReader(dir string) *Reader {
	return &Reader{dir, make(map[string]*file)}
}

// Decl is a declaration, from line to line.
type Decl struct {
	Name     string // "(*Orders).Find"; "-" for what is no function and declares no name
	From, To int
}

// file is what a place needs of its file.
type file struct {
	lines []string
	decls []Decl
	wide  []wide
}

// wide is a token of more than one line: a raw string or a comment.
type wide struct {
	open     string
	from, to int
}

// Enclosing is the declaration that a place is in.
func (r *Reader) Enclosing(at report.Place) Decl { return r.enclosing(at.File, at.Line) }

func (r *Reader) enclosing(name string, line int) Decl {
	for _, d := range r.read(name).decls {
		if d.From <= line && line <= d.To {
			return d
		}
	}
	return Decl{Name: "-", From: line, To: line}
}

func (r *Reader) read(name string) *file {
	if f, ok := r.files[name]; ok {
		return f
	}
	f := new(file)
	r.files[name] = f
	content, err := os.ReadFile(r.Path(name))
	if err != nil {
		return f
	}
	f.lines = strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	fset := token.NewFileSet()
	// A file that does not parse is no finding's; what there is of it will do.
	syntax, _ := parser.ParseFile(fset, "", content, parser.SkipObjectResolution)
	if syntax != nil {
		for _, decl := range syntax.Decls {
			f.decls = append(f.decls, Decl{declared(decl), fset.PositionFor(decl.Pos(), false).Line, fset.PositionFor(decl.End(), false).Line})
		}
	}
	f.wide = wideTokens(content)
	return f
}

// wideTokens lists the tokens of more than one line.
func wideTokens(content []byte) []wide {
	fset := token.NewFileSet()
	var s scanner.Scanner
	s.Init(fset.AddFile("", -1, len(content)), content, nil, scanner.ScanComments)
	var out []wide
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return out
		}
		if n := strings.Count(text, "\n"); n > 0 && tok != token.SEMICOLON {
			open := "`"
			if tok == token.COMMENT {
				open = "/*"
			}
			line := fset.PositionFor(pos, false).Line
			out = append(out, wide{open, line, line + n})
		}
	}
}

// Path is where a file is that is named as in a report.
func (r *Reader) Path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(r.dir, filepath.FromSlash(name))
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
