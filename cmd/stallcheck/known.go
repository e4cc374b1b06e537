package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/stallcheck/stallcheck/analyzer/baseline"
	"github.com/stallcheck/stallcheck/analyzer/driver"
	"github.com/stallcheck/stallcheck/analyzer/report"
)

// known is what -baseline and -new-from say of findings that are not new.
type known struct {
	entries []baseline.Entry
	changes *baseline.Changes // nil without -new-from
}

// readKnown reads what the flags name. It comes before the analysis, so that a
// mistake is told at once.
func readKnown(ctx context.Context, f *flags) (*known, error) {
	k := new(known)
	var err error
	if f.baseline != "" {
		if k.entries, err = baseline.Read(below(f.dir, f.baseline)); err != nil {
			return nil, usageError{err}
		}
	}
	if f.newFrom != "" {
		if k.changes, err = baseline.Since(ctx, absolute(f.dir), f.newFrom); err != nil {
			return nil, usageError{err}
		}
	}
	return k, nil
}

// below is a file as seen from the folder that -C names.
func below(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

// filter leaves only new findings in the outcome, and counts the others. It
// says which entries of the baseline match nothing, when all that they may match
// was analysed.
func (k *known) filter(c *command, f *flags, patterns []string, out *driver.Outcome) (hidden int) {
	all := len(out.Findings)
	if f.baseline != "" {
		fresh, stale := baseline.Split(absolute(f.dir), out.Findings, k.entries)
		out.Findings = fresh
		if len(stale) > 0 && f.rules == "" && len(out.Failures) == 0 && isWhole(f.dir, patterns) {
			fmt.Fprintf(c.stderr, "stallcheck: %s: %s nothing any more, first %s: write it anew with -write-baseline %s\n",
				f.baseline, matches(len(stale)), stale[0], f.baseline)
		}
	}
	if k.changes != nil {
		out.Findings = slices.DeleteFunc(out.Findings, func(f *report.Finding) bool { return !k.changes.Touch(f) })
	}
	return all - len(out.Findings)
}

func matches(n int) string {
	if n == 1 {
		return "1 entry matches"
	}
	return fmt.Sprintf("%d entries match", n)
}

// isWhole reports whether the patterns are all of a module. With less, a finding
// may be missing only because the handler that reaches it was not looked at.
func isWhole(dir string, patterns []string) bool {
	info, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil && !info.IsDir() && slices.Contains(patterns, "./...")
}

// writeBaseline writes all findings to a file.
func (c *command) writeBaseline(f *flags, out *driver.Outcome) int {
	file, err := os.Create(below(f.dir, f.writeBaseline))
	if err != nil {
		return c.fail(fmt.Errorf("write baseline: %w", err))
	}
	err = baseline.Write(file, baseline.Entries(absolute(f.dir), out.Findings))
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return c.fail(err)
	}
	if err := report.Print(c.text(f, io.Discard), out.Findings, out.Failures, nil, report.Totals{Packages: out.Packages}); err != nil {
		return c.fail(err)
	}
	fmt.Fprintf(c.stderr, "stallcheck: wrote %s to %s\n", report.Plural(len(out.Findings), "finding"), f.writeBaseline)
	if len(out.Failures) > 0 {
		return exitFailed
	}
	return exitClean
}
