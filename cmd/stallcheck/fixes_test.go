package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestFixesCompile applies every fix over all fixtures and services of
// testdata: the result compiles, and a third run finds nothing more to change.
// The second run applies what collided in the first, such as two variables
// that are hoisted out of one function.
func TestFixesCompile(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "testdata"))); err != nil {
		t.Fatal(err)
	}
	apps, err := filepath.Glob(filepath.Join(dir, "apps", "*"))
	if err != nil || len(apps) == 0 {
		t.Fatalf("no apps: %v", err)
	}
	for _, module := range append([]string{dir}, apps...) {
		for range 2 {
			if out, code := inDir(t, module, "stallcheck", "-fix", "./..."); code != 0 && code != 3 {
				t.Fatalf("fix %s: exit code %d\n%s", module, code, out)
			}
		}
		if out, code := inDir(t, module, "go", "build", "./..."); code != 0 {
			t.Errorf("%s does not compile after its fixes:\n%s", module, out)
		}
		if out, _ := inDir(t, module, "stallcheck", "-diff", "./..."); len(out) > 0 {
			t.Errorf("%s: a third run still changes:\n%s", module, out)
		}
	}
}

// inDir runs a command and returns what it printed on standard output, or on
// both where it failed.
func inDir(t *testing.T, dir, name string, args ...string) (out string, code int) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	stdout, err := cmd.Output()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	code = cmd.ProcessState.ExitCode()
	out = string(stdout)
	if exit, ok := err.(*exec.ExitError); ok && code != 3 {
		out += string(exit.Stderr)
	}
	return out, code
}
