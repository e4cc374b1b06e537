package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/stallcheck/stallcheck/rules"
)

// workflow is the part of a GitHub workflow that a test can hold to something.
type workflow struct {
	Name        string            `yaml:"name"`
	On          map[string]any    `yaml:"on"`
	Permissions map[string]string `yaml:"permissions"`
	Jobs        map[string]struct {
		RunsOn  string `yaml:"runs-on"`
		Timeout int    `yaml:"timeout-minutes"`
		Steps   []struct {
			Uses string         `yaml:"uses"`
			Run  string         `yaml:"run"`
			If   string         `yaml:"if"`
			With map[string]any `yaml:"with"`
		} `yaml:"steps"`
	} `yaml:"jobs"`
}

// pipeline is that of a GitLab pipeline.
type pipeline map[string]struct {
	Stage     string   `yaml:"stage"`
	Image     string   `yaml:"image"`
	Script    []string `yaml:"script"`
	Artifacts struct {
		When    string            `yaml:"when"`
		Paths   []string          `yaml:"paths"`
		Reports map[string]string `yaml:"reports"`
	} `yaml:"artifacts"`
}

// TestReadmeGitHub runs the commands of the workflow in the README as a runner
// would, and looks for the file that its last step uploads.
func TestReadmeGitHub(t *testing.T) {
	var w workflow
	strict(t, readmeYAML(t, "jobs:"), &w)
	if w.Permissions["security-events"] != "write" || w.On["pull_request"] != nil || len(w.On) != 2 {
		t.Errorf("permissions %v, on %v", w.Permissions, w.On)
	}
	var commands, uploads []string
	for _, s := range w.Jobs["stallcheck"].Steps {
		if s.Run != "" {
			commands = append(commands, s.Run)
		}
		if strings.HasPrefix(s.Uses, "github/codeql-action/upload-sarif@") {
			if s.If != "success() || failure()" {
				t.Error("findings make the step before fail: the upload would not run")
			}
			uploads = append(uploads, s.With["sarif_file"].(string))
		}
	}
	if len(uploads) != 1 {
		t.Errorf("uploads %q, want one file", uploads)
	}
	out := paste(t, commands, uploads)
	for _, want := range []string{"\n::warning file=api/api.go,line=", "[nodeadline]\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
}

// TestReadmeGitLab does the same with the job for GitLab.
func TestReadmeGitLab(t *testing.T) {
	var p pipeline
	strict(t, readmeYAML(t, "artifacts:"), &p)
	job := p["stallcheck"]
	if job.Artifacts.When != "always" {
		t.Error("findings make the job fail: the artifacts would not be kept")
	}
	files := append(slices.Clone(job.Artifacts.Paths), job.Artifacts.Reports["codequality"])
	if out := paste(t, job.Script, files); !strings.Contains(out, "[nodeadline]\n") {
		t.Errorf("no text in:\n%s", out)
	}
}

// TestReadmeFlags: the flags of every command in the README exist.
func TestReadmeFlags(t *testing.T) {
	content, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	set := flag.NewFlagSet("", flag.ContinueOnError)
	new(flags).define(set, rules.All)
	commands := regexp.MustCompile("stallcheck((?: -[a-z][^\\s`]*(?: [A-Za-z][^\\s`-]*)?)+)").FindAllStringSubmatch(string(content), -1)
	if len(commands) < 4 {
		t.Errorf("got %d commands with flags: want more", len(commands))
	}
	for _, command := range commands {
		for _, name := range regexp.MustCompile(` -([a-z][a-z.-]*)`).FindAllStringSubmatch(command[1], -1) {
			if set.Lookup(name[1]) == nil {
				t.Errorf("%q has no flag -%s", command[0], name[1])
			}
		}
	}
	for _, name := range regexp.MustCompile("`-([a-z][a-z.-]*)(?:=[^`]*| [A-Za-z/]+)?`").FindAllStringSubmatch(string(content), -1) {
		if set.Lookup(name[1]) == nil {
			t.Errorf("no flag -%s", name[1])
		}
	}
}

// TestOwnWorkflow: the workflow of this project runs what lands.
func TestOwnWorkflow(t *testing.T) {
	content, err := os.ReadFile("../../.github/workflows/ci.yml")
	if err != nil {
		t.Fatal(err)
	}
	var w workflow
	strict(t, string(content), &w)
	var runs []string
	for _, job := range w.Jobs {
		for _, s := range job.Steps {
			if s.Run != "" {
				runs = append(runs, s.Run)
			}
		}
	}
	if !slices.Equal(runs, []string{".ci/run"}) {
		t.Errorf("runs %q", runs)
	}
	if info, err := os.Stat("../../.ci/run"); err != nil || info.Mode()&0o111 == 0 {
		t.Errorf(".ci/run cannot be run: %v", err)
	}
}

// readmeYAML is the YAML block of the README that has a line.
func readmeYAML(t *testing.T, line string) string {
	t.Helper()
	content, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(content), "\n```yaml\n")[1:] {
		block, _, _ := strings.Cut(part, "\n```\n")
		if slices.ContainsFunc(strings.Split(block, "\n"), func(l string) bool { return strings.TrimSpace(l) == line }) {
			return block
		}
	}
	t.Fatalf("no YAML with %q in the README", line)
	return ""
}

func strict(t *testing.T, text string, v any) {
	t.Helper()
	if err := yaml.NewDecoder(strings.NewReader(text), yaml.Strict()).Decode(v); err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
}

// paste runs the commands of a job in a repository whose service has findings,
// but for the one that installs stallcheck, and looks for the files that the job
// keeps. It returns what they print.
func paste(t *testing.T, commands, files []string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../testdata/apps/wired")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o777); err != nil {
		t.Fatal(err)
	}
	if want := "go install github.com/stallcheck/stallcheck/cmd/stallcheck@latest"; len(commands) != 2 || commands[0] != want {
		t.Fatalf("commands %q, want two, and the first %q", commands, want)
	}
	words := strings.Fields(commands[1])
	out, code := inDir(t, dir, words[0], words[1:]...)
	if code != exitFindings {
		t.Errorf("%s: exit code %d:\n%s", commands[1], code, out)
	}
	for _, name := range files {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s writes no %s", commands[1], name)
		}
	}
	return out
}
