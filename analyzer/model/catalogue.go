package model

import (
	"cmp"
	"embed"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
)

//go:embed data/*.txt
var data embed.FS

// Names of the two sections that belong to no package. No import path that can
// be given in a file begins with an underscore.
const (
	settingsPath = "_settings"
	modulesPath  = "_modules"
)

// A Source is a text in the catalogue's format; Name is what errors call it.
type Source struct {
	Name string
	Text []byte
}

// A Catalogue answers questions about known libraries. It is safe for
// concurrent use; what it returns is shared and must not be changed.
type Catalogue struct {
	user      map[string][]Row // by import path
	libraries sync.Map         // import path to func() *Library
	modules   func() []Module  // sorted by path
	packages  func() []string  // sorted
}

// A Module is a module whose packages are not looked into.
type Module struct {
	Path string
	// Version is what the rows were checked against. It is empty for a module
	// without rows, which is listed because its code is generated and huge.
	Version string
	// Majors says that the rows hold for every other major version of it as well.
	Majors bool
}

// New makes a catalogue of the built-in rows and those of the user's sources.
// It parses the latter only. The error has a line for every line that is wrong.
func New(user ...Source) (*Catalogue, error) {
	p := parser{seen: map[rowID]Row{}}
	for _, src := range user {
		p.parse(src.Name, string(src.Text))
	}
	if len(p.errs) > 0 {
		return nil, errors.Join(p.errs...)
	}
	c := &Catalogue{user: p.rows}
	c.modules = sync.OnceValue(func() []Module { return mergeModules(p.modules) })
	c.packages = sync.OnceValue(func() []string { return mergePackages(p.rows) })
	return c, nil
}

// builtin returns the built-in text of a section and the file's name. The text
// is empty when there is no such file.
func builtin(path string) (name, text string) {
	name = "data/" + strings.ReplaceAll(path, "/", "+") + ".txt"
	b, err := data.ReadFile(name)
	if err != nil {
		return name, "" // embedded files fail in one way: there is none
	}
	return name, string(b)
}

// Library returns what is known of a package, or nil. The methods of a nil
// Library answer that nothing is known.
func (c *Catalogue) Library(importPath string) *Library {
	v, ok := c.libraries.Load(importPath)
	if !ok {
		load := sync.OnceValue(func() *Library { return c.load(importPath) })
		v, _ = c.libraries.LoadOrStore(importPath, load)
	}
	return v.(func() *Library)()
}

// Settings returns the bounds that are not Go symbols: keys of a DSN or of a
// gRPC service config, GODEBUG settings. Their symbols begin with "dsn:",
// "grpc:" or "godebug:".
func (c *Catalogue) Settings() *Library { return c.Library(settingsPath) }

func (c *Catalogue) load(path string) *Library {
	// Errors are not looked at: a wrong row of ours is not the user's business,
	// and a test parses every built-in file. The section's own path is compared
	// since "a+b" and "a/b" share a file name.
	var p parser
	name, text := builtin(path)
	if text == "" {
		if m, own, ok := c.otherMajor(path); ok {
			name, text = builtin(m.Path + path[len(own):])
			text = strings.ReplaceAll(text, m.Path, own)
		}
	}
	p.parse(name, text)
	user := c.user[path]
	rows := slices.DeleteFunc(p.rows[path], func(r Row) bool {
		return slices.ContainsFunc(user, func(u Row) bool { return u.Kind == r.Kind && u.Symbol == r.Symbol })
	})
	rows = append(rows, user...)
	if len(rows) == 0 {
		return nil
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return a.compare(b.Kind, b.Symbol) })
	return &Library{path: path, rows: rows}
}

// Packages returns the import paths that have rows, sorted.
func (c *Catalogue) Packages() []string { return slices.Clone(c.packages()) }

func mergePackages(user map[string][]Row) []string {
	files, err := data.ReadDir("data")
	if err != nil {
		return nil // not possible: the folder is embedded
	}
	paths := slices.Collect(maps.Keys(user))
	for _, f := range files {
		paths = append(paths, strings.ReplaceAll(strings.TrimSuffix(f.Name(), ".txt"), "+", "/"))
	}
	paths = slices.DeleteFunc(paths, func(p string) bool { return strings.HasPrefix(p, "_") })
	slices.Sort(paths)
	return slices.Compact(paths)
}

// mergeModules adds the user's modules, which win, to the built-in ones.
func mergeModules(user []Module) []Module {
	var p parser
	p.parse(builtin(modulesPath))
	all := append(slices.Clone(user), p.modules...)
	slices.SortStableFunc(all, func(a, b Module) int { return cmp.Compare(a.Path, b.Path) })
	return slices.CompactFunc(all, func(a, b Module) bool { return a.Path == b.Path })
}

// Boundary reports whether a package belongs to a catalogued module: calls
// into it are what its rows say, or nothing, and its code is not analysed. It
// does not speak of the standard library; see [IsStd].
func (c *Catalogue) Boundary(importPath string) bool {
	_, ok := c.moduleOf(importPath)
	return ok
}

// ModuleOf returns the catalogued module of a package, "std" for the standard
// library. Defaults that a message quotes are those of its version.
func (c *Catalogue) ModuleOf(importPath string) (Module, bool) {
	if IsStd(importPath) {
		importPath = "std"
	}
	return c.moduleOf(importPath)
}

func (c *Catalogue) moduleOf(importPath string) (Module, bool) {
	modules := c.modules()
	for end := len(importPath); end > 0; end = strings.LastIndexByte(importPath[:end], '/') {
		i, ok := slices.BinarySearchFunc(modules, importPath[:end], func(m Module, path string) int {
			return cmp.Compare(m.Path, path)
		})
		if !ok {
			continue
		}
		// x/v2 is not a folder of module x but the next major version of it,
		// which has a line of its own when it is known.
		rest, _, _ := strings.Cut(strings.TrimPrefix(importPath[end:], "/"), "/")
		return modules[i], !isMajor(rest)
	}
	m, _, ok := c.otherMajor(importPath)
	return m, ok
}

// otherMajor finds the catalogued module whose rows hold for a package of
// another major version of it; own is the path of that version's module.
func (c *Catalogue) otherMajor(importPath string) (m Module, own string, ok bool) {
	for _, m := range c.modules() {
		if !m.Majors {
			continue
		}
		base := m.Path[:max(0, strings.LastIndexByte(m.Path, '/'))]
		rest, under := strings.CutPrefix(importPath, base+"/")
		if !under {
			continue
		}
		if version, _, _ := strings.Cut(rest, "/"); isMajor(version) {
			return m, base + "/" + version, true
		}
		return m, base, true
	}
	return Module{}, "", false
}

// isMajor reports whether s is the last element of the path of a module's
// second or later major version.
func isMajor(s string) bool {
	digits, ok := strings.CutPrefix(s, "v")
	return ok && digits != "" && digits != "0" && digits != "1" && strings.Trim(digits, "0123456789") == ""
}
