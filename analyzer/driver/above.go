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
// reported. Where the go command has no answer there are none: the packages
// that are named are analysed in any case.
//
// Go before 1.25 does not know the pattern for all packages of the user.
func above(ctx context.Context, opts *Options, patterns []string) []string {
	if opts.namesAll(patterns) {
		return nil
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
	group.Go(list(&all, "work"))
	if group.Wait() != nil {
		return nil
	}
	return importersOf(named, all)
}

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
		for _, path := range sortedKeys(p.Imports) {
			if imp := byPath[p.Imports[path].ID]; imp != nil && visit(imp) {
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
// user.
func (o *Options) namesAll(patterns []string) bool {
	dir := o.dir()
	if !slices.Contains(patterns, "./...") {
		return false
	}
	for _, file := range []string{"go.work", "go.mod"} {
		if _, err := os.Stat(filepath.Join(dir, file)); err == nil {
			return true
		}
	}
	return false
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
