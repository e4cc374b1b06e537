// Package report prints what an analysis found.
//
// A driver turns its result into one stream of plain values, findings in
// order, then failures and the source around both, and hands them to a Printer.
// The stream holds all that any printer may want: no printer asks the engine,
// opens a source file or knows a token.Pos. The JSON form is the contract: every
// other form can be rebuilt from it, and a test does so. What is the same in
// every run, the documentation of the rules, is no part of the stream.
//
// The vet tool, which go vet starts for every package, is the same program as
// the one that prints. So nothing here costs anything before it is used: SARIF
// is written with a few structs, since the library that knows its schema takes
// longer to start than go vet's tool does, and Go is coloured by go/scanner.
package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"
)

// A Printer writes one stream of findings, failures and sources. Findings come
// sorted and first, sources last; Close ends the output.
type Printer interface {
	Finding(*Finding) error
	Failure(*Failure) error
	Source(*Source) error
	Close(Totals) error
}

// Totals is what the last line of a report says.
type Totals struct {
	Packages int `json:"packages"` // analysed, of those that were named
	Findings int `json:"findings"`
	Failures int `json:"failures"`
	// Hidden counts the findings that are left out because they are not new.
	Hidden int `json:"hidden,omitempty"`
}

// Finding is one cause. Field names in JSON are stable: fields may be added,
// none changes its meaning.
type Finding struct {
	// ID identifies the cause in every driver and on every machine: the rule,
	// then package, file, line and column of the operation.
	ID       string `json:"id"`
	Rule     string `json:"rule"`
	Category string `json:"category"` // the rule, or "RULE/advice"
	Severity string `json:"severity"` // "error", "warning" or "advice"
	Message  string `json:"message"`  // one line, without place, witness and rule
	URL      string `json:"url"`      // the rule's documentation
	// Fingerprint identifies the finding in other versions of the source: it
	// survives what happens to the lines around it.
	Fingerprint string `json:"fingerprint,omitempty"`

	// At is where the finding is printed: the operation, if that is in the
	// user's own code, else the last place of the way to it that is.
	At Place `json:"at"`
	// Op is the operation itself.
	Op Place `json:"op"`
	// Entries names the roots that reach the operation, in order.
	Entries []string `json:"entries,omitempty"`
	// Chain leads from a root to the operation. It is empty when the
	// operation is in the root itself, or needs no root.
	Chain []Hop  `json:"chain,omitempty"`
	Notes []Note `json:"notes,omitempty"`
	Fixes []Fix  `json:"fixes,omitempty"`
}

// Place is a position that a person can open. File is relative to the folder
// of the run when it is below it, else absolute; when the file is not on this
// machine it is only the base name and Missing is set.
type Place struct {
	Package string `json:"package"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Col     int    `json:"col"` // in bytes, from 1
	Missing bool   `json:"missing,omitempty"`
}

// String is file:line:col, as editors and terminals make clickable.
func (p Place) String() string {
	if p.Line == 0 {
		return cmp.Or(p.File, p.Package, "-")
	}
	file := p.File
	if p.Missing {
		file = p.Package + "/" + p.File
	}
	return fmt.Sprintf("%s:%d:%d", file, p.Line, p.Col)
}

// Compare orders places by file, line and column.
func (p Place) Compare(q Place) int {
	return cmp.Or(strings.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col), strings.Compare(p.Package, q.Package))
}

// Hop is one step of a chain: at At, Caller calls Callee.
type Hop struct {
	At     Place  `json:"at"`
	Caller string `json:"caller"`
	Callee string `json:"callee"`
	// Dynamic says how an indirect call was joined; empty for a static call.
	Dynamic string `json:"dynamic,omitempty"`
}

// Note is a further place that explains a finding.
type Note struct {
	At      Place  `json:"at"`
	Message string `json:"message"`
}

// Fix is one way to repair a finding. All its edits belong together.
type Fix struct {
	Title string `json:"title"`
	Edits []Edit `json:"edits"`
}

// Edit replaces the bytes from Start up to End of a file, which are at Line and
// Col up to EndLine and EndCol. File is written as in Place.
type Edit struct {
	File    string `json:"file"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	EndLine int    `json:"endLine"`
	EndCol  int    `json:"endCol"`
	New     string `json:"new"`
}

// Source is some lines of a file that findings have to do with. Those of one
// file come in order, and do not overlap.
type Source struct {
	File string `json:"file"`
	Line int    `json:"line"` // the number of the first
	// Decl is the line at which the declaration begins that the lines are in.
	Decl  int      `json:"decl,omitempty"`
	Lines []string `json:"lines"`
	// Inside is "`" or "/*" if the first line continues a string or a comment.
	Inside string `json:"inside,omitempty"`
}

// Failure is something that was not analysed, and why. A report with failures
// is incomplete.
type Failure struct {
	Package string `json:"package,omitempty"`
	At      Place  `json:"at,omitzero"`
	Message string `json:"message"`
}

// String is the line that text printers write.
func (f *Failure) String() string {
	switch {
	case f.At.File != "":
		return f.At.String() + ": " + f.Message
	case f.Package != "":
		return f.Package + ": " + f.Message
	}
	return f.Message
}

// Compare orders failures by place, package and message.
func (f *Failure) Compare(g *Failure) int {
	return cmp.Or(f.At.Compare(g.At), strings.Compare(f.Package, g.Package), strings.Compare(f.Message, g.Message))
}

// Print sends everything to p. It counts findings and failures itself.
func Print(p Printer, findings []*Finding, failures []*Failure, sources []*Source, totals Totals) error {
	for _, f := range findings {
		if err := p.Finding(f); err != nil {
			return fmt.Errorf("print finding: %w", err)
		}
	}
	for _, f := range failures {
		if err := p.Failure(f); err != nil {
			return fmt.Errorf("print failure: %w", err)
		}
	}
	for _, s := range sources {
		if err := p.Source(s); err != nil {
			return fmt.Errorf("print source: %w", err)
		}
	}
	totals.Findings, totals.Failures = len(findings), len(failures)
	if err := p.Close(totals); err != nil {
		return fmt.Errorf("print totals: %w", err)
	}
	return nil
}

// All prints the same stream with several printers.
func All(printers ...Printer) Printer { return all(printers) }

type all []Printer

func (a all) Finding(f *Finding) error { return a.each(func(p Printer) error { return p.Finding(f) }) }
func (a all) Failure(f *Failure) error { return a.each(func(p Printer) error { return p.Failure(f) }) }
func (a all) Source(s *Source) error   { return a.each(func(p Printer) error { return p.Source(s) }) }
func (a all) Close(t Totals) error     { return a.each(func(p Printer) error { return p.Close(t) }) }

// each stops at the first printer that cannot print.
func (a all) each(print func(Printer) error) error {
	for _, p := range a {
		if err := print(p); err != nil {
			return err
		}
	}
	return nil
}

// Plural is "1 finding" or "2 findings".
func Plural(n int, noun string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(noun, "x"):
		noun += "es"
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// write prints one formatted line.
func write(w io.Writer, format string, args ...any) error {
	_, err := fmt.Fprintf(w, format+"\n", args...)
	return err
}
