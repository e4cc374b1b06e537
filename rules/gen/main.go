// Gen writes the files that follow from the rules' packages: the registry
// rules/all.go, the index rules/README.md, and for each rule its README.md,
// which is its package comment, and its test. With a name, it first makes the
// files of a new rule, to be filled in.
//
// It reads the packages' source and does not build them, so it also works
// while a rule does not compile.
//
// Usage:
//
//	go run ./rules/gen [NAME]
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	if len(args) > 1 {
		return errors.New("want at most one name of a new rule")
	}
	if len(args) == 1 {
		files, err := scaffold(root, args[0])
		if err != nil {
			return err
		}
		if err := write(os.Stdout, root, files); err != nil {
			return err
		}
	}
	files, err := generate(root)
	if err != nil {
		return err
	}
	return write(os.Stdout, root, files)
}

// moduleRoot is the folder of go.mod, here or above.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find go.mod: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("find go.mod: not in a module")
		}
		dir = parent
	}
}

// write writes the files that changed, and says which to log.
func write(log io.Writer, root string, files map[string][]byte) error {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		path := filepath.Join(root, filepath.FromSlash(name))
		if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, files[name]) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		if err := os.WriteFile(path, files[name], 0o644); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		fmt.Fprintln(log, "wrote", name)
	}
	return nil
}
