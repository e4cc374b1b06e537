package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestUpToDate generates everything in memory and compares.
func TestUpToDate(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	files, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Errorf("%s: run go generate ./...: %v", name, err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s is out of date: run go generate ./...", name)
		}
	}
}

// TestScaffold makes a rule in an empty module and generates from it.
func TestScaffold(t *testing.T) {
	root := t.TempDir()
	files, err := scaffold(root, "newrule")
	if err != nil {
		t.Fatal(err)
	}
	if err := write(io.Discard, root, files); err != nil {
		t.Fatal(err)
	}
	generated, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"rules/all.go":                  "newrule.Rule,",
		"rules/README.md":               "| [newrule](newrule/README.md) | warning | v0.1.0 | reports TODO in one sentence |",
		"rules/newrule/README.md":       "## Silent when",
		"rules/newrule/newrule_test.go": "ruletest.Run(t, newrule.Analyzer",
	} {
		if !strings.Contains(string(generated[name]), want) {
			t.Errorf("%s: want %q in\n%s", name, want, generated[name])
		}
	}
	for _, name := range []string{"newrule", "New", "x", "gen"} {
		if _, err := scaffold(root, name); err == nil {
			t.Errorf("scaffold(%q): want an error", name)
		}
	}
}
