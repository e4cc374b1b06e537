package driver

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/rogpeppe/go-internal/diff"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/stallcheck/stallcheck/analyzer/report"
)

// Changes are the files that the fixes of some findings would make.
type Changes struct {
	files []change
	// Fixed are the findings whose first fix is among the changes, Left the
	// others: they have none, or it touches what another one changes.
	Fixed, Left []*report.Finding
	// Conflicts counts those of Left that have a fix; run again for them.
	Conflicts int
}

// change is one file. name is as in report.Edit.
type change struct {
	name, path string
	before     []byte
	after      []byte
}

// Fix works out what applying the first fix of each finding does. A fix is
// applied whole or not at all: one that touches what an earlier one changes is
// left for the next run. Results are formatted, and imports that are no longer
// used are dropped. Nothing is written.
func Fix(dir string, findings []*report.Finding) (*Changes, error) {
	c := &Changes{}
	edits := make(map[string][]report.Edit)
	for _, f := range findings {
		switch {
		case len(f.Fixes) == 0:
			c.Left = append(c.Left, f)
		case conflicts(edits, f.Fixes[0]):
			c.Left = append(c.Left, f)
			c.Conflicts++
		default:
			for _, e := range f.Fixes[0].Edits {
				if !slices.Contains(edits[e.File], e) {
					edits[e.File] = append(edits[e.File], e)
				}
			}
			c.Fixed = append(c.Fixed, f)
		}
	}
	for _, name := range sortedKeys(edits) {
		path := name
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, filepath.FromSlash(name))
		}
		before, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("apply fixes: %w", err)
		}
		after, err := edited(name, before, edits[name])
		if err != nil {
			return nil, fmt.Errorf("apply fixes to %s: %w", name, err)
		}
		c.files = append(c.files, change{name, path, before, after})
	}
	return c, nil
}

// conflicts reports whether an edit of the fix touches an accepted one. The
// same edit twice, such as an import that both need, does not conflict.
func conflicts(accepted map[string][]report.Edit, fix report.Fix) bool {
	for _, e := range fix.Edits {
		for _, a := range accepted[e.File] {
			if e != a && e.Start <= a.End && a.Start <= e.End {
				return true
			}
		}
	}
	return false
}

// edited is a file after its edits.
func edited(name string, before []byte, edits []report.Edit) ([]byte, error) {
	slices.SortFunc(edits, func(a, b report.Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	var b bytes.Buffer
	last := 0
	for _, e := range edits {
		if e.Start < last || e.End > len(before) {
			return nil, fmt.Errorf("the file has changed since it was analysed")
		}
		b.Write(before[last:e.Start])
		b.WriteString(e.New)
		last = e.End
	}
	b.Write(before[last:])
	return tidy(name, before, b.Bytes())
}

// tidy formats a file and drops the imports that it used before and no longer
// uses. An import whose name its path does not tell is left alone.
func tidy(name string, before, after []byte) ([]byte, error) {
	old, err := parser.ParseFile(token.NewFileSet(), name, before, 0)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, after, parser.ParseComments)
	if err != nil {
		return nil, fmt.Errorf("parse the result: %w", err)
	}
	dropped := false
	for _, spec := range slices.Clone(file.Imports) {
		path, err := strconv.Unquote(spec.Path.Value)
		if err == nil && importName(spec) != "_" && astutil.UsesImport(old, path) && !astutil.UsesImport(file, path) {
			dropped = astutil.DeleteNamedImport(fset, file, importName(spec), path) || dropped
		}
	}
	if !dropped {
		return format.Source(after)
	}
	var b bytes.Buffer
	if err := format.Node(&b, fset, file); err != nil {
		return nil, fmt.Errorf("format: %w", err)
	}
	return b.Bytes(), nil
}

func importName(spec *ast.ImportSpec) string {
	if spec.Name == nil {
		return ""
	}
	return spec.Name.Name
}

// Write writes the changed files.
func (c *Changes) Write() error {
	for _, f := range c.files {
		info, err := os.Stat(f.path)
		if err != nil {
			return fmt.Errorf("apply fixes: %w", err)
		}
		if err := os.WriteFile(f.path, f.after, info.Mode().Perm()); err != nil {
			return fmt.Errorf("apply fixes: %w", err)
		}
	}
	return nil
}

// Diff prints the changes as a unified diff.
func (c *Changes) Diff(w io.Writer) error {
	for _, f := range c.files {
		if _, err := w.Write(diff.Diff(f.name+".orig", f.before, f.name, f.after)); err != nil {
			return fmt.Errorf("print diff: %w", err)
		}
	}
	return nil
}

// Files counts the changed files.
func (c *Changes) Files() int { return len(c.files) }
