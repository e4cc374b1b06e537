//go:build integration

package integration

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// root is the folder of the module.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// A result is what a program printed and how it ended.
type result struct {
	stdout, stderr string
	code           int
}

func (r result) String() string {
	return fmt.Sprintf("exit code %d\n%s%s", r.code, r.stdout, r.stderr)
}

// A program runs in a folder with some more environment.
type program struct {
	dir string
	env []string
}

// run runs a program, whatever its exit code.
func (p program) run(t *testing.T, name string, args ...string) result {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "PWD="+p.dir)
	cmd.Env = append(cmd.Env, p.env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s: %v", name, err)
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// must runs a program that has to succeed, and returns what it prints.
func (p program) must(t *testing.T, name string, args ...string) string {
	t.Helper()
	r := p.run(t, name, args...)
	if r.code != 0 {
		t.Fatalf("%s %q: %s", name, args, r)
	}
	return r.stdout
}

// goEnv is a setting of the go command.
func goEnv(t *testing.T, name string) string {
	t.Helper()
	return strings.TrimSpace(program{dir: root(t)}.must(t, "go", "env", name))
}

// stallcheck is the command, built from this work tree.
func stallcheck(t *testing.T) string {
	t.Helper()
	return built(t, "stallcheck", func(path string) {
		program{dir: root(t)}.must(t, "go", "build", "-o", path, "./cmd/stallcheck")
	})
}

// builds are the programs that built has built. Tests do not run in parallel.
var builds = map[string]bool{}

// built is the path of a program that all tests share. It is built once.
func built(t *testing.T, name string, build func(path string)) string {
	t.Helper()
	path := filepath.Join(scratch, name)
	if !builds[name] {
		build(path)
		builds[name] = true
	}
	return path
}

// embedding is the go.mod of a module that has what stallcheck has in this work
// tree, and requires what it requires.
func embedding(t *testing.T, name string) string {
	t.Helper()
	mod := replace(t, read(t, filepath.Join(root(t), "go.mod")), "module github.com/stallcheck/stallcheck\n", "module "+name+"\n")
	return mod + "\nrequire github.com/stallcheck/stallcheck v0.0.0\n\nreplace github.com/stallcheck/stallcheck => " + root(t) + "\n"
}

// offline is the environment in which the apps are looked at: what they need is
// beside them.
var offline = []string{"GOPROXY=off", "GOFLAGS=", "GOWORK=off"}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// scratch is a folder that all tests share.
var scratch string

func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == cacheArg {
		if err := serveCache(os.Args[2], os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	dir, err := os.MkdirTemp("", "stallcheck-integration-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	scratch = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// files writes a map of names to contents below dir.
func files(t *testing.T, dir string, contents map[string]string) {
	t.Helper()
	for name, content := range contents {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// app copies a service from testdata/apps, with the stubs that it needs, and
// returns its folder.
func app(t *testing.T, name string) string {
	t.Helper()
	dir := t.TempDir()
	for _, sub := range []string{"apps/" + name, "stubs/pgx"} {
		if err := os.CopyFS(filepath.Join(dir, filepath.FromSlash(sub)), os.DirFS(filepath.Join(root(t), "testdata", filepath.FromSlash(sub)))); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "apps", name)
}

// block is the first fenced block of a page in docs after the first line that
// mentions something.
func block(t *testing.T, page, mention string) string {
	t.Helper()
	_, rest, ok := strings.Cut(read(t, filepath.Join(root(t), "docs", page)), mention)
	if !ok {
		t.Fatalf("docs/%s does not mention %s", page, mention)
	}
	lines := strings.SplitAfter(rest, "\n")
	from := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "```") })
	if from < 0 {
		t.Fatalf("docs/%s has no block after %s", page, mention)
	}
	lines = lines[from+1:]
	to := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "```") })
	return strings.Join(lines[:to], "")
}

// replace replaces text that must be there.
func replace(t *testing.T, in, old, with string) string {
	t.Helper()
	if !strings.Contains(in, old) {
		t.Fatalf("no %q in:\n%s", old, in)
	}
	return strings.ReplaceAll(in, old, with)
}
