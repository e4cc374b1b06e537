// Command verify checks the catalogue in ../data against the source of the
// modules that go.mod pins:
//
//	cd analyzer/model/verify && go run .
//
// It reads the data files and deps*.go, the lists of the packages they speak of.
// It type-checks these packages and all they import from source, declarations
// only, and compares every row with them: a symbol must resolve
// and be exported; the context index, the owned result and its type, the error
// result, the constructed type, the signature, the release and close methods,
// the callback argument and its context must be those of the source; a variant
// must resolve and take a context. It also compares data/_modules.txt with the
// versions loaded. What a cell may say at all is the business of the tests of
// package model.
//
// It prints file:line: what is wrong, and exits with 1 when anything is, with 2
// when the check cannot start. It needs the go command only; the first run
// downloads about 380 modules.
//
// To add a library: go get its module here, name its packages in deps.go or deps_github.go, add
// its file in ../data and its line in ../data/_modules.txt.
//
// Missed: prose, and whatever the type of a function does not say (kinds,
// duties, weights, modes, defaults). What is passed as an argument of type any
// is not checked.
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

const dataDir = "../data"

func main() {
	bad, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, "verify:", err)
		os.Exit(2)
	}
	if bad > 0 {
		os.Exit(1)
	}
}

// run returns how many things are wrong.
func run() (int, error) {
	roots, err := rootsOf("deps*.go")
	if err != nil {
		return 0, fmt.Errorf("read the list of packages: %w", err)
	}
	rows, modules, err := readData(dataDir)
	if err != nil {
		return 0, fmt.Errorf("read the data: %w", err)
	}
	w, err := load(roots)
	if err != nil {
		return 0, fmt.Errorf("load packages: %w", err)
	}
	c := &checker{world: w}
	c.lists(roots, rows, modules)
	total, wrong := map[string]int{}, map[string]int{}
	for _, r := range rows {
		before := c.bad
		c.row(r)
		total[r.kind]++
		wrong[r.kind] += c.bad - before
	}
	n := 0
	for _, kind := range kinds {
		fmt.Printf("%-10s %4d rows, %d wrong\n", kind, total[kind], wrong[kind])
		n += total[kind]
	}
	fmt.Printf("%-10s %4d rows, %d wrong\n", "all", n, c.bad)
	return c.bad, nil
}

// kinds are the kinds of rows.
var kinds = [...]string{"bound", "callback", "client", "cpu", "handler", "input", "local", "noreturn", "pool", "provider", "read", "resource", "size", "status", "store", "wait"}

// A checker compares rows with the source and counts the differences.
type checker struct {
	*world
	bad int
}

func (c *checker) fail(at fmt.Stringer, format string, a ...any) {
	c.bad++
	fmt.Fprintf(os.Stderr, "%s: %s\n", at, fmt.Sprintf(format, a...))
}

// lists compares the packages of deps.go with those of the data, and the
// modules loaded with _modules.txt.
func (c *checker) lists(roots []string, rows []row, modules []module) {
	used := map[string]bool{}
	for _, r := range rows {
		if !used[r.path] && r.path != settings && r.path != "builtin" && !slices.Contains(roots, r.path) {
			c.fail(r, "package %s is not named in deps.go", r.path)
		}
		used[r.path] = true
	}
	for _, p := range roots {
		if !used[p] {
			c.fail(place{file: "deps.go"}, "package %s has no rows", p)
		}
	}
	listed := map[string]module{}
	for _, m := range modules {
		listed[m.path] = m
	}
	needed := map[string]bool{"std": true}
	for _, p := range roots {
		path, version := c.moduleOf(p)
		needed[path] = true
		m, ok := listed[path]
		switch {
		case !ok:
			c.fail(place{file: dataDir + "/_modules.txt"}, "module %s of package %s is not listed", path, p)
		case m.version != version:
			c.fail(m, "module %s: version %s was checked, the data says %s", path, version, m.version)
			listed[path] = module{m.place, path, version} // once
		}
	}
	for _, m := range modules {
		if m.version != "" && !needed[m.path] {
			c.fail(m, "module %s has no package with rows", m.path)
		}
	}
}

// options checks that the functions which a row names besides its own are there:
// those of handler rows are of other packages, and symbols of any kind.
func (c *checker) options(r row) {
	for _, key := range []string{"with", "unless"} {
		for name := range strings.SplitSeq(r.cells[key], ",") {
			var err error
			f := new(found)
			switch {
			case name == "":
				continue
			case r.kind == "handler":
				_, err = c.resolve(name)
			default:
				if f, err = c.resolveIn(r.path, name); err == nil && f.sig == nil {
					err = fmt.Errorf("%s cannot be called", name)
				}
			}
			if err != nil {
				c.fail(r, "%s: %v", key, err)
			}
		}
	}
}

// row checks one row. Rows of kind cpu, bound and provider only name a symbol.
func (c *checker) row(r row) {
	if r.path == settings {
		return
	}
	if r.kind == "wait" && strings.HasSuffix(r.symbol, ").*") {
		c.wildcard(r)
		return
	}
	f, err := c.resolveIn(r.path, r.symbol)
	if err != nil {
		c.fail(r, "%v", err)
		return
	}
	c.options(r)
	switch r.kind {
	case "wait":
		c.wait(r, f)
	case "resource":
		c.resource(r, f)
	case "client":
		c.client(r, f)
	case "handler":
		c.handler(r, f)
	case "callback":
		c.callback(r, f)
	case "noreturn":
		if f.sig == nil {
			c.fail(r, "%s cannot be called", r.symbol)
		}
	}
}
