package baseline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/report"
	"github.com/stallcheck/stallcheck/analyzer/source"
)

// Changes are the lines that differ from a revision.
type Changes struct {
	reader *source.Reader
	files  map[string]*lines // by absolute path, without symbolic links
}

// lines are what changed in one file.
type lines struct {
	all     bool  // the file is new
	changed []run // as numbered now
	deleted []int // the line before something that is gone
}

// run is a range of lines, both ends included.
type run struct{ from, to int }

// Since asks git what has changed in the working tree that dir, an absolute
// path, is in since the
// branch that is checked out has left rev, or since rev itself when that is
// among its ancestors. Files that git does not track are new.
func Since(ctx context.Context, dir, rev string) (*Changes, error) {
	g := git{ctx, dir}
	top, err := g.run("rev-parse", "--show-toplevel")
	if err != nil {
		return nil, g.noRepository(err)
	}
	commit, err := g.run("rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("-new-from %s: git knows no such commit, branch or tag here: in CI, fetch it first (git fetch origin %s)", rev, rev)
	}
	base, err := g.run("merge-base", strings.TrimSpace(commit), "HEAD")
	if err != nil {
		return nil, fmt.Errorf("-new-from %s: its history and that of HEAD do not meet: a shallow clone needs git fetch --unshallow first", rev)
	}
	root := strings.TrimSpace(top)
	diff, err := g.run("-C", root, "-c", "core.quotePath=false", "diff", "--no-color", "--no-ext-diff", "--no-textconv", "-M", "-U0",
		"--src-prefix=a/", "--dst-prefix=b/", strings.TrimSpace(base), "--", "*.go")
	if err != nil {
		return nil, fmt.Errorf("-new-from %s: %w", rev, err)
	}
	untracked, err := g.run("-C", root, "ls-files", "-z", "--others", "--exclude-standard", "--", "*.go")
	if err != nil {
		return nil, fmt.Errorf("-new-from %s: %w", rev, err)
	}
	c := &Changes{source.NewReader(dir), make(map[string]*lines)}
	c.readDiff(root, diff)
	for name := range strings.SplitSeq(untracked, "\x00") {
		if name != "" {
			c.files[resolve(filepath.Join(root, filepath.FromSlash(name)))] = &lines{all: true}
		}
	}
	return c, nil
}

// git runs git in a folder.
type git struct {
	ctx context.Context
	dir string
}

// run is what a git command prints. Its error is what git says on one line.
func (g git) run(args ...string) (string, error) {
	cmd := exec.CommandContext(g.ctx, "git", args...)
	cmd.Dir = g.dir
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if text := strings.Join(strings.Fields(stderr.String()), " "); text != "" {
			return "", errors.New(text)
		}
		return "", err
	}
	return stdout.String(), nil
}

func (g git) noRepository(err error) error {
	if errors.Is(err, exec.ErrNotFound) {
		return errors.New("-new-from asks git, which is not installed: use -baseline")
	}
	return fmt.Errorf("-new-from: %s is in no git working tree (%w): use -baseline", g.dir, err)
}

// readDiff reads a unified diff without context, of files below root.
func (c *Changes) readDiff(root, diff string) {
	var file *lines
	body := 0 // lines of the hunk that are still to come
	for line := range strings.Lines(diff) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "\\"): // no newline at the end of the file
		case body > 0:
			body--
		case strings.HasPrefix(line, "+++ "):
			name, ok := strings.CutPrefix(strings.TrimRight(line[len("+++ "):], "\t"), "b/")
			if file = new(lines); ok { // else /dev/null
				c.files[resolve(filepath.Join(root, filepath.FromSlash(name)))] = file
			}
		case strings.HasPrefix(line, "@@ ") && file != nil:
			body = file.hunk(line)
		}
	}
}

// hunk reads the head of a hunk, "@@ -12,2 +11,0 @@ …", and counts its lines.
func (l *lines) hunk(head string) int {
	f := strings.Fields(head)
	if len(f) < 3 {
		return 0
	}
	_, before := lineRange(strings.TrimPrefix(f[1], "-"))
	from, after := lineRange(strings.TrimPrefix(f[2], "+"))
	if after == 0 {
		l.deleted = append(l.deleted, from)
	} else {
		l.changed = append(l.changed, run{from, from + after - 1})
	}
	return before + after
}

// lineRange reads "12,2", or "12" for one line.
func lineRange(s string) (from, count int) {
	first, n, found := strings.Cut(s, ",")
	from, _ = strconv.Atoi(first) // git writes numbers
	count = 1
	if found {
		count, _ = strconv.Atoi(n)
	}
	return from, count
}

// resolve follows symbolic links as far as there are any.
func resolve(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	return name
}

// Touch reports whether a finding has to do with what changed: where it stands,
// a call on the way to it or a place that explains it is on a changed line, or
// something was taken out of the function that it is in, such as what released
// a resource.
func (c *Changes) Touch(f *report.Finding) bool {
	if c.isChanged(f.At) || c.isChanged(f.Op) || c.isCut(f.At) {
		return true
	}
	for _, h := range f.Chain {
		if c.isChanged(h.At) {
			return true
		}
	}
	return slices.ContainsFunc(f.Notes, func(n report.Note) bool { return c.isChanged(n.At) })
}

func (c *Changes) file(at report.Place) *lines {
	if at.File == "" || at.Missing || len(c.files) == 0 {
		return nil
	}
	return c.files[resolve(c.reader.Path(at.File))]
}

func (c *Changes) isChanged(at report.Place) bool {
	file := c.file(at)
	return file != nil && (file.all || slices.ContainsFunc(file.changed, func(r run) bool { return r.from <= at.Line && at.Line <= r.to }))
}

// isCut reports whether lines are gone from the function that a place is in.
func (c *Changes) isCut(at report.Place) bool {
	file := c.file(at)
	if file == nil || len(file.deleted) == 0 {
		return false
	}
	in := c.reader.Enclosing(at)
	return slices.ContainsFunc(file.deleted, func(line int) bool { return in.From <= line && line < in.To })
}
