package link

import (
	"go/token"
	"go/types"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Place makes a token.Pos for a position in any package of the user's modules,
// by reading the file again: the files that export data brings into a FileSet
// have no columns. It is NoPos when the file cannot be found.
func Place(pass *analysis.Pass, pos witness.Pos) token.Pos {
	for _, f := range pass.Files {
		tok := pass.Fset.File(f.FileStart)
		if pos.Pkg == program.PathOf(pass.Pkg) && filepath.Base(tok.Name()) == pos.File && pos.Line <= tok.LineCount() {
			return tok.LineStart(pos.Line) + token.Pos(pos.Col-1)
		}
	}
	dir := folder(pass, pos.Pkg)
	if dir == "" {
		dir = foreignFolder(pass, pos)
	}
	if dir == "" {
		return token.NoPos
	}
	name := filepath.Join(dir, pos.File)
	content, err := os.ReadFile(name)
	if err != nil {
		return token.NoPos
	}
	tok := pass.Fset.AddFile(name, -1, len(content))
	tok.SetLinesForContent(content)
	if pos.Line > tok.LineCount() {
		return token.NoPos
	}
	at := int(tok.LineStart(pos.Line)) + pos.Col - 1
	return token.Pos(min(at, tok.Base()+tok.Size()))
}

// folder finds the folder of another package of the same module, from where
// the package under analysis lies.
func folder(pass *analysis.Pass, pkg string) string {
	if pass.Module == nil || len(pass.Files) == 0 {
		return ""
	}
	here := filepath.Dir(pass.Fset.Position(pass.Files[0].Package).Filename)
	rel, ok := within(program.PathOf(pass.Pkg), pass.Module.Path)
	if !ok {
		return ""
	}
	root, ok := strings.CutSuffix(filepath.ToSlash(here), rel)
	if !ok {
		return ""
	}
	sub, ok := within(pkg, pass.Module.Path)
	if !ok {
		return ""
	}
	return filepath.FromSlash(root + sub)
}

// within is the path of a package below its module, with a leading slash.
func within(pkg, module string) (string, bool) {
	rel, ok := strings.CutPrefix(pkg, module)
	return rel, ok && (rel == "" || rel[0] == '/')
}

// foreignFolder finds the folder of a package of another module, as one of a
// workspace is, from where an object of it or of a neighbour lies.
func foreignFolder(pass *analysis.Pass, pos witness.Pos) string {
	for pkg := range visible(pass.Pkg) {
		shared := sharedPath(program.PathOf(pkg), pos.Pkg)
		if !strings.Contains(shared, "/") {
			continue
		}
		root, ok := strings.CutSuffix(filepath.ToSlash(folderOf(pass, pkg)), program.PathOf(pkg)[len(shared):])
		if !ok || root == "" {
			continue
		}
		dir := filepath.FromSlash(root + pos.Pkg[len(shared):])
		if _, err := os.Stat(filepath.Join(dir, pos.File)); err == nil {
			return dir
		}
	}
	return ""
}

// visible are the packages that a package imports, the nearest first.
func visible(pkg *types.Package) iter.Seq[*types.Package] {
	return func(yield func(*types.Package) bool) {
		seen := map[*types.Package]bool{pkg: true}
		for todo := []*types.Package{pkg}; len(todo) > 0; todo = todo[1:] {
			for _, imp := range todo[0].Imports() {
				if seen[imp] {
					continue
				}
				seen[imp] = true
				if !yield(imp) {
					return
				}
				todo = append(todo, imp)
			}
		}
	}
}

// folderOf is the folder in which something that a package declares stands, ""
// if that is not known.
func folderOf(pass *analysis.Pass, pkg *types.Package) string {
	for _, name := range pkg.Scope().Names() {
		if at := pass.Fset.Position(pkg.Scope().Lookup(name).Pos()); filepath.IsAbs(at.Filename) {
			return filepath.Dir(at.Filename)
		}
	}
	return ""
}

// sharedPath are the elements with which two import paths begin.
func sharedPath(a, b string) string {
	as, bs := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < len(as) && n < len(bs) && as[n] == bs[n] {
		n++
	}
	return strings.Join(as[:n], "/")
}
