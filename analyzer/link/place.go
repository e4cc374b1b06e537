package link

import (
	"go/token"
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
