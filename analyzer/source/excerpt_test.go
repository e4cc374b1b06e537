package source_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/report"
	"github.com/stallcheck/stallcheck/analyzer/source"
)

// long is a file with a function from line 3 to 42, a raw string from 20 to 29
// in it, and another function at lines 44 and 45.
func long() string {
	lines := []string{"package p", "", "func long() {"}
	for n := 4; n < 42; n++ {
		switch n {
		case 20:
			lines = append(lines, "\ts := `")
		case 29:
			lines = append(lines, "end`")
		default:
			lines = append(lines, fmt.Sprintf("\tf(%d)", n))
		}
	}
	return strings.Join(append(lines, "}", "", "func f(int) {", "}", ""), "\n")
}

func TestExcerpts(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"p.go": long(), "wide.go": "package p\n\nvar x = `" + strings.Repeat("é", 3000) + "`\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	at := func(file string, line int) report.Place { return report.Place{File: file, Line: line, Col: 1} }
	edit := func(from, to int) report.Fix {
		return report.Fix{Edits: []report.Edit{{File: "p.go", Line: from, EndLine: to}}}
	}
	for name, c := range map[string]struct {
		finding report.Finding
		want    []string // file:from-to, the declaration, and what the first line is inside of
	}{
		"the head of the function and the lines around": {
			report.Finding{At: at("p.go", 15), Op: at("p.go", 15)},
			[]string{"p.go:3-3 3 ", "p.go:9-21 3 "},
		},
		"no further than the function": {
			report.Finding{At: at("p.go", 40), Op: at("p.go", 45)},
			[]string{"p.go:3-3 3 ", "p.go:34-42 3 ", "p.go:44-45 44 "},
		},
		"a small gap is filled": {
			report.Finding{At: at("p.go", 12), Op: at("p.go", 12)},
			[]string{"p.go:3-18 3 "},
		},
		"inside a raw string": {
			report.Finding{At: at("p.go", 33), Op: at("p.go", 33)},
			[]string{"p.go:3-3 3 ", "p.go:27-39 3 `"},
		},
		"every place of a finding": {
			report.Finding{
				At: at("p.go", 1), Op: at("p.go", 1),
				Chain: []report.Hop{{At: at("p.go", 45)}}, Notes: []report.Note{{At: at("p.go", 5)}}, Fixes: []report.Fix{edit(30, 31)},
			},
			[]string{"p.go:1-11 0 ", "p.go:28-33 3 `", "p.go:44-45 44 "},
		},
		"what is not there": {
			report.Finding{At: at("gone.go", 3), Op: report.Place{File: "p.go", Line: 3, Missing: true}, Chain: []report.Hop{{At: at("p.go", 1000)}}},
			nil,
		},
	} {
		var got []string
		for _, s := range source.NewReader(dir).Excerpts([]*report.Finding{&c.finding}) {
			got = append(got, fmt.Sprintf("%s:%d-%d %d %s", s.File, s.Line, s.Line+len(s.Lines)-1, s.Decl, s.Inside))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	wide := source.NewReader(dir).Excerpts([]*report.Finding{{At: at("wide.go", 3)}})
	if len(wide) != 1 || !strings.HasSuffix(wide[0].Lines[len(wide[0].Lines)-1], "é") || len(wide[0].Lines[len(wide[0].Lines)-1]) > 2000 {
		t.Errorf("a long line is not cut: %d excerpts", len(wide))
	}
}
