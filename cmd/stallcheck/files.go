package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/config"
	"github.com/stallcheck/stallcheck/analyzer/driver"
)

// batch is what one run of the driver analyses: packages of one module.
type batch struct {
	dir      string
	patterns []string
}

// analyse runs the driver over what is named. A Go file stands for the package
// that it is in, which may be of another module below the folder of the run: so
// hooks can pass on the names of changed files.
func (c *command) analyse(ctx context.Context, f *flags, patterns []string) (*driver.Outcome, error) {
	list, err := batches(f.dir, patterns)
	if err != nil {
		return nil, usageError{err}
	}
	out := new(driver.Outcome)
	for _, b := range list {
		cfg, opts, err := c.options(f.in(b.dir))
		if err != nil {
			return nil, err
		}
		opts.Base = absolute(f.dir)
		opts.Analyzer = c.umbrella(*cfg)
		part, err := c.run(ctx, opts, b.patterns)
		if err != nil {
			return nil, err
		}
		out.Add(part)
	}
	return out, nil
}

// in are the flags as seen from another folder.
func (f *flags) in(dir string) *flags {
	if dir == f.dir {
		return f
	}
	g := *f
	if f.config != "" && f.config != config.Off {
		g.config = absolute(below(f.dir, f.config))
	}
	g.dir = dir
	return &g
}

// batches puts the packages of each module together. Files that "./..." would
// not reach either, such as those below testdata, are left out.
func batches(dir string, args []string) ([]batch, error) {
	var list []batch
	add := func(dir, pattern string) {
		i := slices.IndexFunc(list, func(b batch) bool { return b.dir == dir })
		if i < 0 {
			i = len(list)
			list = append(list, batch{dir: dir})
		}
		if !slices.Contains(list[i].patterns, pattern) {
			list[i].patterns = append(list[i].patterns, pattern)
		}
	}
	for _, arg := range args {
		if !strings.HasSuffix(arg, ".go") {
			add(dir, arg)
			continue
		}
		name := absolute(below(dir, arg))
		if info, err := os.Stat(name); err != nil || info.IsDir() {
			return nil, fmt.Errorf("%s: no such file", arg)
		}
		root := moduleOf(filepath.Dir(name))
		if root == "" {
			return nil, fmt.Errorf("%s: no go.mod in its folder or above", arg)
		}
		rel, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", arg, err)
		}
		if rel = filepath.ToSlash(rel); isSkipped(rel) {
			continue
		}
		if root == moduleOf(absolute(dir)) {
			root, rel = dir, fromFolder(dir, name)
		} else {
			rel = "./" + rel
		}
		add(root, rel)
	}
	return list, nil
}

// fromFolder names the folder of a file as a package seen from dir.
func fromFolder(dir, name string) string {
	rel, err := filepath.Rel(absolute(dir), filepath.Dir(name))
	if err != nil {
		return filepath.Dir(name)
	}
	if rel = filepath.ToSlash(rel); !strings.HasPrefix(rel, "..") {
		rel = "./" + rel
	}
	return rel
}

// moduleOf is the nearest folder, dir or one above it, that has a go.mod.
func moduleOf(dir string) string {
	for {
		if info, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil && !info.IsDir() {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// isSkipped reports whether the go command leaves a folder, seen from the root
// of its module, out of "./...".
func isSkipped(rel string) bool {
	for elem := range strings.SplitSeq(rel, "/") {
		if elem == "testdata" || elem == "vendor" || elem != "." && (elem[0] == '.' || elem[0] == '_') {
			return true
		}
	}
	return false
}
