package baseline

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/report"
)

func TestWithoutLines(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"rows is not released on the path that returns at line 52", "rows is not released on the path that returns at line N"},
		{"not called after the break at line 63, or at line 70", "not called after the break at line N, or at line N"},
		{"made at store/a.go:12 (b.go:3:4)", "made at store/a.go:N (b.go:N)"},
		{"time.Sleep holds the request for 3s", "time.Sleep holds the request for 3s"},
		{"tab\there", "tab here"},
	} {
		if got := withoutLines(c.in); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

const source = `package p

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
	if err := os.WriteFile(filepath.Join(dir, "p.go"), []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	l := newLocator(dir)
	for _, c := range []struct {
		line int
		want string
	}{{3, "-"}, {5, "a"}, {9, "c"}, {12, "-"}, {15, "(T).Value"}, {18, "(*T).Pointer"}, {19, "-"}, {20, "f"}, {99, "-"}} {
		if got := l.enclosing(report.Place{File: "p.go", Line: c.line}).name; got != c.want {
			t.Errorf("line %d: got %q, want %q", c.line, got, c.want)
		}
	}
	if got := l.enclosing(report.Place{File: "nosuch.go", Line: 1}).name; got != "-" {
		t.Errorf("no file: got %q", got)
	}
}

func TestReadWrite(t *testing.T) {
	want := []Entry{
		{"nodeadline", "example.com/m/a", "(*T).M", 1, "a b (c)"},
		{"nodeadline", "example.com/m/a", "(*T).M", 2, "a b (c)"},
		{"unreleased", "example.com/m/b", "-", 1, "x"},
	}
	backwards := slices.Clone(want)
	slices.Reverse(backwards)
	var file bytes.Buffer
	if err := Write(&file, backwards); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "known.txt")
	if err := os.WriteFile(name, file.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	got, err := Read(name)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestReadDiff(t *testing.T) {
	c := &Changes{newLocator("/r"), make(map[string]*lines)}
	c.readDiff("/r", `diff --git a/a.go b/a.go
index 1..2 100644
--- a/a.go
+++ b/a.go
@@ -3 +3 @@ func f() {
-old
+++ b/trap.go
@@ -10,2 +9,0 @@
--- a/trap.go
-@@ -1 +1 @@
@@ -20,0 +20,3 @@
+a
+b
+c
\ No newline at end of file
diff --git a/gone.go b/gone.go
--- a/gone.go
+++ /dev/null
@@ -1,2 +0,0 @@
-package p
-
diff --git a/with space.go b/with space.go
--- a/with space.go	
+++ b/with space.go	
@@ -1 +1 @@
-x
+y
`)
	if len(c.files) != 2 || c.files["/r/with space.go"] == nil {
		t.Errorf("files: %v", c.files)
	}
	a := c.files["/r/a.go"]
	if a == nil || !slices.Equal(a.changed, []run{{3, 3}, {20, 22}}) || !slices.Equal(a.deleted, []int{9}) {
		t.Errorf("a.go: %+v", a)
	}
}
