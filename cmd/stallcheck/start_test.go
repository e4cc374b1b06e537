package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestStartIsCheap holds down what the vet tool does before main: go vet
// starts it for every package of a closure. It counts bytes and allocations
// of package initialisation, which, unlike time, are the same on any machine.
func TestStartIsCheap(t *testing.T) {
	dir := t.TempDir()
	tool := filepath.Join(dir, "stallcheck")
	if out, err := exec.Command("go", "build", "-o", tool, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	unit := filepath.Join(dir, "vet.cfg")
	facts := filepath.Join(dir, "facts")
	config := `{"ImportPath":"fmt","VetxOnly":true,"VetxOutput":` + strconv.Quote(facts) + `}`
	if err := os.WriteFile(unit, []byte(config), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(tool, "-json", unit)
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if content, err := os.ReadFile(facts); err != nil || len(content) != 0 {
		t.Errorf("facts of fmt: %q, %v; want an empty file", content, err)
	}
	bytes, allocs := 0, 0
	for line := range strings.Lines(string(out)) {
		// init NAME @1.2 ms, 0.3 ms clock, 456 bytes, 7 allocs
		f := strings.Fields(line)
		if len(f) != 11 || f[0] != "init" {
			continue
		}
		b, _ := strconv.Atoi(f[7])
		a, _ := strconv.Atoi(f[9])
		if b > 100_000 {
			t.Errorf("too much at start: %s", line)
		}
		bytes, allocs = bytes+b, allocs+a
	}
	if bytes == 0 || bytes > 250_000 || allocs > 2500 {
		t.Errorf("start makes %d allocations of %d bytes: want some, and at most 2500 of 250000", allocs, bytes)
	}
	t.Logf("start makes %d allocations of %d bytes", allocs, bytes)
}
