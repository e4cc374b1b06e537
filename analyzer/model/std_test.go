package model

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestIsStd(t *testing.T) {
	for path, want := range map[string]bool{
		"fmt":                                 true,
		"net/http":                            true,
		"math/rand/v2":                        true,
		"internal/abi":                        true,
		"unsafe":                              true,
		"vendor/golang.org/x/net/idna":        true,
		"":                                    false,
		"C":                                   false,
		"example/foo":                         false,
		"http":                                false,
		"net/http/":                           false,
		"net":                                 true,
		"main":                                false,
		"cmd/go":                              false,
		"golang.org/x/net/idna":               false,
		"github.com/stallcheck/stallcheck":    false,
		"fmt\nnet":                            false,
		"command-line-arguments":              false,
		"net/http [net/http.test]":            false,
		"net/http_test [net/http.test]":       false,
		"encoding/json/internal/jsonopts":     true,
		"crypto/internal/fips140/nistec/fiat": true,
	} {
		if got := IsStd(path); got != want {
			t.Errorf("IsStd(%q) = %v, want %v", path, got, want)
		}
	}
}

// TestStdList regenerates std.txt in memory and compares. It only does so with
// the Go release that the catalogue was checked against.
func TestStdList(t *testing.T) {
	m, _ := newCatalogue(t).moduleOf("std")
	release := m.Version[:strings.LastIndex(m.Version, ".")] // go1.26
	if v := runtime.Version() + "."; !strings.HasPrefix(v, release+".") {
		t.Skipf("the list is of %s, this is %s", release, v)
	}
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("no go command: ", err)
	}
	want := stdPackages(t, filepath.Join(strings.TrimSpace(string(out)), "src"))
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("std.txt", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if std != want {
		t.Error("std.txt is out of date: UPDATE=1 go test -run TestStdList")
	}
}

// stdPackages lists the folders that hold Go files, whatever their build
// constraints: the list must be the same on every system.
func stdPackages(t *testing.T, src string) string {
	var b strings.Builder
	b.WriteString("\n") // so that every path has a newline on both sides
	err := filepath.WalkDir(src, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() || path == src {
			return err
		}
		rel, err := filepath.Rel(src, path)
		if err != nil {
			return err
		}
		if name := d.Name(); rel == "cmd" || name == "testdata" || strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".") {
			return filepath.SkipDir
		}
		files, err := filepath.Glob(filepath.Join(path, "*.go"))
		if err != nil {
			return err
		}
		for _, f := range files {
			if !strings.HasSuffix(f, "_test.go") {
				b.WriteString(filepath.ToSlash(rel) + "\n")
				break
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
