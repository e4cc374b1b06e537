package report

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/witness"
)

var (
	//go:embed page/page.html
	pageHTML string
	//go:embed page/page.css
	pageCSS string
	//go:embed page/page.js
	pageJS string
)

// NewHTML prints one page that needs nothing else: the findings by rule and by
// handler, each with the source along the way to it, and the documentation of
// their rules. Without scripts it is a long page, with them one to search,
// filter and step through.
func NewHTML(w io.Writer, o Options) Printer { return &htmlPrinter{w: w, o: o} }

type htmlPrinter struct {
	gatherer
	w io.Writer
	o Options
}

// page is what the template sees.
type page struct {
	CSS        template.CSS
	JS         template.JS
	Version    string
	Totals     Totals
	Severities []htmlCount
	Rules      []*htmlGroup
	Handlers   []*htmlGroup
	Files      []*htmlGroup
	Findings   []*htmlFinding
	Failures   []*Failure
}

// severities are all there are, worst first.
var severities = []string{"error", "warning", "advice"}

// htmlCount is a severity and how many findings have it.
type htmlCount struct {
	Severity string
	Count    int
}

// htmlGroup is what several findings have in common.
type htmlGroup struct {
	Name     string
	Rule     *htmlRule // nil but for groups of a rule
	Findings []*htmlFinding
}

type htmlRule struct {
	Rule
	Doc template.HTML
}

type htmlFinding struct {
	*Finding
	Anchor  string
	Summary string // the way in one line
	From    []string
	Steps   []*htmlStep
	Changes []*htmlFix
}

// htmlStep is a place on the way, or one that explains it.
type htmlStep struct {
	Kind    string // "call", "operation" or "note"
	Caller  string
	Callee  string
	Text    string
	Dynamic string
	Place   Place
	Code    *htmlCode
}

// Close writes the page.
func (p *htmlPrinter) Close(t Totals) error {
	tmpl, err := template.New("page").Funcs(template.FuncMap{"plural": Plural, "short": shortPlace}).Parse(pageHTML)
	if err != nil {
		return fmt.Errorf("parse page: %w", err)
	}
	if err := tmpl.Execute(p.w, p.page(t)); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}

func (p *htmlPrinter) page(t Totals) *page {
	out := &page{CSS: template.CSS(pageCSS), JS: template.JS(pageJS), Version: p.o.Version, Totals: t, Failures: p.failures}
	rules, handlers, files := make(groups), make(groups), make(groups)
	count := make(map[string]int)
	anchors := make(map[string]int)
	for _, f := range p.findings {
		h := p.finding(f)
		if anchors[h.Anchor]++; anchors[h.Anchor] > 1 {
			h.Anchor = fmt.Sprintf("%s-%d", h.Anchor, anchors[h.Anchor])
		}
		out.Findings = append(out.Findings, h)
		count[f.Severity]++
		rules.add(f.Category, h)
		files.add(f.At.File, h)
		for _, name := range h.From {
			handlers.add(name, h)
		}
		if len(h.From) == 0 {
			handlers.add("", h)
		}
	}
	for _, severity := range severities {
		if count[severity] > 0 {
			out.Severities = append(out.Severities, htmlCount{severity, count[severity]})
		}
	}
	out.Rules, out.Handlers, out.Files = rules.sorted(), handlers.sorted(), files.sorted()
	worst := func(g *htmlGroup) int {
		return slices.Index(severities, g.Findings[0].Severity)
	}
	slices.SortStableFunc(out.Rules, func(a, b *htmlGroup) int { return cmp.Compare(worst(a), worst(b)) })
	for _, g := range out.Rules {
		r := p.o.describe(g.Name)
		g.Rule = &htmlRule{r, colored(r.HTML)}
	}
	return out
}

// groups are findings by name.
type groups map[string]*htmlGroup

func (g groups) add(name string, f *htmlFinding) {
	if g[name] == nil {
		g[name] = &htmlGroup{Name: name}
	}
	g[name].Findings = append(g[name].Findings, f)
}

// sorted is in order of the names. The findings that have none come last.
func (g groups) sorted() []*htmlGroup {
	var out []*htmlGroup
	for _, group := range g {
		out = append(out, group)
	}
	slices.SortFunc(out, func(a, b *htmlGroup) int {
		if (a.Name == "") != (b.Name == "") {
			return strings.Compare(b.Name, a.Name)
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}

func (p *htmlPrinter) finding(f *Finding) *htmlFinding {
	out := &htmlFinding{Finding: f, Anchor: "f-" + f.Fingerprint, Summary: shortChain(f.Chain)}
	for _, e := range f.Entries {
		out.From = append(out.From, witness.Name(e))
	}
	for _, h := range f.Chain {
		out.step(htmlStep{Kind: "call", Caller: h.Caller, Callee: h.Callee, Dynamic: h.Dynamic, Place: h.At})
	}
	n := len(f.Chain)
	switch {
	case n > 0 && f.Chain[n-1].At == f.Op:
		out.Steps[n-1].Kind = "operation"
	default:
		if n == 0 && f.At != f.Op {
			out.step(htmlStep{Kind: "call", Text: "the last place of the way in your own code", Place: f.At})
		}
		out.step(htmlStep{Kind: "operation", Text: "the operation", Place: f.Op})
	}
	for _, note := range f.Notes {
		out.step(htmlStep{Kind: "note", Text: note.Message, Place: note.At})
	}
	for _, s := range out.Steps {
		s.Code = p.code(s.Place, s.Callee)
	}
	for _, x := range f.Fixes {
		out.Changes = append(out.Changes, p.fix(x))
	}
	return out
}

func (f *htmlFinding) step(s htmlStep) { f.Steps = append(f.Steps, &s) }

// shortPlace is the base name of a file and the line.
func shortPlace(at Place) string {
	return fmt.Sprintf("%s:%d", at.File[strings.LastIndexAny(at.File, `/\`)+1:], at.Line)
}
