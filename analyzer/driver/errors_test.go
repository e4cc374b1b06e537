package driver_test

import (
	"context"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer"
	"github.com/stallcheck/stallcheck/analyzer/driver"
	"github.com/stallcheck/stallcheck/analyzer/driver/drivertest"
)

const broken = `
-- go.mod --
module example.com/m

go 1.26.0
-- bad/bad.go --
package bad

func Bad() { undefined1(); undefined2() }
-- syntax/syntax.go --
package syntax

func Syntax() {
-- missing/missing.go --
package missing

import "example.com/none"

var _ = none.None
-- missing2/missing.go --
package missing2

import "example.com/none"

var _ = none.None
-- over/over.go --
package over

import "example.com/m/bad"

func Over() { bad.Bad() }
-- top/top.go --
package top

import "example.com/m/over"

func Top() { over.Over() }
-- good/good.go --
package good

func Good() { wait() }

func wait() {}
`

// TestBroken: what does not compile is named once with its place, what
// imports it is named, and the rest is reported.
func TestBroken(t *testing.T) {
	out := run(t, broken, driver.Options{}, "./...", "./nothing/...")
	want(t, out,
		"good/good.go:3:15: wait waits",
		`! no packages match "./nothing/...": lstat ./nothing/: no such file or directory`,
		"! example.com/m/over: not analysed: imports example.com/m/bad, which does not compile",
		"! example.com/m/top: not analysed: imports example.com/m/bad, which does not compile",
		"! bad/bad.go:3:14: undefined: undefined1 (and 1 more); example.com/m/bad is not analysed",
		"! missing/missing.go:3:8: no required module provides package example.com/none; to add it: go get example.com/none; example.com/m/missing is not analysed, nor is what else needs it: 1 more",
		"! syntax/syntax.go:3:17: expected ';', found 'EOF' (and 1 more); example.com/m/syntax is not analysed",
	)
	if out.Packages != 1 {
		t.Errorf("got %d packages, want 1", out.Packages)
	}
}

// TestPanic: an analyzer that panics costs its package, not the run.
func TestPanic(t *testing.T) {
	a := drivertest.Umbrella(analyzer.Config{Rules: drivertest.Rules()})
	inner := a.Run
	a.Run = func(pass *analysis.Pass) (any, error) {
		if pass.Pkg.Name() == "a" {
			panic("no idea")
		}
		return inner(pass)
	}
	out := run(t, diamond, driver.Options{Analyzer: a})
	want(t, out,
		"op/op.go:4:2: wait waits",
		"! example.com/m/a: internal error: stallcheck on example.com/m/a: no idea")
}

// TestCancel: a run that is interrupted says so.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	opts := driver.Options{
		Dir:       extract(t, diamond),
		Knowledge: drivertest.Knowledge{},
		Analyzer:  drivertest.Umbrella(analyzer.Config{}),
		Progress:  func(int, int, string) { cancel() },
	}
	if out, err := driver.Run(ctx, opts, []string{"./..."}); err == nil {
		t.Errorf("got %v, want an error", lines(out))
	}
}

// TestNoModule: outside of any module there is nothing to analyse, and the
// message says what to do.
func TestNoModule(t *testing.T) {
	out := run(t, "-- a.go --\npackage a\n", driver.Options{})
	want(t, out, `! no packages match "./...": no go.mod here or above: change to the folder of a module, or name it with -C`)
}
