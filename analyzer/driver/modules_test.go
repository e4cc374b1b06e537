package driver_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/driver"
	"github.com/stallcheck/stallcheck/analyzer/driver/drivertest"
)

// TestTestFilesOnly: a folder that has only tests is a package with -tests,
// and nothing without.
func TestTestFilesOnly(t *testing.T) {
	const files = `
-- go.mod --
module example.com/m

go 1.26.0
-- a/a.go --
package a
-- only/only_test.go --
package only

func inTest() { wait() }

func wait() {}
`
	want(t, run(t, files, driver.Options{}))
	want(t, run(t, files, driver.Options{Tests: true}), "only/only_test.go:3:17: wait waits")
}

// TestIgnoredFiles: a folder whose files are all of another system is no
// mistake.
func TestIgnoredFiles(t *testing.T) {
	const files = `
-- go.mod --
module example.com/m

go 1.26.0
-- a/a.go --
package a
-- other/other_plan9.go --
package other
`
	want(t, run(t, files, driver.Options{}))
}

// TestCgo: places are in the files that people write, not in what cgo makes
// of them, and nothing offers to fix the latter.
func TestCgo(t *testing.T) {
	out, err := exec.Command("go", "env", "CGO_ENABLED", "CC").Output()
	if err != nil {
		t.Fatal(err)
	}
	if f := strings.Fields(string(out)); len(f) < 2 || f[0] != "1" {
		t.Skip("no cgo")
	} else if _, err := exec.LookPath(f[1]); err != nil {
		t.Skip("no C compiler")
	}
	found := run(t, `
-- go.mod --
module example.com/m

go 1.26.0
-- a.go --
package a

// static int one(void) { return 1; }
import "C"

func A() int {
	wait()
	return int(C.one())
}

func wait() {}
`, driver.Options{})
	want(t, found, "a.go:7:2: wait waits")
	if len(found.Findings) == 1 && len(found.Findings[0].Fixes) != 0 {
		t.Errorf("offers the fix %+v", found.Findings[0].Fixes)
	}
}

// TestWorkspace: every module of a workspace is the user's.
func TestWorkspace(t *testing.T) {
	const files = `
-- go.work --
go 1.26.0

use (
	./a
	./b
)
-- a/go.mod --
module example.com/a

go 1.26.0
-- a/a.go --
package a

import "example.com/b"

func A() { b.B() }
-- b/go.mod --
module example.com/b

go 1.26.0
-- b/b.go --
package b

func B() { wait() }

func wait() {}
`
	want(t, run(t, files, driver.Options{}, "./a/...", "./b/..."), "b/b.go:3:12: wait waits")
	want(t, run(t, files, driver.Options{}, "./..."), `! no packages match "./...": no module of go.work here: name packages of one, such as ./MODULE/...`)
}

// TestVendor: a vendored module is not the user's, though its files are below.
func TestVendor(t *testing.T) {
	know := drivertest.Knowledge{Boundaries: map[string]bool{"fmt": true}, Ops: map[string]bool{"fmt": true}}
	want(t, run(t, `
-- go.mod --
module example.com/m

go 1.26.0

require example.com/lib v1.0.0
-- m.go --
package m

import "example.com/lib"

func M() { lib.Do() }
-- vendor/modules.txt --
# example.com/lib v1.0.0
## explicit; go 1.26.0
example.com/lib
-- vendor/example.com/lib/lib.go --
package lib

import _ "fmt"

func Do() { wait() }

func wait() {}
`, driver.Options{Knowledge: know}), "m.go:5:12: Do waits")
}
