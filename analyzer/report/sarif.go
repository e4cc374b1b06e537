package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
)

const (
	sarifSchema  = "https://json.schemastore.org/sarif-2.1.0.json"
	sarifRoot    = "%SRCROOT%"
	homepage     = "https://github.com/stallcheck/stallcheck"
	fingerprints = "stallcheck/v1" // names what a fingerprint is made of
)

// NewSARIF prints one log of SARIF 2.1.0, the form that code scanning services
// and editors read. The way to an operation is a code flow, a failure is a
// notification of the one invocation. Nothing in it depends on the time or on
// the machine, but for files outside of the root.
func NewSARIF(w io.Writer, o Options) Printer { return &sarifPrinter{gatherer: gatherer{}, w: w, o: o} }

// gatherer keeps a stream for the forms that are written at its end.
type gatherer struct {
	findings []*Finding
	failures []*Failure
	sources  []*Source
}

func (g *gatherer) Finding(f *Finding) error { g.findings = append(g.findings, f); return nil }
func (g *gatherer) Failure(f *Failure) error { g.failures = append(g.failures, f); return nil }
func (g *gatherer) Source(s *Source) error   { g.sources = append(g.sources, s); return nil }

// line is a line of a file, if the stream has it.
func (g *gatherer) line(file string, n int) (string, bool) {
	for _, s := range g.sources {
		if s.File == file && s.Line <= n && n < s.Line+len(s.Lines) {
			return s.Lines[n-s.Line], true
		}
	}
	return "", false
}

type sarifPrinter struct {
	gatherer
	w io.Writer
	o Options
}

// Close writes it all.
func (p *sarifPrinter) Close(Totals) error {
	rules := p.rules()
	run := sarifRun{
		Tool:               sarifTool{sarifDriver{Name: "stallcheck", Version: p.o.Version, InformationURI: homepage, Rules: rules}},
		Invocations:        []sarifInvocation{p.invocation()},
		OriginalURIBaseIDs: map[string]sarifArtifactLocation{sarifRoot: {Description: &sarifText{Text: "The root of the repository."}}},
		ColumnKind:         "utf16CodeUnits",
		Results:            []sarifResult{},
	}
	for _, f := range p.findings {
		run.Results = append(run.Results, p.result(f, rules))
	}
	enc := json.NewEncoder(p.w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// rules are all that are on by default, and the categories of advice there is.
func (p *sarifPrinter) rules() []sarifRule {
	var ids []string
	for _, r := range p.o.Rules {
		if r.Severity != "advice" {
			ids = append(ids, r.Name)
		}
	}
	for _, f := range p.findings {
		ids = append(ids, f.Category)
	}
	slices.Sort(ids)
	out := []sarifRule{}
	for _, id := range slices.Compact(ids) {
		out = append(out, sarifDescribe(id, p.o.describe(id)))
	}
	return out
}

func sarifDescribe(id string, r Rule) sarifRule {
	severity := r.Severity
	if strings.HasSuffix(id, "/advice") {
		severity = "advice"
	}
	level := sarifLevel(severity)
	out := sarifRule{
		ID:                   id,
		ShortDescription:     sarifText{Text: id + " " + cmp.Or(r.Summary, "reports stalls")},
		HelpURI:              r.URL,
		DefaultConfiguration: sarifConfiguration{Level: level},
		Properties:           sarifRuleTags{Precision: "high", Severity: sarifProblem(severity), Tags: []string{"performance", "reliability"}},
	}
	if severity == "advice" {
		off := false
		out.DefaultConfiguration.Enabled = &off
	}
	if r.Text != "" {
		summary, _, _ := strings.Cut(r.Text, "\n\n")
		out.FullDescription = &sarifText{Text: strings.Join(strings.Fields(summary), " ")}
		out.Help = &sarifText{Text: r.Text, Markdown: r.Markdown}
	}
	return out
}

// sarifLevel is a severity in the words of the standard.
func sarifLevel(severity string) string {
	if severity == "advice" {
		return "note"
	}
	return severity
}

// sarifProblem is a severity in the words of code scanning on GitHub.
func sarifProblem(severity string) string {
	if severity == "advice" {
		return "recommendation"
	}
	return severity
}

func (p *sarifPrinter) invocation() sarifInvocation {
	out := sarifInvocation{ExecutionSuccessful: len(p.failures) == 0}
	for _, f := range p.failures {
		n := sarifNotification{Level: "error", Message: sarifText{Text: f.Message}}
		if f.At.Line > 0 || f.Package != "" {
			at := f.At
			at.Package = cmp.Or(at.Package, f.Package)
			n.Locations = []sarifLocation{p.location(at, "")}
		}
		out.Notifications = append(out.Notifications, n)
	}
	return out
}

func (p *sarifPrinter) result(f *Finding, rules []sarifRule) sarifResult {
	out := sarifResult{
		RuleID:     f.Category,
		RuleIndex:  slices.IndexFunc(rules, func(r sarifRule) bool { return r.ID == f.Category }),
		Level:      sarifLevel(f.Severity),
		Message:    sarifText{Text: sarifEscape(standalone(f))},
		Locations:  []sarifLocation{p.location(f.At, "")},
		CodeFlows:  p.codeFlows(f),
		Properties: sarifResultBag{Severity: f.Severity, Entries: f.Entries},
	}
	related := func(at Place, message string) {
		l := p.location(at, message)
		if l.Physical == nil {
			return // nothing to jump to; the message tells it
		}
		l.ID = len(out.RelatedLocations) + 1
		out.RelatedLocations = append(out.RelatedLocations, l)
	}
	if f.At != f.Op {
		related(f.Op, "the operation")
	}
	for _, n := range f.Notes {
		related(n.At, n.Message)
	}
	for _, x := range f.Fixes {
		out.Fixes = append(out.Fixes, p.fix(x))
	}
	if f.Fingerprint != "" {
		out.PartialFingerprints = map[string]string{fingerprints: f.Fingerprint}
	}
	return out
}

// sarifEscape keeps what looks like a link, as calls of elements do, from
// becoming one.
func sarifEscape(text string) string {
	if !strings.Contains(text, "](") {
		return text
	}
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(text)
}

// codeFlows is the one way to the operation: the calls, and the operation if it
// is not the last of them. An operation in the root itself needs none. A step
// whose file is not at hand is told at the one before it: code scanning on
// GitHub refuses a log with a step that is nowhere.
func (p *sarifPrinter) codeFlows(f *Finding) []sarifCodeFlow {
	if len(f.Chain) == 0 || len(f.Chain) == 1 && f.Chain[0].At == f.Op {
		return nil
	}
	var steps []sarifStep
	last := f.At
	step := func(at Place, message, importance string) {
		if p.o.fromRoot(at) == "" {
			message += " (at " + at.String() + ")"
		} else {
			last = at
		}
		steps = append(steps, sarifStep{p.location(last, message), len(steps), importance})
	}
	for i, h := range f.Chain {
		importance := "important"
		if i == len(f.Chain)-1 && h.At == f.Op {
			importance = "essential"
		}
		step(h.At, h.String(), importance)
	}
	if f.Chain[len(f.Chain)-1].At != f.Op {
		step(f.Op, f.Message, "essential")
	}
	return []sarifCodeFlow{{[]sarifThreadFlow{{steps}}}}
}

// location is a place that can be opened, or at least its package.
func (p *sarifPrinter) location(at Place, message string) sarifLocation {
	var out sarifLocation
	if message != "" {
		out.Message = &sarifText{Text: sarifEscape(message)}
	}
	if name := p.o.fromRoot(at); name != "" {
		out.Physical = &sarifPhysical{Artifact: artifact(name)}
		if at.Line > 0 {
			out.Physical.Region = &sarifRegion{StartLine: at.Line, StartColumn: p.column(at.File, at.Line, at.Col)}
		}
		return out
	}
	name := cmp.Or(at.Package, "-")
	if at.Missing {
		name = at.String()
	}
	out.Logical = []sarifLogical{{FullyQualifiedName: name, Kind: "module"}}
	return out
}

func artifact(name string) sarifArtifactLocation {
	text, relative := uri(name)
	if relative {
		return sarifArtifactLocation{URI: text, URIBaseID: sarifRoot}
	}
	return sarifArtifactLocation{URI: text}
}

// column turns a column in bytes into one in UTF-16, as far as the stream has
// the line.
func (p *sarifPrinter) column(file string, line, col int) int {
	text, ok := p.line(file, line)
	if !ok || col < 1 || col-1 > len(text) {
		return col
	}
	return len(utf16.Encode([]rune(text[:col-1]))) + 1
}

// fix is one with its edits file by file.
func (p *sarifPrinter) fix(x Fix) sarifFix {
	out := sarifFix{Description: sarifText{Text: x.Title}}
	for _, e := range x.Edits {
		at := artifact(p.o.file(e.File))
		i := slices.IndexFunc(out.ArtifactChanges, func(c sarifChange) bool { return c.Artifact == at })
		if i < 0 {
			i = len(out.ArtifactChanges)
			out.ArtifactChanges = append(out.ArtifactChanges, sarifChange{Artifact: at})
		}
		r := sarifReplacement{Deleted: sarifRegion{
			StartLine: e.Line, StartColumn: p.column(e.File, e.Line, e.Col),
			EndLine: e.EndLine, EndColumn: p.column(e.File, e.EndLine, e.EndCol),
		}}
		if e.New != "" {
			r.Inserted = &sarifPlain{e.New}
		}
		out.ArtifactChanges[i].Replacements = append(out.ArtifactChanges[i].Replacements, r)
	}
	return out
}

// String is the step in words.
func (h *Hop) String() string {
	text := fmt.Sprintf("%s calls %s", h.Caller, h.Callee)
	if h.Dynamic != "" {
		text += " (" + h.Dynamic + ")"
	}
	return text
}
