package gopls

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestInspect: what the added file needs is looked for before anything is built.
func TestInspect(t *testing.T) {
	const good = "package settings\n\nvar AllAnalyzers []*Analyzer\n\ntype Analyzer struct {\n\tanalyzer, staticcheck any\n\tseverity int\n\tnonDefault bool\n}\n"
	for _, c := range []struct{ name, source, want string }{
		{"as known", good, ""},
		{"no list", strings.Replace(good, "var AllAnalyzers", "var Analyzers", 1), "no var AllAnalyzers"},
		{"list by a function", strings.Replace(good, "var AllAnalyzers []*Analyzer", "func AllAnalyzers() []*Analyzer { return nil }", 1), "no var AllAnalyzers"},
		{"other fields", strings.Replace(good, "severity int", "level int", 1), "no Analyzer.severity"},
		{"no package", "", "no package internal/settings"},
	} {
		dir := t.TempDir()
		if c.source != "" {
			if err := os.WriteFile(filepath.Join(dir, "a.go"), []byte(c.source), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		err := inspect(dir)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := parser.ParseFile(token.NewFileSet(), "settings.go.txt", added, 0); err != nil {
		t.Errorf("the added file: %v", err)
	}
}

func TestChoose(t *testing.T) {
	var said strings.Builder
	for version, want := range map[string]string{"": Tested[0].Version, "v0.22.0": "v0.22.0", "v0.22.1": "v0.22.1"} {
		b := &Build{Version: version, Stderr: &said}
		if got, err := b.choose(t.Context()); err != nil || got != want {
			t.Errorf("version %q: got %q, %v", version, got, err)
		}
	}
	if !strings.Contains(said.String(), "gopls v0.22.1 was not tested with this stallcheck (tested: "+Tested[0].Version) {
		t.Errorf("said %q", said.String())
	}
	b := &Build{Version: "latest", Stderr: io.Discard}
	if got, err := b.choose(t.Context()); err == nil {
		t.Errorf("version latest: got %q", got)
	}
}

// TestEditors: the page in docs has the settings that the command prints, and
// those that are JSON can be pasted.
func TestEditors(t *testing.T) {
	page, err := os.ReadFile("../../docs/editors.md")
	if err != nil {
		t.Fatal(err)
	}
	const path = "/home/you/go/bin/stallcheck-gopls"
	for _, e := range Editors {
		settings := e.Settings(path)
		if !strings.Contains(string(page), "\n"+settings+"```\n") {
			t.Errorf("docs/editors.md has other settings for %s than\n%s", e.Name, settings)
		}
		if strings.HasPrefix(settings, "{") && !json.Valid([]byte(settings)) {
			t.Errorf("%s: no JSON:\n%s", e.Name, settings)
		}
		if found, err := Lookup(e.Name); err != nil || found != e {
			t.Errorf("Lookup(%q): %v, %v", e.Name, found, err)
		}
	}
	if _, err := Lookup("ed"); err == nil || !strings.Contains(err.Error(), "emacs") {
		t.Errorf("Lookup of another editor: %v", err)
	}
}
