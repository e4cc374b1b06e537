package driver

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sync/errgroup"
	"golang.org/x/tools/go/packages"

	"github.com/stallcheck/stallcheck/analyzer/rule"
)

// above lists the user's packages that import what the patterns name, and are
// not named themselves. What a request reaches in a package is known only
// there, so they are analysed too, and what they tell of the named packages is
// reported. Where the go command has no answer, as before Go 1.25, which does not
// know the pattern for all packages of the user, ok is false.
func above(ctx context.Context, opts *Options, patterns []string) (importers []string, ok bool) {
	if opts.namesAll(patterns) {
		return nil, true
	}
	var named, all []*packages.Package
	var group errgroup.Group
	list := func(out *[]*packages.Package, patterns ...string) func() error {
		return func() (err error) {
			*out, err = packages.Load(opts.config(ctx, packages.NeedName|packages.NeedImports, false), patterns...)
			return err
		}
	}
	group.Go(list(&named, patterns...))
	group.Go(list(&all, work))
	if group.Wait() != nil || slices.ContainsFunc(all, func(p *packages.Package) bool { return p.PkgPath == work }) {
		return nil, false
	}
	return importersOf(named, all), true
}

// work is the pattern for all packages of the user.
const work = "work"

// importersOf are the paths of those packages that import a named one, also
// through others, without the named ones.
func importersOf(named, all []*packages.Package) []string {
	leads := make(map[string]bool)
	for _, p := range named {
		leads[p.PkgPath] = true
	}
	byPath := make(map[string]*packages.Package, len(all))
	for _, p := range all {
		byPath[p.PkgPath] = p
	}
	var out []string
	seen := make(map[string]bool)
	var visit func(p *packages.Package) bool
	visit = func(p *packages.Package) bool {
		if leads[p.PkgPath] || seen[p.PkgPath] {
			return leads[p.PkgPath]
		}
		seen[p.PkgPath] = true
		for _, imported := range p.Imports {
			if imp := byPath[imported.ID]; imp != nil && visit(imp) {
				leads[p.PkgPath] = true
			}
		}
		if leads[p.PkgPath] {
			out = append(out, p.PkgPath)
		}
		return leads[p.PkgPath]
	}
	for _, p := range all {
		visit(p)
	}
	slices.Sort(out)
	return out
}

// namesAll reports whether the patterns certainly name all packages of the
// user: those of a workspace, or of a module that is in none.
func (o *Options) namesAll(patterns []string) bool {
	if !slices.Contains(patterns, "./...") {
		return false
	}
	dir := o.dir()
	if exists(dir, "go.work") {
		return true
	}
	set := os.Getenv("GOWORK")
	if !exists(dir, "go.mod") || set != "" && set != "off" {
		return false
	}
	for up := filepath.Dir(dir); set == "" && up != dir; dir, up = up, filepath.Dir(up) {
		if exists(up, "go.work") {
			return false
		}
	}
	return true
}

func exists(dir, name string) bool {
	info, err := os.Stat(filepath.Join(dir, name))
	return err == nil && !info.IsDir()
}

// markTops marks what none of the user's packages imports, if all that import
// the named ones are known.
func (g *graph) markTops() {
	for _, n := range g.nodes {
		n.top = n.own && n.meta.ForTest == ""
	}
	for _, n := range g.nodes {
		if n.own && n.meta.ForTest == "" {
			for _, imp := range n.imports {
				imp.top = false
			}
		}
	}
}

// markBelow marks what the named packages import, also through others.
func (g *graph) markBelow() {
	var visit func(n *node)
	visit = func(n *node) {
		if n.below {
			return
		}
		n.below = true
		for _, imp := range n.imports {
			visit(imp)
		}
	}
	for _, n := range g.roots {
		visit(n)
	}
}

// named are the findings of a package that are of interest: all of a package
// that is named, else those at operations of packages that are.
func (g *graph) named(n *node, found []*rule.Finding) []*rule.Finding {
	if n.root {
		return found
	}
	return slices.DeleteFunc(slices.Clone(found), func(f *rule.Finding) bool {
		return !slices.ContainsFunc(g.roots, func(r *node) bool { return r.path() == f.Op.Pkg })
	})
}
