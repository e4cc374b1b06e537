package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/config"
)

func TestFind(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"work/go.work", "work/.stallcheck.yaml", "work/a/go.mod", "work/a/.stallcheck.yaml", "work/a/deep/x.go",
		"bare/go.work", "bare/a/go.mod", "bare/a/.stallcheck.yaml", "bare/b/go.mod",
		"alone/go.mod", "alone/sub/.stallcheck.yaml", "yml/go.mod", "yml/.stallcheck.yml", "none/.stallcheck.yaml",
	} {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ name, gowork, env, dir, given, want string }{
		{"the workspace's", "", "", "work/a/deep", "", "work/.stallcheck.yaml"},
		{"no workspace", "off", "", "work/a/deep", "", "work/a/.stallcheck.yaml"},
		{"another workspace", "$/work/go.work", "", "alone", "", "work/.stallcheck.yaml"},
		{"a workspace without", "", "", "bare/a", "", "bare/a/.stallcheck.yaml"},
		{"another module's", "", "", "bare/b", "", ""},
		{"below the root", "", "", "alone/sub", "", ""},
		{"no module", "", "", "none", "", ""},
		{"given", "", "", "work", "$/none/.stallcheck.yaml", "none/.stallcheck.yaml"},
		{"given off", "", "", "work", "off", ""},
		{"environment", "", "$/none/.stallcheck.yaml", "work", "", "none/.stallcheck.yaml"},
		{"environment off", "", "off", "work", "", ""},
		{"given wins", "", "off", "work", "$/none/.stallcheck.yaml", "none/.stallcheck.yaml"},
		{"misnamed", "", "", "yml", "", "! rename it to .stallcheck.yaml"},
		{"missing", "", "", "work", "$/nosuch", "! no such file"},
		{"a folder", "", "", "work", "$/work", "! no such file"},
		{"relative", "", "x.yaml", "work", "", "! want an absolute path"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := func(s string) string { return strings.Replace(s, "$", root, 1) }
			t.Setenv("GOWORK", in(c.gowork))
			t.Setenv(config.Env, in(c.env))
			got, err := config.Find(filepath.Join(root, filepath.FromSlash(c.dir)), in(c.given))
			if want, ok := strings.CutPrefix(c.want, "! "); ok {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, %v", got, err)
				}
				return
			}
			if rel := strings.TrimPrefix(filepath.ToSlash(strings.TrimPrefix(got, root)), "/"); err != nil || rel != c.want {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}
