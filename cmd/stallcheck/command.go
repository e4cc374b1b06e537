package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/term"
	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer"
	"github.com/stallcheck/stallcheck/analyzer/config"
	"github.com/stallcheck/stallcheck/analyzer/driver"
	"github.com/stallcheck/stallcheck/analyzer/report"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

// Exit codes.
const (
	exitClean    = 0
	exitFailed   = 1 // something could not be analysed
	exitUsage    = 2
	exitFindings = 3
)

// command is the program, with its surroundings as values.
type command struct {
	rules          []*rule.Rule
	umbrella       func(analyzer.Config) *analysis.Analyzer
	stdout, stderr io.Writer
}

// usageError is a mistake on the command line.
type usageError struct{ error }

func (c *command) main(ctx context.Context, args []string) int {
	if driver.IsVet(args) {
		return c.vet(args)
	}
	if len(args) > 0 {
		if sub, ok := c.subcommands()[args[0]]; ok {
			return sub(ctx, args[1:])
		}
	}
	return c.check(ctx, args)
}

// check analyses packages and prints what it found.
func (c *command) check(ctx context.Context, args []string) int {
	f, patterns, err := c.parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return c.help(ctx, nil)
	case err != nil:
		return c.usage(err)
	}
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	known, err := readKnown(ctx, f)
	if err != nil {
		return c.fail(err)
	}
	out, err := c.analyse(ctx, f, patterns)
	if err != nil {
		return c.fail(err)
	}
	if f.writeBaseline != "" {
		return c.writeBaseline(f, out)
	}
	f.mark(out)
	hidden := known.filter(c, f, patterns, out)
	if err := c.print(f, out, hidden); err != nil {
		return c.fail(err)
	}
	switch {
	case len(out.Failures) > 0:
		return exitFailed
	case len(out.Findings) > 0:
		return exitFindings
	}
	return exitClean
}

// run analyses packages, and says on a terminal how far it is.
func (c *command) run(ctx context.Context, opts *driver.Options, patterns []string) (*driver.Outcome, error) {
	progress := c.progress()
	opts.Progress = progress.step
	out, err := driver.Run(ctx, *opts, patterns)
	progress.clear()
	return out, err
}

// print writes the outcome in the forms that the flags ask for. Of findings
// that it fixes, it keeps none in the outcome.
func (c *command) print(f *flags, out *driver.Outcome, hidden int) error {
	totals := report.Totals{Packages: out.Packages, Hidden: hidden}
	if !f.fix && !f.diff {
		return c.report(f, out, f.excerpts(out.Findings), totals)
	}
	changes, err := driver.Fix(absolute(f.dir), out.Findings)
	if err != nil {
		return err
	}
	if f.diff {
		if err := changes.Diff(c.stdout); err != nil {
			return err
		}
		return report.Print(c.text(f, io.Discard), nil, out.Failures, nil, totals)
	}
	sources := f.excerpts(changes.Left) // before their lines move
	if err := changes.Write(); err != nil {
		return err
	}
	out.Findings = changes.Left
	if !f.prints("json") {
		c.sayFixed(changes)
	}
	return c.report(f, out, sources, totals)
}

func (c *command) sayFixed(changes *driver.Changes) {
	if len(changes.Fixed) > 0 {
		fmt.Fprintf(c.stderr, "stallcheck: fixed %s in %s\n", report.Plural(len(changes.Fixed), "finding"), report.Plural(changes.Files(), "file"))
	}
	if changes.Conflicts > 0 {
		fmt.Fprintf(c.stderr, "stallcheck: %s left, on lines that others change: run again\n", report.Plural(changes.Conflicts, "fix"))
	}
}

func (c *command) text(f *flags, out io.Writer) report.Printer {
	return report.NewText(out, c.stderr, report.TextOptions{Why: f.why, Color: isTerminal(out) && os.Getenv("NO_COLOR") == ""})
}

// usage is a mistake on the command line.
func (c *command) usage(err error) int {
	fmt.Fprintf(c.stderr, "stallcheck: %v\nRun 'stallcheck help' for the flags.\n", err)
	return exitUsage
}

// fail says why a run could not start or end.
func (c *command) fail(err error) int {
	var wrong configError
	var mistake *config.Error
	var misused usageError
	switch {
	case errors.As(err, &wrong), errors.As(err, &mistake):
		return c.misconfigured(err)
	case errors.As(err, &misused):
		return c.usage(err)
	}
	fmt.Fprintf(c.stderr, "stallcheck: %v\n", err)
	return exitFailed
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func absolute(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		return abs
	}
	return dir
}
