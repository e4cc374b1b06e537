package config_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/config"
	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/rule/ruledoc"
)

var rules = []*rule.Rule{
	{Name: "cpubound"}, {Name: "nodeadline", Flags: rule.TimeoutFlag}, {Name: "perrequest"}, {Name: "unreleased"},
}

// read reads a configuration with this content, and files beside it.
func read(t *testing.T, content string, beside map[string]string) (*config.File, error) {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	name := filepath.Join(dir, config.Base)
	files := map[string]string{name: content}
	for base, text := range beside {
		files[filepath.Join(dir, base)] = text
	}
	for file, text := range files {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return config.Read(name, rules)
}

// TestDocumented reads the example of the package's documentation.
func TestDocumented(t *testing.T) {
	doc, err := ruledoc.Parse(config.Source)
	if err != nil {
		t.Fatal(err)
	}
	f, err := read(t, doc.Code("The file"), map[string]string{"stallcheck/kv.txt": "package example.com/kv\nwait\tGet\tkind=cache\n"})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(f.Enable, []string{"nodeadline", "unreleased"}) || !slices.Equal(f.Disable, []string{"cpubound"}) ||
		!f.Advice || !slices.Equal(f.Own, []string{"example.com/kit/..."}) {
		t.Errorf("got %+v", f)
	}
	if len(f.Exclude) != 1 || f.Exclude[0].Path != "internal/legacy/**" || !slices.Equal(f.Exclude[0].Rules, []string{"perrequest"}) {
		t.Errorf("exclude: %+v", f.Exclude)
	}
	if want := []config.Setting{{Flag: "nodeadline.timeout", Value: "2s"}}; !slices.Equal(f.Settings, want) {
		t.Errorf("settings: %+v", f.Settings)
	}
	cat, err := model.New(f.Catalogue...)
	if err != nil {
		t.Fatal(err)
	}
	kv := cat.Library("example.com/kit/kv")
	if w := kv.Wait("(*Client).Get"); w == nil || w.Kind != model.KindCache || kv.Client("New") == nil || kv.CPU("Render") == nil ||
		len(kv.Resources("(*Client).Lease")) != 1 || len(kv.Bounds("(*Client).Limit")) != 1 {
		t.Errorf("rows of kv: %+v", kv)
	}
	for sym, kind := range map[string]model.HandlerKind{
		"Sync": model.HandlerEntry, "(Job).Run": model.HandlerMethod, "Task": model.HandlerFuncSignature, "(*Queue).Handle": model.HandlerRegistration,
	} {
		if h := cat.Library("example.com/kit/jobs").Handlers(sym); len(h) != 1 || h[0].Kind != kind {
			t.Errorf("handlers of %s: %+v", sym, h)
		}
	}
	if cat.Library("example.com/kv").Wait("Get") == nil {
		t.Error("the file of rows was not read")
	}
}

func TestExcludes(t *testing.T) {
	f := &config.File{Dir: filepath.FromSlash("/m"), Exclude: []config.Exclusion{
		{Path: "internal/legacy"},
		{Path: "**/*.pb.go"},
		{Path: "cmd/*/main.go", Rules: []string{"unreleased"}},
	}}
	for _, c := range []struct {
		rule, file string
		want       bool
	}{
		{"unreleased", "/m/internal/legacy/a.go", true},
		{"unreleased", "/m/internal/legacy/deep/er/a.go", true},
		{"unreleased", "/m/internal/legacyish/a.go", false},
		{"unreleased", "/m/a.pb.go", true},
		{"unreleased", "/m/x/y/a.pb.go", true},
		{"unreleased", "/m/cmd/api/main.go", true},
		{"nodeadline", "/m/cmd/api/main.go", false},
		{"unreleased", "/m/cmd/api/sub/main.go", false},
		{"unreleased", "/elsewhere/internal/legacy/a.go", false},
		{"unreleased", "", false},
	} {
		if got := f.Excludes(c.rule, filepath.FromSlash(c.file)); got != c.want {
			t.Errorf("%s in %s: got %v", c.rule, c.file, got)
		}
	}
}

// TestErrors: the mark stands below what is wrong, whatever is before it.
func TestErrors(t *testing.T) {
	for _, c := range []struct{ content, want string }{
		{"exclude:\n  - path: gen\n    rules: [é, x]  \n", ".stallcheck.yaml:3:13: unknown rule \"é\": the rules are cpubound, nodeadline, perrequest, unreleased\n    3 |     rules: [é, x]  \n      |             ^"},
		{"own: ['/x']\n", ".stallcheck.yaml:1:7: \"/x\": want a pattern of import paths, such as example.com/kit/...\n    1 | own: ['/x']\n      |       ^"},
		{"rules: {disable: 3}\n", ".stallcheck.yaml:1:18: want a list, as in [a, b], not a number"},
		{"rules: {disable: {a: b}}\n", ".stallcheck.yaml:1:19: want a list, as in [a, b], not keys and values"},
		{"own: [{a: b}]\n", ".stallcheck.yaml:1:8: want text, not keys and values"},
		{"just text\n", ".stallcheck.yaml:1:1: want keys and values, which are advice, catalogue, exclude, nodeadline, own, rules, not text"},
		{"own: &o [a]\nrules: {enable: *o}\n", ".stallcheck.yaml:1:6: want a list, as in [a, b], not an anchor or alias"},
		{"own: [a\n", ".stallcheck.yaml:1:6: sequence end token ']' not found"},
		{"exclude:\n  - path: 'a['\n", ".stallcheck.yaml:2:11: \"a[\": want a pattern such as internal/**/*.pb.go"},
		{"cpubound: {x: 1}\n", ".stallcheck.yaml:1:1: unknown key \"cpubound\": the keys here are"},
		{"nodeadline: {timeout: [2s]}\n", ".stallcheck.yaml:1:23: want a value, not a list"},
		{"catalogue:\n  rows: >\n    package a\n", ".stallcheck.yaml:2:9: want a block of rows"},
		{"catalogue:\n  rows: |\n    package a\n\n    wait  F\tkind=db\n    wait  F\tkind=db\n", ".stallcheck.yaml:6:5: second wait row for F, the first is at .stallcheck.yaml:5"},
	} {
		_, err := read(t, c.content, nil)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q:\ngot:  %v\nwant: %s", c.content, err, c.want)
		}
	}
}

// TestHash: the cache of go vet is of no use after any change that matters.
func TestHash(t *testing.T) {
	seen := make(map[string]string)
	note := func(what string, f *config.File) {
		t.Helper()
		h, err := config.Hash(".", f)
		if err != nil {
			t.Fatal(err)
		}
		if old, ok := seen[h]; ok {
			t.Errorf("%s and %s have the hash %s", what, old, h)
		}
		seen[h] = what
	}
	t.Setenv("GOWORK", "")
	t.Chdir(t.TempDir())
	note("nothing", nil)
	for _, c := range []struct{ what, content, rows string }{
		{"empty", "", ""},
		{"comment", "# x\n", ""},
		{"files", "catalogue: {files: [rows.txt]}\n", "package a\n"},
		{"other rows", "catalogue: {files: [rows.txt]}\n", "package b\n"},
	} {
		f, err := read(t, c.content, map[string]string{"rows.txt": c.rows})
		if err != nil {
			t.Fatal(err)
		}
		note(c.what, f)
	}
	// A process for a package of another module of the workspace finds another.
	if err := os.Mkdir("b", 0o777); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{"go.work": "go 1.26.0\nuse ./b\n", "b/.stallcheck.yaml": "advice: true\n"} {
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	note("another module's", nil)
}
