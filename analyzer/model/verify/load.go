package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
)

// A listed package, as go list prints it.
type listed struct {
	ImportPath string
	Dir        string
	Standard   bool
	GoFiles    []string
	CgoFiles   []string
	ImportMap  map[string]string
	Module     *struct{ Path, Version string }
	Error      *struct{ Err string }
}

// A world holds the type-checked packages: declarations only, no function bodies.
type world struct {
	fset    *token.FileSet
	pkgs    map[string]*types.Package
	info    map[string]*listed
	roots   []string // import paths named in deps*.go, longest first
	release string   // of Go
}

// rootsOf reads the import lists of the files that match a pattern, longest path
// first.
func rootsOf(pattern string) ([]string, error) {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return nil, err
		}
		for _, im := range f.Imports {
			p, err := strconv.Unquote(im.Path.Value)
			if err != nil {
				return nil, err
			}
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out, nil
}

// load type-checks the roots and everything they import.
func load(roots []string) (*world, error) {
	order, err := list(roots)
	if err != nil {
		return nil, err
	}
	w := &world{fset: token.NewFileSet(), pkgs: map[string]*types.Package{}, info: map[string]*listed{}, roots: roots}
	w.pkgs["unsafe"] = types.Unsafe
	out, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	w.release = string(bytes.TrimSpace(out))
	files := w.parseAll(order)
	for i, l := range order { // go list -deps prints a package after everything it imports
		fs := <-files[i]
		w.info[l.ImportPath] = l
		if l.ImportPath == "unsafe" {
			continue
		}
		conf := types.Config{
			IgnoreFuncBodies: true,
			FakeImportC:      true,
			Importer:         mapped{w, l.ImportMap},
			Sizes:            types.SizesFor("gc", "amd64"),
			Error:            func(error) {}, // a broken declaration shows as an unresolved symbol
		}
		w.pkgs[l.ImportPath], _ = conf.Check(l.ImportPath, w.fset, fs, nil)
	}
	return w, nil
}

// list asks the go command for the packages and everything they import.
func list(roots []string) ([]*listed, error) {
	args := []string{"list", "-e", "-deps", "-json=ImportPath,Dir,Standard,GoFiles,CgoFiles,ImportMap,Module,Error", "--"}
	cmd := exec.Command("go", append(args, roots...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1")
	cmd.Stderr = os.Stderr
	var buf bytes.Buffer
	cmd.Stdout = &buf
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var order []*listed
	dec := json.NewDecoder(&buf)
	for {
		l := new(listed)
		if err := dec.Decode(l); errors.Is(err, io.EOF) {
			return order, nil
		} else if err != nil {
			return nil, err
		}
		if l.Error != nil {
			fmt.Fprintf(os.Stderr, "go list: %s: %s\n", l.ImportPath, l.Error.Err)
		}
		order = append(order, l)
	}
}

// parseAll parses ahead of the checker, a bounded number of packages at a time.
func (w *world) parseAll(order []*listed) []chan []*ast.File {
	files := make([]chan []*ast.File, len(order))
	for i := range files {
		files[i] = make(chan []*ast.File, 1)
	}
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	go func() {
		for i, l := range order {
			slots <- struct{}{}
			go func() {
				files[i] <- w.parse(l)
				<-slots
			}()
		}
	}()
	return files
}

func (w *world) parse(l *listed) []*ast.File {
	var out []*ast.File
	for _, name := range slices.Concat(l.GoFiles, l.CgoFiles) {
		f, _ := parser.ParseFile(w.fset, filepath.Join(l.Dir, name), nil, parser.SkipObjectResolution)
		if f == nil {
			continue
		}
		for _, d := range f.Decls {
			if fd, ok := d.(*ast.FuncDecl); ok && fd.Body != nil {
				fd.Body.List = nil
			}
		}
		out = append(out, f)
	}
	return out
}

// moduleOf returns the module of a root and its version; the standard library
// is the module std.
func (w *world) moduleOf(path string) (module, version string) {
	switch l := w.info[path]; {
	case l == nil:
		return path, ""
	case l.Standard:
		return "std", w.release
	case l.Module != nil:
		return l.Module.Path, l.Module.Version
	}
	return path, ""
}

// mapped imports packages of the world under the names that one package uses.
type mapped struct {
	w *world
	m map[string]string
}

func (m mapped) Import(path string) (*types.Package, error) {
	if to, ok := m.m[path]; ok {
		path = to
	}
	if p := m.w.pkgs[path]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("package %s not loaded", path)
}
