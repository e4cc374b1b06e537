// Package gopls builds the language server gopls with stallcheck in it.
//
// gopls has no plugins, but one list of its analyzers, a variable of its package
// internal/settings. So the source of a release is copied from the module cache,
// one file that appends to the list is added, nothing is changed, and the copy
// is built in a module that requires this stallcheck, too.
//
// The list and the type of its elements are all that is assumed of gopls. They
// are internal, and may be others in the next release: they are looked at before
// the build, and Tested names the releases that the tests built.
package gopls

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/semver"
)

// Tested are the releases of gopls that the tests build, newest first, and the
// Go release that each needs.
var Tested = []struct{ Version, Go string }{
	{"v0.23.0", "v1.26.0"},
	{"v0.22.0", "v1.26.0"},
}

const module = "golang.org/x/tools/gopls"

// added is the file that is added to gopls.
//
//go:embed settings.go.txt
var added []byte

// Build says what to build.
type Build struct {
	// Version of gopls; empty is the newest that is tested and that the Go
	// release at hand can build.
	Version string
	// Source is the stallcheck to build in.
	Source Source
	// Cache is a folder for builds.
	Cache string
	// Stderr is told what is under way.
	Stderr io.Writer
}

// Source is where a stallcheck comes from: a version of its module or, for work
// on it, the folder of its module.
type Source struct{ Version, Dir string }

// Run builds gopls, unless the same was built before, and returns the path of
// the executable in the cache.
func (b *Build) Run(ctx context.Context) (string, error) {
	version, err := b.choose(ctx)
	if err != nil {
		return "", err
	}
	stallcheck, err := b.identity()
	if err != nil {
		return "", err
	}
	goVersion, err := goRun(ctx, "", "env", "GOVERSION")
	if err != nil {
		return "", err
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%s", version, stallcheck, goVersion, added))
	dir := filepath.Join(b.Cache, fmt.Sprintf("gopls-%s-%x", version, key[:6]))
	bin := filepath.Join(dir, "gopls")
	if _, err := os.Stat(bin); err == nil {
		return bin, nil
	}
	fmt.Fprintf(b.Stderr, "stallcheck: building gopls %s, which takes a minute or two\n", version)
	work, err := os.MkdirTemp("", "stallcheck-gopls-")
	if err != nil {
		return "", fmt.Errorf("build gopls: %w", err)
	}
	defer os.RemoveAll(work)
	if err := b.prepare(ctx, work, version); err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", fmt.Errorf("build gopls: %w", err)
	}
	built := filepath.Join(work, "built")
	if _, err := goRun(ctx, work, "build", "-trimpath", "-ldflags=-X main.version="+version+"+stallcheck", "-o", built, module); err != nil {
		return "", fmt.Errorf("gopls %s does not build with this stallcheck (%s): %w", version, tested(), err)
	}
	// What it is built from may be at odds in ways that only show at its start.
	if out, err := exec.CommandContext(ctx, built, "version").CombinedOutput(); err != nil {
		return "", fmt.Errorf("gopls %s does not start with this stallcheck in it (%s): %s", version, tested(), firstLine(out))
	}
	if err := copyFile(bin, built); err != nil {
		return "", fmt.Errorf("build gopls: %w", err)
	}
	return bin, nil
}

func firstLine(out []byte) string {
	line, _, _ := strings.Cut(string(out), "\n")
	return line
}

// choose is the version that was asked for, or the newest.
func (b *Build) choose(ctx context.Context) (string, error) {
	if b.Version != "" {
		if !semver.IsValid(b.Version) {
			return "", fmt.Errorf("gopls %s: want a version such as %s", b.Version, Tested[0].Version)
		}
		if !slices.ContainsFunc(Tested, func(t struct{ Version, Go string }) bool { return t.Version == b.Version }) {
			fmt.Fprintf(b.Stderr, "stallcheck: gopls %s was not tested with this stallcheck (%s)\n", b.Version, tested())
		}
		return b.Version, nil
	}
	out, err := goRun(ctx, "", "env", "GOVERSION")
	if err != nil {
		return "", err
	}
	// "go1.26.8", maybe with more after a space or a hyphen.
	have := "v" + strings.TrimPrefix(strings.FieldsFunc(out+" ", func(r rune) bool { return r == ' ' || r == '-' })[0], "go")
	for _, t := range Tested {
		if !semver.IsValid(have) || semver.Compare(have, t.Go) >= 0 { // of a Go from its repository, hope
			return t.Version, nil
		}
	}
	return "", fmt.Errorf("%s cannot build gopls: want Go %s or later", out, strings.TrimPrefix(Tested[len(Tested)-1].Go, "v"))
}

func tested() string {
	var versions []string
	for _, t := range Tested {
		versions = append(versions, t.Version)
	}
	return "tested: " + strings.Join(versions, ", ")
}

// identity tells one stallcheck from another.
func (b *Build) identity() (string, error) {
	if b.Source.Dir == "" {
		return b.Source.Version, nil
	}
	h := sha256.New()
	err := fs.WalkDir(os.DirFS(b.Source.Dir), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || path != "." && d.Name()[0] == '.'):
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		content, err := os.ReadFile(filepath.Join(b.Source.Dir, path))
		fmt.Fprintf(h, "%s %d\n%s", path, len(content), content)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read stallcheck: %w", err)
	}
	return fmt.Sprintf("%s %x", b.Source.Dir, h.Sum(nil)), nil
}

// prepare makes the module that gopls is built in.
func (b *Build) prepare(ctx context.Context, work, version string) error {
	src, sums, err := download(ctx, module, version)
	if err != nil {
		return fmt.Errorf("gopls %s cannot be had, name another version (%s): %w", version, tested(), err)
	}
	if err := inspect(filepath.Join(src, "internal", "settings")); err != nil {
		return fmt.Errorf("gopls %s is unlike those that stallcheck knows (%s): %w", version, tested(), err)
	}
	own := b.Source.Dir
	if own == "" {
		if own, _, err = download(ctx, stallcheckModule, b.Source.Version); err != nil {
			return err
		}
	}
	more, err := os.ReadFile(filepath.Join(own, "go.sum"))
	if err != nil {
		return fmt.Errorf("read stallcheck: %w", err)
	}
	if err := copyTree(filepath.Join(work, "gopls"), src); err != nil {
		return fmt.Errorf("copy gopls: %w", err)
	}
	mod := fmt.Sprintf("module stallcheck-gopls\n\ngo %s\n\nrequire %s %s\nrequire %s %s\nreplace %s => ./gopls\n",
		"1.26.0", module, version, stallcheckModule, cmp.Or(b.Source.Version, "v0.0.0"), module)
	if b.Source.Dir != "" {
		mod += fmt.Sprintf("replace %s => %q\n", stallcheckModule, b.Source.Dir)
	}
	for name, content := range map[string][]byte{
		"go.mod": []byte(mod),
		"go.sum": slices.Concat(sums, more),
		filepath.Join("gopls", "internal", "settings", "stallcheck.go"): added,
	} {
		if err := os.WriteFile(filepath.Join(work, name), content, 0o666); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}

const stallcheckModule = "github.com/stallcheck/stallcheck"

// download brings a module into the module cache: its folder and its go.sum.
func download(ctx context.Context, path, version string) (dir string, sums []byte, err error) {
	out, err := goRun(ctx, os.TempDir(), "mod", "download", "-json", path+"@"+version)
	var m struct{ Dir, Error string }
	if e := json.Unmarshal([]byte(out), &m); e == nil && m.Error != "" {
		// What the proxy answers stands in further lines.
		return "", nil, fmt.Errorf("download %s: %s", path, strings.TrimSuffix(firstLine([]byte(m.Error)), ":"))
	}
	if err != nil {
		return "", nil, fmt.Errorf("download %s %s: %w", path, version, err)
	}
	if sums, err = os.ReadFile(filepath.Join(m.Dir, "go.sum")); err != nil {
		return "", nil, fmt.Errorf("read %s: %w", path, err)
	}
	return m.Dir, sums, nil
}

// inspect reports what the added file needs and the package lacks.
func inspect(dir string) error {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		return errors.New("it has no package internal/settings")
	}
	missing := []string{"var AllAnalyzers", "Analyzer.analyzer", "Analyzer.severity", "Analyzer.nonDefault"}
	found := func(what string) {
		missing = slices.DeleteFunc(missing, func(m string) bool { return m == what })
	}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range gen.Specs {
				switch spec := spec.(type) {
				case *ast.ValueSpec:
					for _, id := range spec.Names {
						found(gen.Tok.String() + " " + id.Name)
					}
				case *ast.TypeSpec:
					if s, ok := spec.Type.(*ast.StructType); ok {
						for _, f := range s.Fields.List {
							for _, id := range f.Names {
								found(spec.Name.Name + "." + id.Name)
							}
						}
					}
				}
			}
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("its package internal/settings has no %s", strings.Join(missing, ", "))
	}
	return nil
}

// copyTree copies a folder of the module cache, without its tests. Files can be
// written to, unlike there.
func copyTree(to, from string) error {
	return fs.WalkDir(os.DirFS(from), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "testdata":
			return fs.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, path), 0o777)
		case strings.HasSuffix(path, "_test.go"):
			return nil
		}
		content, err := os.ReadFile(filepath.Join(from, path))
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, path), content, 0o666)
	})
}

// Install copies an executable to where editors find it. A server that runs
// keeps the old one.
func Install(to, from string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return fmt.Errorf("install gopls: %w", err)
	}
	if err := copyFile(to, from); err != nil {
		return fmt.Errorf("install gopls: %w", err)
	}
	return nil
}

// copyFile copies an executable: to is either as it was or complete.
func copyFile(to, from string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(to), ".gopls-")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(content)
	if err := errors.Join(err, temp.Chmod(0o755), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), to)
}

// goRun runs the go command, and returns what it prints.
func goRun(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil && stderr.Len() > 0 {
		err = errors.New(strings.TrimSpace(stderr.String()))
	}
	return strings.TrimSpace(string(out)), err
}
