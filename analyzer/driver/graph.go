package driver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// node is one package of the graph that go list printed. A package and its
// test variants are different nodes with the same path.
type node struct {
	meta    *packages.Package
	imports []*node          // sorted by path
	byPath  map[string]*node // import path in source to node
	root    bool             // named by the user
	below   bool             // named, or imported by what is
	top     bool             // imported by no package of the user's, as far as is known
	own     bool             // the user's module, or root
	bound   bool             // boundary: never read

	// What the runner finds out, in topological order.
	culprit string         // the package that does not compile: this one, or one below it
	types   *types.Package // complete; nil until asked for, or when there is a culprit
	facts   *factSet       // nil if it does not matter
}

func (n *node) path() string { return n.meta.PkgPath }

// graph holds every package of the closure, imports before importers.
type graph struct {
	nodes []*node
	roots []*node
	sizes types.Sizes
	// complete says that all packages of the user that import a named one are here.
	complete bool
}

// listMode asks go list for names, files and imports. Export data is asked
// for later, and not of the user's own packages: they are read from source,
// and would be compiled only to be thrown away.
const listMode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles |
	packages.NeedImports | packages.NeedDeps | packages.NeedModule | packages.NeedForTest | packages.NeedTypesSizes

// loadGraph lists the closure of the patterns, and of what is above it.
func loadGraph(ctx context.Context, opts *Options, patterns []string) (*graph, error) {
	importers, complete := above(ctx, opts, patterns)
	pkgs, err := packages.Load(opts.config(ctx, listMode, opts.Tests), slices.Concat(patterns, importers)...)
	if err != nil {
		return nil, fmt.Errorf("list packages: %w", tidyListError(err))
	}
	g := &graph{complete: complete}
	seen := make(map[*packages.Package]*node)
	var visit func(p *packages.Package) *node
	visit = func(p *packages.Package) *node {
		if n := seen[p]; n != nil {
			return n
		}
		n := &node{meta: p, byPath: make(map[string]*node, len(p.Imports))}
		seen[p] = n
		for _, path := range sortedKeys(p.Imports) {
			imp := visit(p.Imports[path])
			n.byPath[path] = imp
			n.imports = append(n.imports, imp)
		}
		g.nodes = append(g.nodes, n)
		return n
	}
	slices.SortFunc(pkgs, func(p, q *packages.Package) int { return strings.Compare(p.ID, q.ID) })
	for _, p := range pkgs {
		if g.sizes == nil {
			g.sizes = p.TypesSizes
		}
		_, isAbove := slices.BinarySearch(importers, cmp.Or(p.ForTest, p.PkgPath))
		if isAbove && p.ForTest != "" {
			continue
		}
		n := visit(p)
		if isTestMain(p) || isAbove {
			continue
		}
		n.root = true
		g.roots = append(g.roots, n)
	}
	g.markBelow()
	return g, nil
}

// isTestMain reports whether p is the main package that go test generates.
func isTestMain(p *packages.Package) bool {
	return p.Name == "main" && strings.HasSuffix(p.PkgPath, ".test") && strings.HasSuffix(p.ID, ".test")
}

// classify says which packages are the user's and which are boundaries. What
// is neither is decided when the facts of its imports are known.
func (g *graph) classify(know Knowledge, own []string) {
	for _, n := range g.nodes {
		path, version := "", ""
		if m := n.meta.Module; m != nil {
			path, version = m.Path, m.Version
		}
		n.own = n.root || n.meta.ForTest != "" || isOwn(n.path(), path, version, own)
		n.bound = !n.own && (n.path() == "unsafe" || know.Boundary(n.path()))
	}
	if g.complete {
		g.markTops()
	}
}

// candidates are the packages that may have to be read: own ones and what
// they reach without passing through a boundary.
func (g *graph) candidates() []*node {
	reached := make(map[*node]bool)
	var visit func(n *node)
	visit = func(n *node) {
		if n.bound || reached[n] {
			return
		}
		reached[n] = true
		for _, imp := range n.imports {
			visit(imp)
		}
	}
	for _, n := range g.nodes {
		if n.own {
			visit(n)
		}
	}
	var out []*node
	for _, n := range g.nodes { // in topological order
		if reached[n] {
			out = append(out, n)
		}
	}
	return out
}

// loadExports asks go list where the export data of the given packages is.
// A package without any is left so: its importers will say that it is missing.
func loadExports(ctx context.Context, opts *Options, nodes []*node) error {
	byPath := make(map[string]*node)
	for _, n := range nodes {
		if n.path() != "unsafe" {
			byPath[n.path()] = n
		}
	}
	if len(byPath) == 0 {
		return nil
	}
	pkgs, err := packages.Load(opts.config(ctx, packages.NeedName|packages.NeedExportFile, false), sortedKeys(byPath)...)
	if err != nil {
		return fmt.Errorf("list export data: %w", tidyListError(err))
	}
	for _, p := range pkgs {
		if n := byPath[p.PkgPath]; n != nil {
			n.meta.ExportFile = p.ExportFile
			if p.ExportFile == "" && len(n.meta.Errors) == 0 {
				n.meta.Errors = p.Errors
			}
		}
	}
	return nil
}

// unmatched lists the patterns that name no package.
func (g *graph) unmatched(dir string, patterns []string) []string {
	var out []string
	for _, pattern := range patterns {
		if !slices.ContainsFunc(g.roots, func(n *node) bool { return matchesPattern(dir, pattern, n.meta) }) {
			out = append(out, pattern)
		}
	}
	return out
}

// matchesPattern reports whether go list may have printed p for the pattern.
// It is asked only about patterns with "...": others always yield a package,
// if only one with an error.
func matchesPattern(dir, pattern string, p *packages.Package) bool {
	if !strings.Contains(pattern, "...") {
		return true
	}
	if !strings.HasPrefix(pattern, ".") && !filepath.IsAbs(pattern) {
		return program.MatchPath(pattern, p.PkgPath)
	}
	if !filepath.IsAbs(pattern) {
		pattern = filepath.Join(dir, pattern)
	}
	folder := p.Dir
	if folder == "" && len(p.GoFiles) > 0 {
		folder = filepath.Dir(p.GoFiles[0])
	}
	return folder == "" || program.MatchPath(filepath.ToSlash(pattern), filepath.ToSlash(folder))
}

// tidyListError drops what go/packages says about how it ran go list.
func tidyListError(err error) error {
	text := strings.TrimSpace(err.Error())
	text = strings.TrimPrefix(text, "err: exit status 1: stderr: ")
	return errors.New(cmp.Or(strings.TrimPrefix(text, "go: "), "no answer from the go command"))
}
