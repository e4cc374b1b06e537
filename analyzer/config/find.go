package config

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// Base is the name of the file.
const Base = ".stallcheck.yaml"

// Env is the environment variable that names a file instead of the one that
// would be found, or is "off" when there shall be none.
const Env = "STALLCHECK_CONFIG"

// Off is the name of no file.
const Off = "off"

// Find returns the configuration file that holds for a folder, or "" when there
// is none. given is what the user asked for, or "": a file, or "off".
//
// What is asked for wins, then the environment; else the file is at the root of
// the workspace that the folder is in or, when there is none, of the module.
func Find(dir, given string) (string, error) {
	if given == "" {
		given = os.Getenv(Env)
		if given != "" && given != Off && !filepath.IsAbs(given) {
			return "", fmt.Errorf("%s=%s: want an absolute path: go vet starts its tool in the folder of each package", Env, given)
		}
	}
	switch given {
	case "":
		return atRoots(dir)
	case Off:
		return "", nil
	}
	if info, err := os.Stat(given); err != nil || info.IsDir() {
		return "", fmt.Errorf("configuration %s: no such file", given)
	}
	return given, nil
}

// atRoots looks at the root of the workspace, then at that of the module: a
// go.work without a configuration may be one person's, above a module that has
// one for all.
func atRoots(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find configuration: %w", err)
	}
	var roots []string
	if work := workspace(dir); work != "" {
		roots = append(roots, filepath.Dir(work))
	}
	if root := above(dir, "go.mod"); root != "" {
		roots = append(roots, root)
	}
	for _, root := range roots {
		if isFile(filepath.Join(root, Base)) {
			return filepath.Join(root, Base), nil
		}
		if other := filepath.Join(root, ".stallcheck.yml"); isFile(other) {
			return "", fmt.Errorf("%s is not read: rename it to %s", other, Base)
		}
	}
	return "", nil
}

// workspace is the go.work that the go command uses, or "".
func workspace(dir string) string {
	switch work := os.Getenv("GOWORK"); work {
	case "":
		if root := above(dir, "go.work"); root != "" {
			return filepath.Join(root, "go.work")
		}
		return ""
	case Off:
		return ""
	default:
		return work
	}
}

// above is the nearest folder, dir or one above it, that has a file of this
// name, or "".
func above(dir, name string) string {
	for {
		if isFile(filepath.Join(dir, name)) {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}

// inWorkspace lists the configuration files of the modules of the workspace
// that a folder is in. A process that go vet starts for a package of a module
// finds that module's own, unless there is one for the whole workspace.
func inWorkspace(dir string) []string {
	work := workspace(dir)
	if work == "" {
		return nil
	}
	content, err := os.ReadFile(work)
	if err != nil {
		return nil
	}
	parsed, err := modfile.ParseWork(work, content, nil)
	if err != nil {
		return nil // the go command says so
	}
	var out []string
	for _, use := range parsed.Use {
		root := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(root) {
			root = filepath.Join(filepath.Dir(work), root)
		}
		if file := filepath.Join(root, Base); isFile(file) {
			out = append(out, file)
		}
	}
	return out
}
