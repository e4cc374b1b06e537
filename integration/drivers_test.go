//go:build integration

package integration

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/gopls"
)

// TestOneAnswer runs every way to run stallcheck over the same modules, each
// twice, first with nothing cached: all find the same causes.
func TestOneAnswer(t *testing.T) {
	lint := golangci(t, "golangci-lint", root(t))
	server := goplsWith(t, gopls.Tested[0].Version)
	config := block(t, "golangci-lint.md", "`.golangci.yml`")
	for _, name := range apps {
		t.Run(name, func(t *testing.T) {
			dir := app(t, name)
			want := commandCauses(t, dir)
			vet, g, n := coldVet(t), newGolangci(t, lint, dir, config), newNogo(t, dir)
			for _, cache := range []string{"cold", "warm"} {
				same(t, "go vet, "+cache, vet.causes(t, dir), want)
				same(t, "golangci-lint, "+cache, g.causes(t), want)
				same(t, "gopls, "+cache, goplsCauses(t, server, dir, nil), want)
				same(t, "nogo, "+cache, n.run(t).causes, want)
			}
			same(t, "the command, again", commandCauses(t, dir), want)
		})
	}
}

// vetTool is a vet tool and the environment to run it in.
type vetTool struct {
	path string
	env  []string
}

// coldVet is a vet tool of which nothing is cached: it has other bytes, and so
// another id.
func coldVet(t *testing.T) vetTool {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stallcheck")
	content := fmt.Appendf([]byte(read(t, stallcheck(t))), "%d", rand.Uint64())
	if err := os.WriteFile(path, content, 0o777); err != nil {
		t.Fatal(err)
	}
	return vetTool{path: path, env: offline}
}

// causes lists the causes that go vet finds.
func (v vetTool) causes(t *testing.T, dir string) []string {
	t.Helper()
	out := program{dir: dir, env: v.env}.must(t, "go", "vet", "-json", "-vettool="+v.path, "./...")
	// Where the operation is in a file of another package, go vet says so there.
	return vetCauses(t, bytes.TrimSpace([]byte(out)), filepath.Base(dir))
}
