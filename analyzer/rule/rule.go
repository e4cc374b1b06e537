// Package rule is all that a rule can see and say: the sites that the model
// found in a package, and findings about them.
package rule

import (
	"cmp"
	"flag"
	"fmt"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Severity says how sure and how bad a rule's findings are.
type Severity int

const (
	Warning Severity = iota // stalls or leaks under load
	Error                   // wrong whenever it runs
	Advice                  // off unless asked for
)

// String is the severity as printers write it.
func (s Severity) String() string {
	return [...]string{"warning", "error", "advice"}[s]
}

// Ignore is the category of findings about ignore comments. They come from no
// rule, and cannot be silenced by one.
const Ignore = "ignore"

// docURL is the folder in which the documentation of rules is published.
const docURL = "https://github.com/stallcheck/stallcheck/blob/main/rules/"

// URL is the page that explains the findings of a rule. Those about ignore
// comments are explained where all rules are listed.
func URL(name string) string {
	if name == Ignore {
		return docURL + "README.md"
	}
	return docURL + name
}

// A Rule is one thing that stallcheck reports. Its package comment, in Source,
// is the documentation that users read.
type Rule struct {
	Name     string // lower case, reads well after "//stallcheck:ignore"
	Source   string // the rule's own file, embedded: its package comment is the doc
	Severity Severity
	Advice   bool   // some findings are advice, whatever the severity
	Since    string // first version that has it
	Run      func(*Pass)
	// Flags, if set, defines the options of the rule. A driver with one analyzer
	// for all rules puts the rule's name and a dot before theirs; so does the
	// configuration file, which has a section for each rule.
	Flags func(*flag.FlagSet, *Options)
}

// Severities tells the severities that findings of the rule may have, such as
// "warning, advice".
func (r *Rule) Severities() string {
	if r.Advice && r.Severity != Advice {
		return r.Severity.String() + ", " + Advice.String()
	}
	return r.Severity.String()
}

// URL is the page that explains the rule.
func (r *Rule) URL() string { return URL(r.Name) }

// Finding is one cause, with everything that any printer may want to show.
type Finding struct {
	Rule string
	// Severity is the rule's, unless the rule sets Advice: a sub-finding that is
	// off by default.
	Severity Severity
	// At is where the finding is reported in the package under analysis.
	// Op is the operation itself: the same place, or one in another package.
	At, Op witness.Pos
	// Message is one line without the witness and the rule's name.
	Message string
	// Chain leads from a root to the operation; empty for local findings.
	Chain witness.Chain
	// Entries names the roots that reach the operation, in order.
	Entries []string
	// Notes are further places that explain the finding, such as where a
	// context was made or the return that a resource is still open at.
	Notes []Note
	Fixes []analysis.SuggestedFix

	// Start and End delimit the reported source range; valid only in the
	// process that made the finding.
	Start, End token.Pos
}

// Note is a place that explains a finding.
type Note struct {
	Pos     witness.Pos
	Message string
}

// Category is what drivers group findings by: the rule, or the rule's advice.
func (f *Finding) Category() string {
	if f.Severity == Advice {
		return f.Rule + "/advice"
	}
	return f.Rule
}

// CauseID identifies the cause in every driver: two findings with the same id
// are one.
func (f *Finding) CauseID() string {
	return fmt.Sprintf("%s %s/%s:%d:%d", f.Rule, f.Op.Pkg, f.Op.File, f.Op.Line, f.Op.Col)
}

// Text is the line that go vet, golangci-lint and nogo print: the message, the
// witness in short form, and the category.
func (f *Finding) Text() string {
	var b strings.Builder
	b.WriteString(f.Message)
	via := f.Chain.Short()
	switch {
	case f.At != f.Op && via != "":
		fmt.Fprintf(&b, " (via %s, %s)", via, f.Op)
	case f.At != f.Op:
		fmt.Fprintf(&b, " (%s)", f.Op)
	case len(f.Chain) > 1:
		fmt.Fprintf(&b, " (via %s)", via)
	}
	fmt.Fprintf(&b, " [%s]", f.Category())
	return b.String()
}

// Compare orders findings by place, then rule.
func Compare(a, b *Finding) int {
	return cmp.Or(a.Op.Compare(b.Op), strings.Compare(a.Rule, b.Rule), a.At.Compare(b.At), strings.Compare(a.Message, b.Message))
}

// Result is what the umbrella analyzer returns for one package.
type Result struct {
	Findings []*Finding
	// Failed lists what could not be analysed and why, in this package and
	// those it imports: a panic in a rule, an unreadable fact.
	Failed []string
}

// Sort puts findings in the order that every driver prints them.
func (r *Result) Sort() { slices.SortFunc(r.Findings, Compare) }

// Exclude drops the findings in files for which unwanted, if set, says so: the
// file that they stand in, and that of the operation.
func (r *Result) Exclude(pass *analysis.Pass, unwanted func(rule, file string) bool) {
	if unwanted == nil {
		return
	}
	in := func(f *Finding, at token.Pos) bool {
		return at.IsValid() && unwanted(f.Rule, pass.Fset.Position(at).Filename)
	}
	r.Findings = slices.DeleteFunc(r.Findings, func(f *Finding) bool {
		return in(f, f.Start) || f.At != f.Op && in(f, link.Place(pass, f.Op))
	})
}
