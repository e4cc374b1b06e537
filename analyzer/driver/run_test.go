package driver_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/txtar"

	"github.com/stallcheck/stallcheck/analyzer"
	"github.com/stallcheck/stallcheck/analyzer/driver"
	"github.com/stallcheck/stallcheck/analyzer/driver/drivertest"
)

// run analyses the files of a txtar archive with the stand-in engine.
func run(t *testing.T, files string, opts driver.Options, patterns ...string) *driver.Outcome {
	t.Helper()
	opts.Dir = extract(t, files)
	if opts.Knowledge == nil {
		opts.Knowledge = drivertest.Knowledge{}
	}
	if opts.Analyzer == nil {
		opts.Analyzer = drivertest.Umbrella(analyzer.Config{Rules: drivertest.Rules(), Tests: opts.Tests})
	}
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	out, err := driver.Run(context.Background(), opts, patterns)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func extract(t *testing.T, files string) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "")
	for _, f := range txtar.Parse([]byte(files)).Files {
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// lines are the findings and failures as one would read them.
func lines(out *driver.Outcome) []string {
	var got []string
	for _, f := range out.Findings {
		got = append(got, f.At.String()+": "+f.Message)
	}
	for _, f := range out.Failures {
		got = append(got, "! "+f.String())
	}
	return got
}

func want(t *testing.T, out *driver.Outcome, want ...string) {
	t.Helper()
	if got := lines(out); !slices.Equal(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// recorder is an umbrella analyzer that notes which packages it was run on.
type recorder struct {
	mu   sync.Mutex
	pkgs []string
}

func (r *recorder) wrap(a *analysis.Analyzer) *analysis.Analyzer {
	wrapped := *a
	wrapped.Run = func(pass *analysis.Pass) (any, error) {
		r.mu.Lock()
		r.pkgs = append(r.pkgs, pass.Pkg.Path())
		r.mu.Unlock()
		return a.Run(pass)
	}
	return &wrapped
}

const diamond = `
-- go.mod --
module example.com/m

go 1.26.0
-- main.go --
package main

import (
	"example.com/m/a"
	"example.com/m/b"
)

func main() {
	a.A()
	b.B()
}
-- a/a.go --
package a

import "example.com/m/op"

func A() { op.Op() }
-- b/b.go --
package b

import "example.com/m/op"

func B() { op.Op() }
-- op/op.go --
package op

func Op() {
	wait()
}

func wait() {}
-- op/op_test.go --
package op

func inTest() { wait() }
-- op/x_test.go --
package op_test

import "example.com/m/op"

func external() { op.Op() }
`

// TestOneCause: however many packages report one operation, it is one
// finding, at the operation, reached from all of them.
func TestOneCause(t *testing.T) {
	out := run(t, diamond, driver.Options{})
	want(t, out, "op/op.go:4:2: wait waits")
	if got := strings.Join(out.Findings[0].Entries, " "); got != "A B Op main" {
		t.Errorf("entries: got %q", got)
	}
	if got := len(out.Findings[0].Chain); got != 1 {
		t.Errorf("chain: got %d hops, want the one of the finding that stands at the operation", got)
	}
	if out.Packages != 4 {
		t.Errorf("got %d packages, want 4", out.Packages)
	}
}

// TestTests: with tests, a package and its test variant report once what both
// have, and test files count.
func TestTests(t *testing.T) {
	want(t, run(t, diamond, driver.Options{Tests: true}),
		"op/op.go:4:2: wait waits",
		"op/op_test.go:3:17: wait waits")
}

// TestOnlyNamed: packages that were not named are analysed, not reported,
// but an operation in them is where the finding goes.
func TestOnlyNamed(t *testing.T) {
	out := run(t, diamond, driver.Options{}, "./a")
	want(t, out, "op/op.go:4:2: Op waits")
	if out.Packages != 1 {
		t.Errorf("got %d packages, want 1", out.Packages)
	}
}

// TestSameTwice: nothing depends on scheduling.
func TestSameTwice(t *testing.T) {
	first := lines(run(t, diamond, driver.Options{Tests: true}))
	for range 3 {
		if again := lines(run(t, diamond, driver.Options{Tests: true})); !slices.Equal(first, again) {
			t.Fatalf("got %q, then %q", first, again)
		}
	}
}

const layers = `
-- go.mod --
module example.com/m

go 1.26.0

require (
	example.com/bound v1.0.0
	example.com/third v1.0.0
	example.com/inert v1.0.0
)

replace (
	example.com/bound => ./other/bound
	example.com/third => ./other/third
	example.com/inert => ./other/inert
)
-- m.go --
package m

import (
	"example.com/bound"
	"example.com/inert"
	"example.com/third"
)

// The types of third that come through bound must be those that third has.
func M() {
	var t *third.T = bound.Make()
	bound.Take(third.New())
	t.Wait()
	third.Generic[third.T]{}.Hold(*t)
	inert.Do(inert.Kind(1))
}
-- other/bound/go.mod --
module example.com/bound

go 1.26.0

require example.com/third v1.0.0
-- other/bound/bound.go --
package bound

import "example.com/third"

func Make() *third.T     { return third.New() }
func Take(t *third.T)    { wait() }
func Boxed() third.Generic[third.T] { return third.Generic[third.T]{} }
func wait()              {}
-- other/third/go.mod --
module example.com/third

go 1.26.0
-- other/third/third.go --
package third

import "example.com/third/ops"

type T struct{ inner inner }

type inner struct{ n int }

func New() *T { return &T{inner{ops.N}} }

func (t *T) Wait() { wait() }

func wait() {}

type Generic[E any] struct{ e E }

func (g Generic[E]) Hold(e E) {}
-- other/third/ops/ops.go --
package ops

const N = 1
-- other/inert/go.mod --
module example.com/inert

go 1.26.0
-- other/inert/inert.go --
package inert

type Kind int

func Do(Kind) { wait() }

func wait() {}
`

// TestMatters: a boundary and a package that reaches nothing are not read, and
// the types of a package that is read from source are the same wherever they
// come from.
func TestMatters(t *testing.T) {
	var rec recorder
	know := drivertest.Knowledge{
		Boundaries: map[string]bool{"example.com/bound": true, "example.com/third/ops": true},
		Ops:        map[string]bool{"example.com/third/ops": true},
	}
	umbrella := rec.wrap(drivertest.Umbrella(analyzer.Config{Rules: drivertest.Rules()}))
	out := run(t, layers, driver.Options{Analyzer: umbrella, Knowledge: know})
	want(t, out, "m.go:13:2: Wait waits")
	slices.Sort(rec.pkgs)
	if got, want := strings.Join(rec.pkgs, " "), "example.com/m example.com/third"; got != want {
		t.Errorf("analysed %q, want %q", got, want)
	}
	if op := out.Findings[0].Op; op.Missing || !strings.HasSuffix(op.File, "other/third/third.go") {
		t.Errorf("operation at %+v", op)
	}
}

// TestOwn: a replaced module is the user's if a pattern says so; then it is
// read, and its findings stand in it.
func TestOwn(t *testing.T) {
	out := run(t, layers, driver.Options{Own: []string{"example.com/third/...", "example.com/inert"}})
	want(t, out,
		"m.go:12:2: Take waits", // bound is read, but not the user's
		"other/inert/inert.go:5:17: Do waits",
		"other/third/third.go:11:22: Wait waits")
}
