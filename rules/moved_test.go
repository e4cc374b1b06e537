package rules_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/go/packages"

	"github.com/stallcheck/stallcheck/analyzer"
	"github.com/stallcheck/stallcheck/analyzer/driver"
	"github.com/stallcheck/stallcheck/analyzer/report"
	"github.com/stallcheck/stallcheck/rules"
)

// differences are the causes for which it does matter where the callees are, and
// why: methods cannot stay behind when their type moves.
var differences = map[string]string{
	"unreleased unreleased/homes.go:50":                       "what methods of another package do with a struct that nobody gets is not known",
	"unreleased unreleased/homes.go:62":                       "what methods of another package do with a struct that nobody gets is not known",
	"cpubound cpubound/silent.go:29":                          "who fills a channel of tokens is in another package than who takes them",
	"inputloop inputloop/silent.go:216":                       "what moves gets exported fields, which a decoder may fill",
	"unreleased unreleased/testutils/repository.go:17":        "what moves is in a package of another name, which supports no tests",
	"unboundedgo orphanedgo/once.go:26":                       "whoever calls an exported function may give it another channel of turns",
	"nodeadline nodeadline/silent.go:169":                     "that a function of another package sets a flag is not known",
	"clienttimeout clienttimeout/transports.go:43":            "what a transport of another package does with requests is not known",
	"heldconn heldconn/local/local.go:53":                     "a package that the opener is not below does not know which databases there are",
	"lockedwait lockedwait/local/local.go:21":                 "a package that the opener is not below does not know which databases there are",
	"nodeadline nodeadline/local/dialect/dialect.go:27":       "a package that the opener is not below does not know which databases there are",
	"nodeadline nodeadline/local/file/file.go:23":             "a package that the opener is not below does not know which databases there are",
	"nodeadline nodeadline/local/file/file.go:36":             "a package that the opener is not below does not know which databases there are",
	"nodeadline nodeadline/local/registered/registered.go:18": "a package that the opener is not below does not know which databases there are",
	"clienttimeout lockedwait/local/local.go:22":              "an exported field may be given a client with a timeout",
}

// TestMovedCallees holds that it makes no difference in which package a callee
// is. Each package of fixtures is taken apart: functions that nothing in it
// calls stay, everything else moves to a package of its own, under exported
// names. The causes of both versions must be the same, line by line; columns
// differ, since names do. A declaration after "//moved:stay REASON" stays.
func TestMovedCallees(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses all fixtures twice")
	}
	t.Setenv("GOWORK", "off")
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(testdata)); err != nil {
		t.Fatal(err)
	}
	pkgs, err := packages.Load(&packages.Config{Dir: dir, Mode: packages.LoadSyntax}, "./rules/...")
	if err != nil {
		t.Fatal(err)
	}
	moved, taken := 0, make(map[string]bool) // folders below rules
	for _, pkg := range alone(pkgs) {
		if len(pkg.Errors) > 0 {
			t.Fatal(pkg.Errors)
		}
		moved += newMover(pkg).write(t, dir)
		_, folder, _ := strings.Cut(pkg.PkgPath, "/rules/")
		taken[folder] = true
	}
	if moved < 100 {
		t.Errorf("%d functions lost their callees to another package: want many more", moved)
	}
	here, there := causes(t, dir, "rules"), causes(t, dir, "moved")
	if len(here) < 100 {
		t.Fatalf("%d causes in the fixtures: want many more", len(here))
	}
	for c, why := range differences {
		if (here[c] == nil) == (there[c] == nil) {
			t.Errorf("%s makes no difference any more: %s", c, why)
		}
		delete(here, c)
		delete(there, c)
	}
	for _, c := range slices.Sorted(maps.Keys(here)) {
		if there[c] == nil && taken[path.Dir(strings.Fields(c)[1])] {
			t.Errorf("not reported with its callees in another package: %s", c)
		}
	}
	for _, c := range slices.Sorted(maps.Keys(there)) {
		if here[c] == nil {
			t.Errorf("reported only with its callees in another package: %s: %s %+v", c, there[c].Message, there[c].Chain)
		}
	}
}

// alone are the packages that have no other fixture below or above them: the
// rest is spread over packages already.
func alone(pkgs []*packages.Package) []*packages.Package {
	joined := make(map[string]bool)
	for _, pkg := range pkgs {
		for _, imp := range pkg.Imports {
			if slices.Contains(pkgs, imp) {
				joined[pkg.PkgPath], joined[imp.PkgPath] = true, true
			}
		}
	}
	return slices.DeleteFunc(pkgs, func(pkg *packages.Package) bool { return joined[pkg.PkgPath] || pkg.Name == "main" })
}

// causes lists what all rules report in the packages below folder, as rule,
// file and line.
func causes(t *testing.T, dir, folder string) map[string]*report.Finding {
	t.Helper()
	know, err := driver.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	a := analyzer.New(analyzer.Config{Rules: rules.All, Advice: true})
	out, err := driver.Run(context.Background(), driver.Options{Analyzer: a, Knowledge: know, Dir: dir}, []string{"./" + folder + "/..."})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range out.Failures {
		t.Errorf("%s", f)
	}
	set := make(map[string]*report.Finding)
	for _, f := range out.Findings {
		if file, ok := strings.CutPrefix(original(f.Op), folder+"/"); ok {
			set[fmt.Sprintf("%s %s:%d", f.Rule, file, f.Op.Line)] = f
		}
	}
	return set
}

// original is the file that a place was in before it moved.
func original(p report.Place) string {
	file := filepath.ToSlash(p.File)
	return strings.ReplaceAll(file, "/"+movedFolder+"/", "/")
}

// movedFolder holds, below its callers, the package of what was moved.
const movedFolder = "callees"

// mover takes one package apart.
type mover struct {
	pkg     *packages.Package
	stay    map[ast.Decl]bool
	staying map[types.Object]bool // what those declare
}

func newMover(pkg *packages.Package) *mover {
	used := make(map[types.Object]bool)
	for _, obj := range pkg.TypesInfo.Uses {
		used[obj] = true
	}
	m := &mover{pkg, make(map[ast.Decl]bool), make(map[types.Object]bool)}
	for _, file := range pkg.Syntax {
		for _, d := range file.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if ok && fn.Recv == nil && fn.Name.Name != "init" && fn.Name.Name != "_" && (!used[pkg.TypesInfo.Defs[fn.Name]] || hasDirective(fn.Doc)) {
				m.stay[fn], m.staying[pkg.TypesInfo.Defs[fn.Name]] = true, true
			}
			if g, ok := d.(*ast.GenDecl); ok && hasDirective(g.Doc) {
				m.stay[g] = true
				for _, spec := range g.Specs {
					for _, name := range spec.(*ast.ValueSpec).Names {
						m.staying[pkg.TypesInfo.Defs[name]] = true
					}
				}
			}
		}
	}
	return m
}

func hasDirective(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//moved:stay ") })
}

// write makes the two packages, and says how many functions stay.
func (m *mover) write(t *testing.T, dir string) int {
	t.Helper()
	for _, file := range m.pkg.Syntax {
		name := m.pkg.Fset.Position(file.FileStart).Filename
		rel, err := filepath.Rel(filepath.Join(dir, "rules"), name)
		if err != nil {
			t.Fatal(err)
		}
		base := filepath.Join(dir, "moved", filepath.Dir(rel))
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for folder, staying := range map[string]bool{base: true, filepath.Join(base, movedFolder): false} {
			if err := os.MkdirAll(folder, 0o777); err != nil {
				t.Fatal(err)
			}
			text := m.half(file, source, staying)
			if err := os.WriteFile(filepath.Join(folder, filepath.Base(name)), text, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	return len(m.stay)
}

// edit replaces the text from start to end.
type edit struct {
	start, end token.Pos
	text       string
}

// half is the file with only the functions that stay, or only the rest. Lines
// keep their numbers.
func (m *mover) half(file *ast.File, source []byte, staying bool) []byte {
	imported := make(map[types.Object]bool) // the imports that this half uses
	var edits []edit
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			continue
		}
		if m.stay[d] != staying {
			edits = append(edits, edit{declStart(d), d.End(), ""})
			continue
		}
		ast.Inspect(d, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			obj := m.pkg.TypesInfo.ObjectOf(id)
			if p, ok := obj.(*types.PkgName); ok {
				imported[p] = true
			} else if name := m.name(obj, staying); name != "" {
				edits = append(edits, edit{id.Pos(), id.End(), name})
			}
			return true
		})
	}
	for _, spec := range file.Imports {
		obj := m.pkg.TypesInfo.Implicits[spec]
		if spec.Name != nil {
			obj = m.pkg.TypesInfo.Defs[spec.Name]
		}
		if !imported[obj] {
			edits = append(edits, edit{spec.Pos(), spec.End(), "_ " + spec.Path.Value})
		}
	}
	if staying {
		path := strings.Replace(m.pkg.PkgPath, "/rules/", "/moved/", 1) + "/" + movedFolder
		edits = append(edits, edit{file.Name.Pos(), file.Name.End(), file.Name.Name + fmt.Sprintf("; import %s %q", movedFolder, path)},
			edit{end(file, source), end(file, source), "\nvar _ " + movedFolder + ".Moved\n"})
	} else if file == m.pkg.Syntax[0] {
		edits = append(edits, edit{end(file, source), end(file, source), "\n\n// Moved is there to be used.\ntype Moved int\n"})
	}
	return apply(file, source, edits)
}

func end(file *ast.File, source []byte) token.Pos { return file.FileStart + token.Pos(len(source)) }

// declStart is where a declaration begins, its comment included.
func declStart(d ast.Decl) token.Pos {
	var doc *ast.CommentGroup
	switch d := d.(type) {
	case *ast.FuncDecl:
		doc = d.Doc
	case *ast.GenDecl:
		doc = d.Doc
	}
	if doc != nil {
		return doc.Pos()
	}
	return d.Pos()
}

// name is what an object of the package is called after the move, "" if its
// name does not change. What moves is exported.
func (m *mover) name(obj types.Object, staying bool) string {
	if obj == nil || obj.Pkg() != m.pkg.Types || obj.Name() == "_" || obj.Name() == "init" {
		return ""
	}
	name := obj.Name()
	top := obj.Parent() == m.pkg.Types.Scope()
	member := isMember(obj)
	if (top || member) && !token.IsExported(name) && !m.staying[obj] {
		name = m.exported(name)
	}
	if staying && top && !m.staying[obj] {
		return movedFolder + "." + name
	}
	if name == obj.Name() {
		return ""
	}
	return name
}

// exported is a name in its exported form, which says the same to a reader.
func (m *mover) exported(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	out := string(unicode.ToUpper(first)) + name[size:]
	for _, obj := range m.pkg.TypesInfo.Defs {
		if obj != nil && obj.Name() == out {
			return out + "Moved"
		}
	}
	return out
}

// isMember reports whether obj is a field or a method.
func isMember(obj types.Object) bool {
	switch obj := obj.(type) {
	case *types.Var:
		return obj.IsField()
	case *types.Func:
		return obj.Signature().Recv() != nil
	}
	return false
}

// apply makes the edits. Of a declaration that goes away its line breaks stay.
func apply(file *ast.File, source []byte, edits []edit) []byte {
	slices.SortFunc(edits, func(a, b edit) int { return int(b.start - a.start) })
	out := slices.Clone(source)
	for _, e := range edits {
		start, end := int(e.start-file.FileStart), int(e.end-file.FileStart)
		text := e.text
		if text == "" {
			text = strings.Repeat("\n", strings.Count(string(source[start:end]), "\n"))
		}
		out = slices.Replace(out, start, end, []byte(text)...)
	}
	return out
}
