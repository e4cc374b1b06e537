package driver_test

import (
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/driver"
	"github.com/stallcheck/stallcheck/analyzer/driver/drivertest"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

const travelling = `
-- go.mod --
module example.com/m

go 1.26.0

require (
	example.com/a v1.0.0
	example.com/wall v1.0.0
)

replace (
	example.com/a => ./other/a
	example.com/wall => ./other/wall
)
-- b/b.go --
package b

import "example.com/a"

var T a.T
-- c/c.go --
package c

import "example.com/m/b"

var T = b.T
-- over/over.go --
package over

import "example.com/wall"

var T = wall.T
-- other/a/go.mod --
module example.com/a
-- other/a/a.go --
package a

import _ "fmt"

type T struct{}

func (T) Method() {}

func Func() {}

func hidden() { type local struct{} }
-- other/wall/go.mod --
module example.com/wall
-- other/wall/wall.go --
package wall

import "example.com/a"

var T a.T
`

// TestFactsTravel: a package sees the facts that it would see under go vet,
// where facts are written and read again at every import.
func TestFactsTravel(t *testing.T) {
	seen := &facts{seen: make(map[string][]string)}
	know := drivertest.Knowledge{
		Boundaries: map[string]bool{"example.com/wall": true, "fmt": true},
		Ops:        map[string]bool{"fmt": true},
	}
	run(t, travelling, driver.Options{Analyzer: seen.analyzer(), Knowledge: know})
	for pkg, want := range map[string][]string{
		"b":    {"(example.com/a.T).Method", "example.com/a.Func", "package example.com/a"},
		"c":    {"(example.com/a.T).Method", "package example.com/m/b"},
		"over": nil, // a boundary keeps no facts, and lets none through
	} {
		if got := seen.seen[pkg]; !slices.Equal(got, want) {
			t.Errorf("%s sees %q, want %q", pkg, got, want)
		}
	}
}

type mark struct{ From string }

func (*mark) AFact() {}

// facts notes which facts of other packages each package sees.
type facts struct {
	mu   sync.Mutex
	seen map[string][]string
}

func (f *facts) analyzer() *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       "facts",
		Doc:        "marks every function and method, and the package",
		FactTypes:  []analysis.Fact{new(mark)},
		ResultType: reflect.TypeFor[*rule.Result](),
		Run: func(pass *analysis.Pass) (any, error) {
			f.note(pass)
			for _, obj := range pass.TypesInfo.Defs {
				if fn, ok := obj.(*types.Func); ok {
					pass.ExportObjectFact(fn, &mark{fn.FullName()})
				}
			}
			pass.ExportPackageFact(&mark{"package " + pass.Pkg.Path()})
			return new(rule.Result), nil
		},
	}
}

func (f *facts) note(pass *analysis.Pass) {
	var got []string
	for _, o := range pass.AllObjectFacts() {
		got = append(got, o.Fact.(*mark).From)
		if !pass.ImportObjectFact(o.Object, new(mark)) {
			got = append(got, fmt.Sprintf("not %v", o.Object))
		}
	}
	for _, p := range pass.AllPackageFacts() {
		got = append(got, p.Fact.(*mark).From)
		if !pass.ImportPackageFact(p.Package, new(mark)) {
			got = append(got, fmt.Sprintf("not %v", p.Package))
		}
	}
	slices.Sort(got)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen[pass.Pkg.Name()] = got
}
