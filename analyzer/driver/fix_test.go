package driver

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/report"
)

const fixSource = `package p

import (
	"context"
	"time"
)

func f(ctx context.Context) {
	g(context.Background())
	time.Sleep(1)
}

func g(ctx context.Context) {}
`

const fixedSource = `package p

import (
	"context"
)

func f(ctx context.Context) {
	g(ctx)
	select {
	case <-ctx.Done():
	}
}

func g(ctx context.Context) {}
`

// replace is a finding whose fix replaces the n-th occurrence of a text.
func replace(name, old, new string) *report.Finding {
	start := strings.Index(fixSource, old)
	return &report.Finding{ID: name, Fixes: []report.Fix{{
		Title: name,
		Edits: []report.Edit{{File: "p.go", Start: start, End: start + len(old), New: new}},
	}}}
}

func TestFix(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "p.go")
	if err := os.WriteFile(file, []byte(fixSource), 0o640); err != nil {
		t.Fatal(err)
	}
	same := replace("same edit", "context.Background()", "ctx")
	findings := []*report.Finding{
		{ID: "no fix"},
		replace("first", "context.Background()", "ctx"),
		same,
		replace("overlaps", "g(context", "h(context"),
		replace("format", "time.Sleep(1)", "select {\ncase <-ctx.Done(): \n}"),
	}
	changes, err := Fix(dir, findings)
	if err != nil {
		t.Fatal(err)
	}
	if len(changes.Fixed) != 3 || len(changes.Left) != 2 || changes.Conflicts != 1 {
		t.Errorf("fixed %d, left %d, conflicts %d", len(changes.Fixed), len(changes.Left), changes.Conflicts)
	}
	var diff strings.Builder
	if err := changes.Diff(&diff); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"--- p.go.orig", "-\tg(context.Background())\n", "+\tg(ctx)\n", "-\t\"time\"\n"} {
		if !strings.Contains(diff.String(), want) {
			t.Errorf("diff has no %q:\n%s", want, diff.String())
		}
	}
	if err := changes.Write(); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != fixedSource {
		t.Errorf("got:\n%s\nwant:\n%s", got, fixedSource)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if _, err := Fix(dir, []*report.Finding{{Fixes: []report.Fix{{Edits: []report.Edit{{File: "p.go", Start: 9999, End: 9999}}}}}}); err == nil {
		t.Error("edit past the end: want an error")
	}
}
