package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/baseline"
	"github.com/stallcheck/stallcheck/analyzer/config"
	"github.com/stallcheck/stallcheck/analyzer/explain"
	"github.com/stallcheck/stallcheck/analyzer/report"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// splitLine splits FILE:LINE, or FILE:LINE:COL as messages have it.
func splitLine(arg string) (file string, line int, ok bool) {
	parts := strings.Split(arg, ":")
	for len(parts) > 1 {
		n, err := strconv.Atoi(parts[len(parts)-1])
		if err != nil {
			break
		}
		parts, line = parts[:len(parts)-1], n
	}
	return strings.Join(parts, ":"), line, line > 0
}

// explainLine analyses packages with every rule and nothing left out, and says
// what is known of one line, and what keeps quiet about it.
func (c *command) explainLine(ctx context.Context, f *flags, file string, line int, patterns []string) int {
	name, err := filepath.Abs(below(f.dir, filepath.FromSlash(file)))
	if err != nil {
		return c.fail(err)
	}
	text, err := lineOf(name, line)
	if err != nil {
		return c.usage(fmt.Errorf("%s: %w", file, err))
	}
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	w := &why{command: c, flags: f, file: name, line: line}
	if w.known, err = readKnown(ctx, f); err != nil {
		return c.fail(err)
	}
	cfg, opts, err := c.options(f)
	if err != nil {
		return c.fail(err)
	}
	w.chosen, w.exclude = cfg.Rules, cfg.Exclude
	w.advice = slices.Contains(cfg.Settings, config.Setting{Flag: "advice", Value: "true"}) || cfg.Advice
	cfg.Rules, cfg.Exclude, opts.Exclude = c.rules, nil, nil
	cfg.Settings = append(cfg.Settings, config.Setting{Flag: "advice", Value: "true"})
	cfg.Explain = explain.New(name, line)
	opts.Analyzer = c.umbrella(*cfg)
	out, err := c.run(ctx, opts, patterns)
	if err != nil {
		return c.fail(err)
	}
	for _, failure := range out.Failures {
		fmt.Fprintf(c.stderr, "stallcheck: %s\n", failure)
	}
	if !cfg.Explain.Found() {
		return c.usage(fmt.Errorf("%s is in no package of your own that %s names: %s", file, strings.Join(patterns, " "), wayIn(file, f)))
	}
	w.findings = out.Findings
	w.fresh, _ = baseline.Split(absolute(f.dir), out.Findings, w.known.entries)
	fmt.Fprintf(c.stdout, "%s:%d: %s\n", file, line, text)
	w.print(cfg.Explain)
	return exitClean
}

// wayIn is how a file gets analysed.
func wayIn(file string, f *flags) string {
	if strings.HasSuffix(file, "_test.go") && !f.tests {
		return "it is a test, which needs -tests"
	}
	return "name its package after it, or the build tags that it needs with -tags"
}

// lineOf is a line of a file, without the space around it.
func lineOf(name string, line int) (string, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return "", errors.Unwrap(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	if line > len(lines) {
		return "", fmt.Errorf("it has %s", report.Plural(len(lines), "line"))
	}
	return strings.TrimSpace(lines[line-1]), nil
}

// why is one question, and what a usual run would do with the findings.
type why struct {
	*command
	flags    *flags
	file     string
	line     int
	known    *known
	chosen   []*rule.Rule
	exclude  func(rule, file string) bool
	advice   bool
	findings []*report.Finding
	fresh    []*report.Finding
}

func (w *why) print(q *explain.Query) {
	answers, near := q.Answers(w.reported)
	for _, a := range answers {
		fmt.Fprintf(w.stdout, "\n%s\n", a.Title)
		printFacts(w.stdout, a.Facts)
	}
	others := w.others(answers)
	for _, f := range others {
		fmt.Fprintf(w.stdout, "\n%s\n", f.Op)
		printFacts(w.stdout, []explain.Fact{{Name: "reported", Text: w.describe(f)}})
	}
	if len(answers)+len(others) == 0 {
		fmt.Fprintf(w.stdout, "\nno call on this line%s\n", nearest(near))
	}
	for _, f := range w.findings {
		if how := w.passes(f); how != "" {
			fmt.Fprintf(w.stdout, "\n%s %s: %s\n", how, f.Op, w.describe(f))
		}
	}
}

// others are the findings on the line that are not about a call: a loop, a
// literal, a goroutine.
func (w *why) others(answers []explain.Answer) []*report.Finding {
	var out []*report.Finding
	for _, f := range w.findings {
		told := slices.ContainsFunc(answers, func(a explain.Answer) bool { return a.Pos.Line == f.Op.Line && a.Pos.Col == f.Op.Col })
		if w.isHere(f.Op) && !told {
			out = append(out, f)
		}
	}
	return out
}

func printFacts(out io.Writer, facts []explain.Fact) {
	width := 0
	for _, f := range facts {
		width = max(width, len(f.Name))
	}
	for _, f := range facts {
		fmt.Fprintf(out, "    %-*s  %s\n", width, f.Name, f.Text)
	}
}

func nearest(lines []int) string {
	var words []string
	for _, l := range lines {
		words = append(words, strconv.Itoa(l))
	}
	if len(words) == 0 {
		return ", nor in the file"
	}
	return "; the nearest are on " + strings.Join(words, " and ")
}

// reported are the findings about the operation at a place.
func (w *why) reported(pos witness.Pos) []string {
	var out []string
	for _, f := range w.findings {
		if w.isHere(f.Op) && f.Op.Line == pos.Line && f.Op.Col == pos.Col {
			out = append(out, w.describe(f))
		}
	}
	return out
}

// passes says how a finding that stands elsewhere has to do with the line.
func (w *why) passes(f *report.Finding) string {
	if w.isHere(f.Op) {
		return ""
	}
	if slices.ContainsFunc(f.Chain, func(h report.Hop) bool { return w.isHere(h.At) }) {
		return "on the way to"
	}
	if slices.ContainsFunc(f.Notes, func(n report.Note) bool { return w.isHere(n.At) }) {
		return "mentioned at"
	}
	return ""
}

func (w *why) isHere(at report.Place) bool {
	return at.Line == w.line && below(absolute(w.flags.dir), filepath.FromSlash(at.File)) == w.file
}

// describe is a finding, and what keeps a usual run from printing it.
func (w *why) describe(f *report.Finding) string {
	text := f.Rule + ": " + f.Message
	if quiet := w.silencedBy(f); quiet != "" {
		text += " (not printed: " + quiet + ")"
	}
	return text
}

func (w *why) silencedBy(f *report.Finding) string {
	isRule := func(r *rule.Rule) bool { return r.Name == f.Rule }
	switch {
	case slices.ContainsFunc(w.rules, isRule) && !slices.ContainsFunc(w.chosen, isRule):
		return "the rule is off, by " + config.Base + " or by -rules"
	case f.Severity == rule.Advice.String() && !w.advice:
		return "advice is off: -advice turns it on"
	case w.exclude != nil && w.exclude(f.Rule, below(absolute(w.flags.dir), filepath.FromSlash(f.At.File))):
		return "the file is excluded by " + config.Base
	case w.flags.baseline != "" && !slices.Contains(w.fresh, f):
		return "it is in the baseline " + w.flags.baseline
	case w.known.changes != nil && !w.known.changes.Touch(f):
		return "it has to do with no line changed since " + w.flags.newFrom
	}
	return ""
}
