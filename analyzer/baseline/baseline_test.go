package baseline

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/report"
	"github.com/stallcheck/stallcheck/analyzer/source"
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
	c := &Changes{source.NewReader("/r"), make(map[string]*lines)}
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

// TestMark: a fingerprint stays when lines move, and differs between findings
// that are otherwise the same.
func TestMark(t *testing.T) {
	dir := t.TempDir()
	marks := func(header string) []string {
		if err := os.WriteFile(filepath.Join(dir, "p.go"), []byte(header+"package p\n\nfunc f() {\n\ta()\n\ta()\n}\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		var findings []*report.Finding
		above := bytes.Count([]byte(header), []byte("\n"))
		for _, line := range []int{4, 5} {
			at := report.Place{Package: "p", File: "p.go", Line: above + line, Col: 2}
			findings = append(findings, &report.Finding{Rule: "waits", Message: "a waits, see p.go:" + strconv.Itoa(above), At: at, Op: at})
		}
		Mark(dir, findings)
		return []string{findings[0].Fingerprint, findings[1].Fingerprint}
	}
	before, after := marks(""), marks("// A comment.\n\n")
	if !slices.Equal(before, after) || before[0] == before[1] || len(before[0]) != 32 {
		t.Errorf("fingerprints %q, then %q", before, after)
	}
}
