package source_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/report"
	"github.com/stallcheck/stallcheck/analyzer/source"
)

const code = `package p

import "fmt"

var a, b = f(), f()

var (
	c = f()
	d = f()
)

type T[A, B any] struct{}

func (T[A, B]) Value() {
	fmt.Println()
}

func (t *T[A, B]) Pointer() {}

func f() int { return 1 }
`

func TestLocate(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "p.go"), []byte(code), 0o666); err != nil {
		t.Fatal(err)
	}
	r := source.NewReader(dir)
	for _, c := range []struct {
		line int
		want string
	}{{3, "-"}, {5, "a"}, {9, "c"}, {12, "-"}, {15, "(T).Value"}, {18, "(*T).Pointer"}, {19, "-"}, {20, "f"}, {99, "-"}} {
		if got := r.Enclosing(report.Place{File: "p.go", Line: c.line}).Name; got != c.want {
			t.Errorf("line %d: got %q, want %q", c.line, got, c.want)
		}
	}
	if got := r.Enclosing(report.Place{File: "nosuch.go", Line: 1}).Name; got != "-" {
		t.Errorf("no file: got %q", got)
	}
}
