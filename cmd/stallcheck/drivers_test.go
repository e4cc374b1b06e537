package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/report"
)

// TestTwoDrivers runs the command and the vet tool over every module below
// testdata/apps, with facts cached and not, in several orders of packages: the
// causes that they find are the same, and those that the app's comments
// "// want RULE" name, if it has any. STALLCHECK_APPS lists folders of other
// modules to run it over.
func TestTwoDrivers(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a process for each package of the closure, several times")
	}
	tool, err := exec.LookPath("stallcheck")
	if err != nil {
		t.Fatal(err)
	}
	dirs, err := filepath.Glob("../../testdata/apps/*")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no apps: %v", err)
	}
	if list := os.Getenv("STALLCHECK_APPS"); list != "" {
		dirs = filepath.SplitList(list)
	}
	for _, dir := range dirs {
		dir, err := filepath.Abs(dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(dir), func(t *testing.T) {
			app := &app{t: t, dir: dir, tool: tool}
			app.compare()
		})
	}
}

// app is one module under test.
type app struct {
	t         *testing.T
	dir, tool string
}

func (a *app) compare() {
	all := []string{"./..."}
	named := strings.Fields(a.run("go", "list", "./..."))
	first := a.command(all)
	want := causes(first)
	if len(want) == 0 {
		a.t.Fatal("no findings: the app proves nothing")
	}
	if marked := a.marked(); len(marked) > 0 {
		more, less := without(places(want), marked), without(marked, places(want))
		if len(more)+len(less) > 0 {
			a.t.Errorf("found, and not wanted: %s\nwanted, and not found: %s", strings.Join(more, "\n\t"), strings.Join(less, "\n\t"))
		}
	}
	for range 2 {
		// A tool with other bytes has another id, so nothing of it is cached.
		tool := a.copyTool()
		shuffle(named)
		for _, run := range []struct {
			name     string
			patterns []string
		}{{"cold", named}, {"warm", named}, {"warm, in order", all}} {
			got := a.vet(tool, run.patterns)
			if more, less := without(got, want), without(want, got); len(more)+len(less) > 0 {
				a.t.Errorf("go vet %q (%s)\nfound, unlike the command: %s\nand did not find: %s",
					run.patterns, run.name, strings.Join(more, "\n\t"), strings.Join(less, "\n\t"))
			}
		}
		if again := a.command(named); !bytes.Equal(again, first) {
			a.t.Errorf("the command, %q:\n%s\nin order:\n%s", named, again, first)
		}
	}
}

// wanted is a comment that names the rules of the findings on its line.
var wanted = regexp.MustCompile(`// want ([a-z ]+)$`)

// marked lists the findings that comments of the app want.
func (a *app) marked() []string {
	var out []string
	err := filepath.WalkDir(a.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		data, err := os.ReadFile(path)
		for i, line := range strings.Split(string(data), "\n") {
			if m := wanted.FindStringSubmatch(line); m != nil {
				for _, rule := range strings.Fields(m[1]) {
					out = append(out, fmt.Sprintf("%s %s:%d", rule, a.relative(path), i+1))
				}
			}
		}
		return err
	})
	if err != nil {
		a.t.Fatal(err)
	}
	return out
}

// places are causes without their columns.
func places(causes []string) []string {
	var out []string
	for _, c := range causes {
		out = append(out, c[:strings.LastIndex(c, ":")])
	}
	return out
}

// without lists what is in a and not in b.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

func shuffle(s []string) {
	rand.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
}

func (a *app) copyTool() string {
	data, err := os.ReadFile(a.tool)
	if err != nil {
		a.t.Fatal(err)
	}
	path := filepath.Join(a.t.TempDir(), filepath.Base(a.tool))
	if err := os.WriteFile(path, fmt.Appendf(data, "%d", rand.Uint64()), 0o777); err != nil {
		a.t.Fatal(err)
	}
	return path
}

// run is the standard output of a program, whatever its exit code.
func (a *app) run(name string, args ...string) string {
	cmd := exec.Command(name, args...)
	cmd.Dir = a.dir
	cmd.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=", "GOWORK="+a.workspace(), "PWD="+a.dir)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		a.t.Fatal(err)
	}
	if stderr.Len() > 0 {
		a.t.Errorf("%s %q: %s", name, args, stderr.String())
	}
	return string(out)
}

// workspace is the app's go.work, if it is one of several modules.
func (a *app) workspace() string {
	path := filepath.Join(a.dir, "go.work")
	if _, err := os.Stat(path); err != nil {
		return "off"
	}
	return path
}

func (a *app) command(patterns []string) []byte {
	return []byte(a.run(a.tool, append([]string{"-json"}, patterns...)...))
}

// causes are the rules and the operations of the command's findings.
func causes(stream []byte) []string {
	set := make(map[string]bool)
	_ = report.Replay(bytes.NewReader(stream), collector(set))
	return slices.Sorted(maps.Keys(set))
}

// collector is a printer that keeps causes.
type collector map[string]bool

func (c collector) Finding(f *report.Finding) error {
	c[f.Rule+" "+f.Op.String()] = true
	return nil
}

func (c collector) Failure(f *report.Failure) error {
	c["failure "+f.String()] = true
	return nil
}

func (c collector) Source(*report.Source) error { return nil }

func (c collector) Close(report.Totals) error { return nil }

// diagnostic is the part of go vet's JSON that tells the cause: the rule, and
// the operation, which is the last related place, or the diagnostic's own.
type diagnostic struct {
	Category string `json:"category"`
	Posn     string `json:"posn"`
	Message  string `json:"message"`
	Related  []struct {
		Posn string `json:"posn"`
	} `json:"related"`
}

// vet lists the causes that the vet tool found.
func (a *app) vet(tool string, patterns []string) []string {
	set := make(map[string]bool)
	dec := json.NewDecoder(strings.NewReader(a.run("go", append([]string{"vet", "-json", "-vettool=" + tool}, patterns...)...)))
	for {
		var units map[string]map[string][]diagnostic
		if err := dec.Decode(&units); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			a.t.Fatal(err)
		}
		for _, analyzers := range units {
			for _, diagnostics := range analyzers {
				for _, d := range diagnostics {
					posn := d.Posn
					if n := len(d.Related); n > 0 {
						posn = d.Related[n-1].Posn
					}
					set[strings.TrimSuffix(d.Category, "/advice")+" "+a.relative(posn)] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// relative writes a place as the command does: seen from the folder of the run
// if it is below it.
func (a *app) relative(posn string) string {
	rel, err := filepath.Rel(a.dir, posn)
	if err != nil || strings.HasPrefix(rel, "..") {
		return posn
	}
	return filepath.ToSlash(rel)
}
