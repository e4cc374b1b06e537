// Package program is one package as the engine sees it: its functions in SSA
// form, what each call site may call, and where requests enter.
//
// SSA is built only for the package under analysis. Packages that it imports
// are declared without bodies: what they do is known from the catalogue or
// from facts. Function values are followed inside the package, flow
// insensitively through fields, globals and captured variables; a value that
// comes from elsewhere is an unknown callee.
package program

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Package is the package under analysis.
type Package struct {
	Pass *analysis.Pass
	Path string // import path, without the suffix of test variants
	Own  bool   // one of the user's own modules
	Cat  *model.Catalogue
	SSA  *ssa.Package
	// Funcs holds every function with a body, methods and function literals
	// included, in source order; literals come after the function around them.
	Funcs []*ssa.Function

	files      []file
	assigned   map[*types.Var]bool // fields assigned other than in a literal; nil until asked
	stores     map[any][]ssa.Value // *types.Var field or *ssa.Global → values stored
	closures   map[*ssa.Function][]*ssa.MakeClosure
	callees    map[ssa.CallInstruction][]Callee
	symbols    map[*types.Func][]Symbol
	typeFuncs  map[*types.TypeName]*types.Func         // of function types that the catalogue describes
	called     map[*ssa.Function]bool                  // called statically by the package itself
	sites      map[*ssa.Function][]ssa.CallInstruction // where
	passed     map[*ssa.Function][]Passing
	escaping   map[*ssa.Function]bool // used as a value
	exprs      map[ssa.CallInstruction]*ast.CallExpr
	directives []*Directive
	rootKinds  rootShapes
	// templateFuncs are the functions given to templates, by key; nil until asked.
	templateFuncs map[string]string
}

// file is one source file and what is known of it.
type file struct {
	syntax    *ast.File
	tok       *token.File
	base      string
	generated bool
	test      bool
}

// testHelpers are names of packages that are there for the tests of others,
// whatever they import.
var testHelpers = map[string]bool{
	"testutil": true, "testutils": true, "testhelper": true, "testhelpers": true, "testsupport": true, "testkit": true,
}

// supportsTests reports whether the package is there for the tests of others:
// it has to do with package testing, or starts servers for tests, and is called
// after tests.
func (p *Package) supportsTests() bool {
	if testHelpers[p.Path[strings.LastIndex(p.Path, "/")+1:]] {
		return true
	}
	if !slices.ContainsFunc(p.Pass.Files, func(f *ast.File) bool { return importsTesting(f) || imports(f, "net/http/httptest") }) {
		return false
	}
	return slices.ContainsFunc(strings.Split(p.Path, "/"), func(element string) bool {
		return element != "testdata" && (strings.HasPrefix(element, "test") || strings.HasSuffix(element, "test") || element == "e2e")
	})
}

// importsTesting reports whether a file that is built without tests has to do
// with package testing.
func importsTesting(f *ast.File) bool {
	return imports(f, "testing")
}

func imports(f *ast.File, path string) bool {
	return slices.ContainsFunc(f.Imports, func(spec *ast.ImportSpec) bool { return spec.Path.Value == strconv.Quote(path) })
}

// PathOf is the import path of a package without the suffix of test variants.
func PathOf(p *types.Package) string {
	path, _, _ := strings.Cut(p.Path(), " [")
	if i := strings.LastIndex(path, "/vendor/"); i >= 0 {
		path = path[i+len("/vendor/"):]
	}
	return path
}

// Build makes the SSA form of the package under analysis. It returns an error
// when x/tools cannot build it.
func Build(pass *analysis.Pass, cat *model.Catalogue, own bool) (p *Package, err error) {
	defer func() {
		if r := recover(); r != nil {
			p, err = nil, fmt.Errorf("build SSA of %s: %v", pass.Pkg.Path(), r)
		}
	}()
	prog := ssa.NewProgram(pass.Fset, ssa.BuilderMode(0))
	for _, imp := range pass.Pkg.Imports() {
		prog.CreatePackage(imp, nil, nil, true)
	}
	p = &Package{
		Pass:      pass,
		Path:      PathOf(pass.Pkg),
		Own:       own,
		Cat:       cat,
		SSA:       prog.CreatePackage(pass.Pkg, pass.Files, pass.TypesInfo, false),
		stores:    map[any][]ssa.Value{},
		closures:  map[*ssa.Function][]*ssa.MakeClosure{},
		callees:   map[ssa.CallInstruction][]Callee{},
		symbols:   map[*types.Func][]Symbol{},
		typeFuncs: map[*types.TypeName]*types.Func{},
		exprs:     map[ssa.CallInstruction]*ast.CallExpr{},
		called:    map[*ssa.Function]bool{},
		sites:     map[*ssa.Function][]ssa.CallInstruction{},
		passed:    map[*ssa.Function][]Passing{},
		escaping:  map[*ssa.Function]bool{},
	}
	p.SSA.Build()
	p.readFiles()
	p.collect()
	p.index()
	return p, nil
}

// readFiles notes for each file whether its findings are wanted.
func (p *Package) readFiles() {
	support := p.supportsTests()
	for _, f := range p.Pass.Files {
		tok := p.Pass.Fset.File(f.FileStart)
		name := p.Pass.Fset.Position(f.Package).Filename
		p.files = append(p.files, file{
			syntax:    f,
			tok:       tok,
			base:      filepath.Base(name),
			generated: ast.IsGenerated(f) && !isCgo(f),
			test:      strings.HasSuffix(name, "_test.go") || support || importsTesting(f),
		})
	}
}

// isCgo reports whether a file is what cmd/cgo made of one of the user's own.
func isCgo(f *ast.File) bool {
	for _, group := range f.Comments {
		if group.Pos() < f.Package && strings.HasPrefix(group.Text(), "Code generated by cmd/cgo;") {
			return true
		}
	}
	return false
}

// collect lists the functions that have a body.
func (p *Package) collect() {
	var add func(fn *ssa.Function)
	add = func(fn *ssa.Function) {
		if fn == nil || fn.Blocks == nil {
			return
		}
		p.Funcs = append(p.Funcs, fn)
		for _, anon := range fn.AnonFuncs {
			add(anon)
		}
	}
	add(p.SSA.Func("init"))
	for _, f := range p.Pass.Files {
		for _, d := range f.Decls {
			if fd, ok := d.(*ast.FuncDecl); ok {
				if obj, ok := p.Pass.TypesInfo.Defs[fd.Name].(*types.Func); ok {
					add(p.SSA.Prog.FuncValue(obj))
				}
			}
		}
	}
}

// FieldOf is the field with the given index of the struct that t is, or
// points to. Fields of an instantiated type are those of its origin.
func FieldOf(t types.Type, index int) *types.Var {
	st := structOf(t, 0)
	if st == nil {
		return nil
	}
	return st.Field(index).Origin()
}

// structOf is the struct that t is, or points to, or that every type is which
// t, a type parameter, stands for.
func structOf(t types.Type, depth int) *types.Struct {
	if depth > 8 {
		return nil
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		return u
	case *types.Pointer:
		return structOf(u.Elem(), depth+1)
	case *types.Interface:
		for e := range u.EmbeddedTypes() {
			if union, ok := e.(*types.Union); ok && union.Len() > 0 {
				e = union.Term(0).Type()
			}
			if st := structOf(e, depth+1); st != nil {
				return st
			}
		}
	}
	return nil
}

// Pos is the printable position of pos.
func (p *Package) Pos(pos token.Pos) witness.Pos {
	if !pos.IsValid() {
		return witness.Pos{}
	}
	at := p.Pass.Fset.Position(pos)
	return witness.Pos{Pkg: p.Path, File: filepath.Base(at.Filename), Line: at.Line, Col: at.Column}
}

// fileAt is the file that pos lies in, or nil.
func (p *Package) fileAt(pos token.Pos) *file {
	for i := range p.files {
		f := &p.files[i]
		if f.tok != nil && f.tok.Base() <= int(pos) && int(pos) <= f.tok.Base()+f.tok.Size() {
			return f
		}
	}
	return nil
}

// Syntax is the file that pos lies in, or nil.
func (p *Package) Syntax(pos token.Pos) *ast.File {
	if f := p.fileAt(pos); f != nil {
		return f.syntax
	}
	return nil
}

// IsGenerated reports whether pos lies in a generated file, whose findings
// nobody could act on.
func (p *Package) IsGenerated(pos token.Pos) bool {
	f := p.fileAt(pos)
	return f == nil || f.generated
}

// IsTest reports whether pos lies in a _test.go file.
func (p *Package) IsTest(pos token.Pos) bool {
	f := p.fileAt(pos)
	return f != nil && f.test
}

// origin is the generic function that fn is an instance of, or fn.
func origin(fn *ssa.Function) *ssa.Function {
	if o := fn.Origin(); o != nil {
		return o
	}
	return fn
}

// IsMethodValue reports whether fn is what SSA makes of a method value (x.M) or
// a method expression (T.M).
func IsMethodValue(fn *ssa.Function) bool {
	return strings.HasSuffix(fn.Name(), "$bound") || strings.HasSuffix(fn.Name(), "$thunk")
}

// unwrap is the method behind a bound method or a method expression, or fn.
func unwrap(prog *ssa.Program, fn *ssa.Function) *ssa.Function {
	if !IsMethodValue(fn) {
		return fn
	}
	if obj, ok := fn.Object().(*types.Func); ok {
		if m := prog.FuncValue(obj); m != nil {
			return m
		}
	}
	return fn
}
