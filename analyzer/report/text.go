package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// TextOptions say how the text form looks.
type TextOptions struct {
	// Why prints every step from the root to the operation.
	Why bool
	// Color writes ANSI colours.
	Color bool
}

// NewText prints findings to out, one line each and an indented explanation,
// and failures to errs.
func NewText(out, errs io.Writer, opts TextOptions) Printer {
	p := &textPrinter{out: out, errs: errs, why: opts.Why}
	if opts.Color {
		p.style = ansi
	}
	return p
}

type textPrinter struct {
	out, errs io.Writer
	why       bool
	style     palette
}

func (p *textPrinter) Finding(f *Finding) error {
	s := p.style
	lines := []string{fmt.Sprintf("%s: %s %s", s.place(f.At.String()), s.message(f.Message, f.Severity), s.dim(tag(f)))}
	if p.why {
		lines = append(lines, whyLines(f, s)...)
	} else {
		lines = append(lines, shortLines(f, s)...)
	}
	return write(p.out, "%s", strings.Join(lines, "\n    "))
}

func (p *textPrinter) Failure(f *Failure) error {
	return write(p.errs, "stallcheck: %s", f)
}

// Source prints nothing: the places are enough to find it.
func (p *textPrinter) Source(*Source) error { return nil }

// tag is the category in brackets, which tells of advice by its name, and the
// severity where it is more than a warning.
func tag(f *Finding) string {
	if f.Severity == "error" {
		return "[" + f.Category + ", error]"
	}
	return "[" + f.Category + "]"
}

// Close says that a report is incomplete. A clean one ends in silence, as Go
// tools do.
func (p *textPrinter) Close(t Totals) error {
	if t.Failures == 0 {
		return nil
	}
	return write(p.errs, "stallcheck: %s in %s; incomplete: %s above",
		Plural(t.Findings, "finding"), Plural(t.Packages, "package"), Plural(t.Failures, "problem"))
}

// shortLines is the chain in one line, and who reaches it in another.
func shortLines(f *Finding, s palette) []string {
	var lines []string
	if c := shortChain(f.Chain); c != "" {
		lines = append(lines, s.dim(c))
	}
	if f.At != f.Op {
		lines = append(lines, s.dim("the operation is at ")+s.place(f.Op.String()))
	}
	if e := reachedFrom(f.Entries); e != "" {
		lines = append(lines, s.dim(e))
	}
	return lines
}

// standalone is the message and the short form of the way, for forms that show
// nothing else.
func standalone(f *Finding) string {
	return strings.Join(append([]string{f.Message}, shortLines(f, palette{})...), "\n")
}

// shortChain is "Get calls Repo.Find, which eventually calls (*pgxpool.Pool).Query".
// A call in the root itself needs no words.
func shortChain(chain []Hop) string {
	if len(chain) < 2 {
		return ""
	}
	first, last := chain[0], chain[len(chain)-1]
	how := "which calls"
	if len(chain) > 2 {
		how = "which eventually calls"
	}
	return fmt.Sprintf("%s calls %s, %s %s", first.Caller, first.Callee, how, last.Callee)
}

// reachedFrom is "reached from GET /orders and 2 more entry points".
func reachedFrom(entries []string) string {
	switch len(entries) {
	case 0:
		return ""
	case 1:
		return "reached from " + witness.Name(entries[0])
	}
	return fmt.Sprintf("reached from %s and %s", witness.Name(entries[0]), Plural(len(entries)-1, "more entry point"))
}

// whyLines is the whole chain, a hop a line with its place, then the notes.
func whyLines(f *Finding, s palette) []string {
	var lines []string
	if e := reachedFrom(f.Entries); e != "" {
		lines = append(lines, s.dim(e))
	}
	width := 0
	for _, h := range f.Chain {
		width = max(width, len(h.At.String()))
	}
	for _, h := range f.Chain {
		at := h.At.String()
		line := s.place(at) + strings.Repeat(" ", width-len(at)+2) + h.Caller + " calls " + h.Callee
		if h.Dynamic != "" {
			line += s.dim("  (" + h.Dynamic + ")")
		}
		lines = append(lines, line)
	}
	if len(f.Chain) == 0 && f.At != f.Op {
		lines = append(lines, s.dim("the operation is at ")+s.place(f.Op.String()))
	}
	for _, n := range f.Notes {
		lines = append(lines, s.place(n.At.String())+": "+n.Message)
	}
	for _, x := range f.Fixes {
		lines = append(lines, s.dim("fix: ")+x.Title)
	}
	return lines
}

// palette holds ANSI codes; the zero palette writes plain text.
type palette struct{ bold, faint, red, yellow, off string }

var ansi = palette{bold: "\x1b[1m", faint: "\x1b[2m", red: "\x1b[31m", yellow: "\x1b[33m", off: "\x1b[0m"}

func (s palette) place(text string) string { return s.bold + text + s.off }
func (s palette) dim(text string) string   { return s.faint + text + s.off }

func (s palette) message(text, severity string) string {
	if severity == "error" {
		return s.red + text + s.off
	}
	return s.yellow + text + s.off
}
