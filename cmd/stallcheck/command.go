package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"
	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer"
	"github.com/stallcheck/stallcheck/analyzer/driver"
	"github.com/stallcheck/stallcheck/analyzer/model"
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

// flags are what the command line may say about a run.
type flags struct {
	why, json, fix, diff, tests, advice bool
	rules, tags, dir                    string
	own                                 []string
}

func (c *command) main(ctx context.Context, args []string) int {
	if driver.IsVet(args) {
		return c.vet(args)
	}
	if len(args) > 0 {
		if sub, ok := c.subcommands()[args[0]]; ok {
			return sub(args[1:])
		}
	}
	return c.check(ctx, args)
}

// vet is the tool of go vet. It must start fast: nothing is made before it is
// needed.
func (c *command) vet(args []string) int {
	err := driver.Vet(args, driver.VetOptions{
		Analyzer: func() *analysis.Analyzer { return c.umbrella(analyzer.Config{Rules: c.rules}) },
		Knowledge: func() (driver.Knowledge, error) {
			cat, err := model.New()
			if err != nil {
				return nil, err
			}
			return driver.NewKnowledge(cat), nil
		},
	}, c.stdout)
	if err != nil {
		return c.failed(err)
	}
	return exitClean
}

// parse reads the flags. Its error has been printed when it is flag.ErrHelp.
func (c *command) parse(args []string) (*flags, []string, error) {
	f := new(flags)
	set := flag.NewFlagSet("stallcheck", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.BoolVar(&f.why, "why", false, "")
	set.BoolVar(&f.json, "json", false, "")
	set.BoolVar(&f.fix, "fix", false, "")
	set.BoolVar(&f.diff, "diff", false, "")
	set.BoolVar(&f.tests, "tests", false, "")
	set.BoolVar(&f.advice, "advice", false, "")
	set.StringVar(&f.rules, "rules", "", "")
	set.StringVar(&f.tags, "tags", "", "")
	set.StringVar(&f.dir, "C", "", "")
	set.Func("own", "", func(pattern string) error {
		f.own = append(f.own, pattern)
		return nil
	})
	if err := set.Parse(args); err != nil {
		return nil, nil, err
	}
	patterns := set.Args()
	for _, p := range patterns {
		if strings.HasPrefix(p, "-") {
			return nil, nil, fmt.Errorf("flag %s comes after a package: flags go first", p)
		}
	}
	switch {
	case f.fix && f.diff:
		return nil, nil, errors.New("-fix and -diff exclude each other: -diff only shows what -fix would do")
	case f.diff && f.json:
		return nil, nil, errors.New("-diff and -json exclude each other: the JSON has the edits of each fix")
	}
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	return f, patterns, nil
}

// check analyses packages and prints what it found.
func (c *command) check(ctx context.Context, args []string) int {
	f, patterns, err := c.parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(c.stdout, help())
		return exitClean
	case err != nil:
		return c.usage(err)
	}
	chosen, err := driver.Select(c.rules, f.rules)
	if err != nil {
		return c.usage(err)
	}
	if info, err := os.Stat(f.dir); f.dir != "" && (err != nil || !info.IsDir()) {
		return c.usage(fmt.Errorf("-C %s: no such folder", f.dir))
	}
	cat, err := model.New()
	if err != nil {
		return c.failed(err)
	}
	opts := driver.Options{
		Analyzer:  c.umbrella(analyzer.Config{Rules: chosen, Known: c.ruleNames(), Own: f.own, Tests: f.tests, Advice: f.advice}),
		Own:       f.own,
		Knowledge: driver.NewKnowledge(cat),
		Dir:       f.dir,
		Tags:      f.tags,
		Tests:     f.tests,
	}
	progress := c.progress()
	opts.Progress = progress.step
	out, err := driver.Run(ctx, opts, patterns)
	progress.clear()
	if err != nil {
		return c.failed(err)
	}
	if err := c.print(f, out); err != nil {
		return c.failed(err)
	}
	switch {
	case len(out.Failures) > 0:
		return exitFailed
	case len(out.Findings) > 0:
		return exitFindings
	}
	return exitClean
}

// print writes the outcome in the form that the flags ask for. Of findings
// that it fixes, it keeps none in the outcome.
func (c *command) print(f *flags, out *driver.Outcome) error {
	if f.fix || f.diff {
		changes, err := driver.Fix(absolute(f.dir), out.Findings)
		if err != nil {
			return err
		}
		if f.diff {
			if err := changes.Diff(c.stdout); err != nil {
				return err
			}
			return report.Print(c.text(f, io.Discard), nil, out.Failures, out.Packages)
		}
		if err := changes.Write(); err != nil {
			return err
		}
		out.Findings = changes.Left
		if !f.json {
			c.sayFixed(changes)
		}
	}
	p := c.text(f, c.stdout)
	if f.json {
		p = report.NewJSON(c.stdout)
	}
	return report.Print(p, out.Findings, out.Failures, out.Packages)
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

// failed is a run that could not start or end.
func (c *command) failed(err error) int {
	fmt.Fprintf(c.stderr, "stallcheck: %v\n", err)
	return exitFailed
}

func (c *command) ruleNames() []string {
	var names []string
	for _, r := range c.rules {
		names = append(names, r.Name)
	}
	return names
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
