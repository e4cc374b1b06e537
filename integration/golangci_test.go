//go:build integration

package integration

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// golangciVersion is what the page in docs names.
const golangciVersion = "v2.15.0"

// TestGolangci builds a golangci-lint with the plugin, as docs say, and runs it.
func TestGolangci(t *testing.T) {
	bin := golangci(t, "golangci-lint", root(t))
	config := block(t, "golangci-lint.md", "`.golangci.yml`")

	t.Run("lines", func(t *testing.T) {
		g := newGolangci(t, bin, app(t, "wired"), config)
		r := g.run(t, "--uniq-by-line=false", "--output.text.print-issued-lines=false")
		if r.code != 1 || !strings.Contains(r.stdout, "db/postgres/postgres.go:23:8: (*sql.DB).QueryRow may wait forever: ") {
			t.Errorf("want a finding of main in another package: %s", r)
		}
		if strings.Contains(r.stdout, "related information") || strings.Count(r.stdout, "(stallcheck)") != 3 {
			t.Errorf("want a line for each finding: %s", r)
		}
	})

	t.Run("nolint", func(t *testing.T) {
		g := newGolangci(t, bin, app(t, "wired"), config)
		edit(t, filepath.Join(g.app, "db/postgres/postgres.go"), `t").Scan(&name)
	return`, `t").Scan(&name) //nolint:stallcheck // tested
	return`)
		edit(t, filepath.Join(g.app, "api/api.go"), "\tif _, err := s.repo", "\t//stallcheck:ignore nodeadline tested\n\tif _, err := s.repo")
		if got := g.causes(t); !slices.Equal(got, []string{"unreleased postgres/postgres.go:30"}) {
			t.Errorf("with comments: %q", got)
		}
	})

	t.Run("fix", func(t *testing.T) {
		g := newGolangci(t, bin, app(t, "shop"), config)
		r := g.run(t, "--fix")
		if got := read(t, filepath.Join(g.app, "store/store.go")); !strings.Contains(got, "o.pool.QueryRow(ctx, ") {
			t.Errorf("not fixed: %s\n%s", r, got)
		}
		if strings.Contains(r.stdout, "store.go") {
			t.Errorf("fixed, but printed: %s", r)
		}
		if got := g.causes(t); slices.Contains(got, "nodeadline store/store.go:17") || len(got) == 0 {
			t.Errorf("after --fix: %q", got)
		}
	})

	t.Run("settings", func(t *testing.T) {
		dir := app(t, "wired")
		with := func(settings string) *golangciRun {
			head, _, _ := strings.Cut(config, "        settings:\n")
			return newGolangci(t, bin, dir, head+settings)
		}
		g := with("        settings:\n          rules:\n            disable: [nodeadline]\n")
		if got := g.causes(t); !slices.Equal(got, []string{"unreleased postgres/postgres.go:30"}) {
			t.Errorf("without nodeadline: %q", got)
		}
		for settings, want := range map[string]string{
			"ruels: {disable: [nodeadline]}":   `unknown key "ruels": did you mean rules?`,
			"rules: {disable: [nodedline]}":    `unknown rule "nodedline": did you mean nodeadline?`,
			"nodeadline: {timeout: soon}":      "want a positive duration",
			"catalogue: {rows: [not a block]}": "begin it with |",
		} {
			if r := with("        settings:\n          " + settings + "\n").run(t); r.code != 3 || !strings.Contains(r.stderr, want) {
				t.Errorf("%s: want exit code 3 and %q: %s", settings, want, r)
			}
		}
	})

	// What golangci-lint has cached holds only for the same configuration and the
	// same stallcheck.
	t.Run("stale", func(t *testing.T) {
		g := newGolangci(t, bin, app(t, "wired"), config)
		all := g.causes(t)
		files(t, g.app, map[string]string{".stallcheck.yaml": "rules:\n  disable: [unreleased]\n"})
		if got := g.causes(t); len(got) != len(all)-1 {
			t.Errorf("with a configuration: %q", got)
		}
		if err := os.Remove(filepath.Join(g.app, ".stallcheck.yaml")); err != nil {
			t.Fatal(err)
		}
		same(t, "without it again", g.causes(t), all)

		other := snapshot(t)
		edit(t, filepath.Join(other, "rules/nodeadline/wording.go"), `" may wait forever"`, `" may wait for good"`)
		g.bin = golangci(t, "golangci-lint-other", other)
		if r := g.run(t); !strings.Contains(r.stdout, "may wait for good") || strings.Contains(r.stdout, "may wait forever") {
			t.Errorf("built anew, it prints what the other found: %s", r)
		}
	})
}

// golangci builds golangci-lint with the plugin of a work tree.
func golangci(t *testing.T, name, tree string) string {
	t.Helper()
	return built(t, name, func(path string) {
		dir := t.TempDir()
		files(t, dir, map[string]string{
			"main.go": block(t, "golangci-lint.md", "`main.go`"),
			"go.mod": fmt.Sprintf(`module golangci

go 1.26.0

require (
	github.com/golangci/golangci-lint/v2 %s
	github.com/stallcheck/stallcheck v0.0.0
	github.com/stallcheck/stallcheck/cmd/gclplugin v0.0.0
)

replace (
	github.com/stallcheck/stallcheck => %s
	github.com/stallcheck/stallcheck/cmd/gclplugin => %s/cmd/gclplugin
)
`, golangciVersion, tree, tree),
		})
		program{dir: dir, env: []string{"GOFLAGS=-mod=mod", "GOWORK=off"}}.must(t, "go", "build", "-o", path, ".")
	})
}

// golangciRun is golangci-lint on one module, with a cache of its own.
type golangciRun struct {
	bin, app string
	env      []string
}

func newGolangci(t *testing.T, bin, app, config string) *golangciRun {
	t.Helper()
	config = replace(t, config, "linters:\n", "linters:\n  default: none\n")
	files(t, app, map[string]string{".golangci.yml": config})
	return &golangciRun{bin: bin, app: app, env: append([]string{"GOLANGCI_LINT_CACHE=" + t.TempDir()}, offline...)}
}

func (g *golangciRun) run(t *testing.T, args ...string) result {
	t.Helper()
	return program{dir: g.app, env: g.env}.run(t, g.bin, append(append([]string{"run"}, args...), "./...")...)
}

// causes lists the causes that golangci-lint finds.
func (g *golangciRun) causes(t *testing.T) []string {
	t.Helper()
	r := g.run(t, "--output.json.path=stdout", "--output.text.path=stderr", "--show-stats=false", "--max-issues-per-linter=0", "--max-same-issues=0")
	var out struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename string
				Line     int
			}
		}
	}
	if err := json.Unmarshal([]byte(r.stdout), &out); err != nil {
		t.Fatalf("%v: %s", err, r)
	}
	set := map[string]bool{}
	for _, i := range out.Issues {
		open := strings.LastIndex(i.Text, "[")
		if i.FromLinter != "stallcheck" || open < 0 {
			t.Errorf("unlike a finding: %+v", i)
			continue
		}
		set[cause(strings.TrimSuffix(i.Text[open+1:], "]"), i.Pos.Filename, i.Pos.Line, i.Text, filepath.Base(g.app))] = true
	}
	return sorted(set)
}

// edit replaces text in a file.
func edit(t *testing.T, name, old, with string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(replace(t, read(t, name), old, with)), 0o666); err != nil {
		t.Fatal(err)
	}
}
