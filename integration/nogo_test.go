//go:build integration

package integration

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/rules"
)

// TestNogo runs the analyzers as Bazel's nogo does: a generated main names the
// variable Analyzer of each package; a process for each package is told nothing
// of modules and given no ReadFile; facts go through files; the standard library
// has none; and flags are set by the names of analyzers. It finds what the
// command finds.
func TestNogo(t *testing.T) {
	for _, name := range apps {
		t.Run(name, func(t *testing.T) {
			n := newNogo(t, app(t, name))
			n.config = block(t, "bazel.md", "`nogo.json`")
			first := n.run(t)
			same(t, "nogo", first.causes, commandCauses(t, n.app))
			again := n.run(t)
			if !bytes.Equal(first.output, again.output) || !bytes.Equal(first.facts, again.facts) {
				t.Error("a second run gives other facts or findings")
			}
		})
	}
	t.Run("own", func(t *testing.T) {
		n := newNogo(t, app(t, "wired"))
		n.config = `{"stallcheckmodel": {"analyzer_flags": {"own": "example.com/wired/db/..., example.com/other"}}}`
		if got := n.run(t).causes; !slices.Equal(got, []string{"unreleased postgres/postgres.go:30"}) {
			t.Errorf("with db alone: %q", got)
		}
	})
	t.Run("comments", func(t *testing.T) {
		n := newNogo(t, app(t, "wired"))
		files(t, n.app, map[string]string{"db/more.go": "package db\n\n//stallcheck:ignore unreleased nothing here\nfunc f() {}\n"})
		if got := n.run(t).causes; !slices.Contains(got, "ignore db/more.go:3") {
			t.Errorf("want a comment that silences nothing: %q", got)
		}
	})
}

// nogoMain is what rules_go generates and what it links to that, as far as
// analyzers can tell; facts are read and written by the same code.
const nogoMain = `package main

import (
	"encoding/json"
	"log"
	"os"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
%s)

var analyzers = []*analysis.Analyzer{
%s}

func main() {
	config := map[string]struct {
		Flags map[string]string ` + "`json:\"analyzer_flags\"`" + `
	}{}
	if err := json.Unmarshal([]byte(os.Getenv("NOGO_CONFIG")), &config); err != nil {
		log.Fatal(err)
	}
	set := func(a *analysis.Analyzer) {
		for name, value := range config[a.Name].Flags {
			if strings.HasPrefix(name, "-") || a.Flags.Lookup(name) == nil {
				log.Fatalf("%%s: unrecognized flag %%s", a.Name, name)
			}
			if err := a.Flags.Set(name, value); err != nil {
				log.Fatal(err)
			}
		}
	}
	blind := make(map[*analysis.Analyzer]bool)
	var visit func(*analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		if blind[a] {
			return
		}
		blind[a] = true
		run := a.Run
		a.Run = func(pass *analysis.Pass) (any, error) {
			pass.Module, pass.ReadFile = nil, nil
			pass.OtherFiles, pass.IgnoredFiles, pass.TypeErrors = nil, nil, nil
			return run(pass)
		}
		for _, r := range a.Requires {
			visit(r)
		}
	}
	for _, a := range analyzers {
		set(a)
		for _, r := range a.Requires {
			set(r)
		}
		visit(a)
	}
	unitchecker.Main(analyzers...)
}
`

// nogoTool builds the program that nogo would be.
func nogoTool(t *testing.T) string {
	t.Helper()
	return built(t, "nogo", func(path string) {
		dir := t.TempDir()
		var imports, list strings.Builder
		for i, name := range append([]string{"comments"}, ruleNames()...) {
			fmt.Fprintf(&imports, "\tanalyzer%d \"github.com/stallcheck/stallcheck/rules/%s\"\n", i, name)
			fmt.Fprintf(&list, "\tanalyzer%d.Analyzer,\n", i)
		}
		files(t, dir, map[string]string{
			"main.go": fmt.Sprintf(nogoMain, imports.String(), list.String()),
			"go.mod":  embedding(t, "nogo"),
			"go.sum":  read(t, filepath.Join(root(t), "go.sum")),
		})
		program{dir: dir, env: []string{"GOFLAGS=-mod=mod"}}.must(t, "go", "build", "-o", path, ".")
	})
}

// ruleNames are the rules that report without being asked, as the command's do.
func ruleNames() []string {
	var names []string
	for _, r := range rules.All {
		if r.Severity != rule.Advice {
			names = append(names, r.Name)
		}
	}
	return names
}

// nogo is one module in the shape that Bazel gives it.
type nogo struct {
	app      string // where go list finds the packages
	execroot string // where their files are, relative as Bazel names them
	tool     string
	config   string
}

func newNogo(t *testing.T, app string) *nogo {
	t.Helper()
	return &nogo{app: app, execroot: t.TempDir(), tool: nogoTool(t), config: "{}"}
}

// outcome is what a run over all packages found, and all that it wrote.
type outcome struct {
	causes        []string
	output, facts []byte
}

// listed is the part of go list's JSON that a build file would have.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles, Imports        []string
	ImportMap               map[string]string
	Standard                bool
	Module                  *struct {
		Path, Dir string
		Main      bool
	}
}

func (n *nogo) run(t *testing.T) outcome {
	t.Helper()
	var out outcome
	exports, facts, standard := map[string]string{}, map[string]string{}, map[string]bool{}
	dec := json.NewDecoder(strings.NewReader(program{dir: n.app, env: offline}.must(t, "go", "list", "-deps", "-export", "-json", "./...")))
	for {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath], standard[p.ImportPath] = p.Export, p.Standard
		if p.Standard {
			continue // nogo does not see it
		}
		folder, err := filepath.Rel(p.Module.Dir, p.Dir)
		if err != nil {
			t.Fatal(err)
		}
		if !p.Module.Main {
			folder = filepath.Join("external", strings.ReplaceAll(p.Module.Path, "/", "_"), folder)
		}
		unit := map[string]any{
			"ID": p.ImportPath, "Compiler": "gc", "ImportPath": p.ImportPath, "ImportMap": p.ImportMap,
			"PackageFile": exports, "Standard": standard, "PackageVetx": facts,
			"VetxOnly": !p.Module.Main, "VetxOutput": filepath.Join(n.execroot, fmt.Sprintf("%d.facts", len(facts))),
		}
		imports := map[string]string{}
		for _, path := range p.Imports {
			imports[path] = path
		}
		for from, to := range p.ImportMap {
			imports[from] = to
		}
		unit["ImportMap"] = imports
		var names []string
		for _, file := range p.GoFiles {
			name := filepath.Join(folder, file)
			files(t, n.execroot, map[string]string{name: read(t, filepath.Join(p.Dir, file))})
			names = append(names, name)
		}
		unit["GoFiles"] = names
		content, err := json.Marshal(unit)
		if err != nil {
			t.Fatal(err)
		}
		files(t, n.execroot, map[string]string{"unit.cfg": string(content)})
		printed := program{dir: n.execroot, env: []string{"NOGO_CONFIG=" + n.config}}.must(t, n.tool, "-json", "unit.cfg")
		facts[p.ImportPath] = unit["VetxOutput"].(string)
		out.output = append(out.output, printed...)
		out.facts = append(out.facts, read(t, facts[p.ImportPath])...)
		if p.Module.Main {
			out.causes = append(out.causes, vetCauses(t, []byte(printed), filepath.Base(n.app))...)
		}
	}
	slices.Sort(out.causes)
	out.causes = slices.Compact(out.causes)
	return out
}

// vetCauses lists the causes in what unitchecker prints as JSON. Of an operation
// that has no place in the output the message tells it.
func vetCauses(t *testing.T, stream []byte, module string) []string {
	t.Helper()
	set := map[string]bool{}
	dec := json.NewDecoder(bytes.NewReader(stream))
	for {
		var units map[string]map[string][]struct {
			Category, Posn, Message string
			Related                 []struct{ Posn string }
		}
		if err := dec.Decode(&units); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for _, analyzers := range units {
			for _, diagnostics := range analyzers {
				for _, d := range diagnostics {
					file, rest, _ := strings.Cut(d.Posn, ".go:")
					line, _, _ := strings.Cut(rest, ":")
					n, err := strconv.Atoi(line)
					if err != nil {
						t.Fatalf("place %q: %v", d.Posn, err)
					}
					set[cause(d.Category, file+".go", n, d.Message, module)] = true
				}
			}
		}
	}
	return sorted(set)
}
