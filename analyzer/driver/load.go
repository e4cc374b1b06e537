package driver

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"strings"
	"sync"

	"golang.org/x/tools/go/gcexportdata"
)

// loader turns nodes into types. Packages that matter are checked from
// source, the others read from export data, and both kinds refer to the same
// *types.Package objects.
//
// Reading export data fills in packages that other export data has mentioned
// before: it must not run while anything looks at types. So mu is held for
// writing by readers and for reading by whatever type-checks or analyses.
type loader struct {
	fset  *token.FileSet
	sizes types.Sizes

	mu sync.RWMutex

	importedMu sync.Mutex
	imported   map[string]*types.Package // by path: what export data refers to
}

func newLoader(sizes types.Sizes) *loader {
	return &loader{
		fset:     token.NewFileSet(),
		sizes:    sizes,
		imported: make(map[string]*types.Package),
	}
}

// readExports reads the export data of those nodes that have no types yet.
func (l *loader) readExports(nodes []*node) error {
	if !l.needsExport(nodes) {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, n := range nodes {
		if n.types != nil {
			continue
		}
		if err := l.readExport(n); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) needsExport(nodes []*node) bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, n := range nodes {
		if n.types == nil {
			return true
		}
	}
	return false
}

func (l *loader) readExport(n *node) error {
	if n.path() == "unsafe" {
		n.types = types.Unsafe
		return nil
	}
	if n.meta.ExportFile == "" {
		return fmt.Errorf("read types of %s: it does not compile", n.path())
	}
	f, err := os.Open(n.meta.ExportFile)
	if err != nil {
		return fmt.Errorf("read types of %s: %w", n.path(), err)
	}
	defer f.Close()
	r, err := gcexportdata.NewReader(f)
	if err != nil {
		return fmt.Errorf("read types of %s: %w", n.path(), err)
	}
	l.importedMu.Lock()
	defer l.importedMu.Unlock()
	pkg, err := gcexportdata.Read(r, l.fset, l.imported, n.path())
	if err != nil {
		return fmt.Errorf("read types of %s: %w", n.path(), err)
	}
	n.types = pkg
	return nil
}

// provide makes a package that was checked from source known to importers of
// both kinds. Test variants are known to importers from source only: export
// data names a package by its path, and means the plain one.
func (l *loader) provide(n *node, pkg *types.Package) {
	n.types = pkg
	if n.meta.ForTest == "" {
		l.importedMu.Lock()
		defer l.importedMu.Unlock()
		l.imported[n.path()] = pkg
	}
}

// source is a package as an analyzer sees it.
type source struct {
	files []*ast.File
	info  *types.Info
	errs  []error
}

// parse reads the files of a package, with as much as there is of a file that
// does not parse.
func (l *loader) parse(n *node) *source {
	src := &source{}
	for _, name := range n.meta.CompiledGoFiles {
		f, err := parser.ParseFile(l.fset, name, nil, parser.AllErrors|parser.ParseComments|parser.SkipObjectResolution)
		var list scanner.ErrorList
		switch {
		case errors.As(err, &list):
			for _, e := range list {
				src.errs = append(src.errs, e)
			}
		case err != nil:
			src.errs = append(src.errs, err)
		}
		if f != nil {
			src.files = append(src.files, f)
		}
	}
	return src
}

// check type-checks what parse read. The caller holds mu for reading.
func (l *loader) check(n *node, src *source) *types.Package {
	src.info = &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		FileVersions: make(map[*ast.File]string),
	}
	parsed := len(src.errs) == 0
	conf := &types.Config{
		Importer: importer{n},
		Sizes:    l.sizes,
		Error: func(err error) {
			if parsed { // what does not parse is no use in further words
				src.errs = append(src.errs, err)
			}
		},
		GoVersion: goVersion(n),
	}
	pkg := types.NewPackage(n.path(), n.meta.Name)
	if err := types.NewChecker(conf, l.fset, pkg, src.info).Files(src.files); err != nil && len(src.errs) == 0 {
		src.errs = append(src.errs, err)
	}
	return pkg
}

// goVersion is the language version of a package's module, as the type
// checker spells it.
func goVersion(n *node) string {
	if m := n.meta.Module; m != nil && m.GoVersion != "" {
		return "go" + strings.TrimPrefix(m.GoVersion, "go")
	}
	return ""
}

// importer finds the imports of one node in the graph.
type importer struct{ n *node }

func (i importer) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	imp := i.n.byPath[path]
	if imp == nil || imp.types == nil {
		return nil, fmt.Errorf("no types for %s", path)
	}
	return imp.types, nil
}
