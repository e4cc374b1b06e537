package driver

import (
	"cmp"
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/report"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// outcome gathers what the jobs found: findings of the named packages, one
// for each cause, and every failure once.
func (s *schedule) outcome(patterns []string) *Outcome {
	out := &Outcome{}
	causes := make(map[string]*rule.Finding)
	var failures []*report.Failure
	analysed := make(map[string]bool)
	for _, j := range s.queue {
		if j.node.below {
			failures = append(failures, j.failures...)
		}
		if !j.node.own || j.node.facts == nil {
			continue
		}
		if j.node.root {
			analysed[j.node.path()] = true
		}
		result, ok := j.result.(*rule.Result)
		if !ok {
			continue
		}
		for _, f := range s.graph.named(j.node, result.Findings) {
			id := f.CauseID()
			causes[id] = merge(causes[id], f)
		}
		if !j.node.root {
			continue
		}
		for _, text := range result.Failed {
			failures = append(failures, &report.Failure{Message: text})
		}
	}
	for _, pattern := range s.graph.unmatched(s.opts.dir(), patterns) {
		failures = append(failures, &report.Failure{Message: fmt.Sprintf("no packages match %q", pattern)})
	}
	places := newPlaces(s)
	for _, id := range sortedKeys(causes) {
		if f := places.finding(id, causes[id]); !s.isExcluded(f, places) {
			out.Findings = append(out.Findings, f)
		}
	}
	slices.SortFunc(out.Findings, func(a, b *report.Finding) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID))
	})
	out.Failures = onePerCause(failures)
	out.Packages = len(analysed)
	return out
}

// onePerCause sorts failures, and tells once, at the first place, what keeps
// several packages from being analysed, such as a module that cannot be had.
func onePerCause(failures []*report.Failure) []*report.Failure {
	slices.SortFunc(failures, (*report.Failure).Compare)
	failures = slices.CompactFunc(failures, func(a, b *report.Failure) bool { return a.Compare(b) == 0 })
	tellers := make(map[string]*report.Failure)
	packages := make(map[string][]string)
	for _, f := range failures {
		cause, ok := strings.CutSuffix(f.Message, notAnalysed(f.Package))
		if !ok {
			continue
		}
		if t := tellers[cause]; t == nil || t.At.File == "" && f.At.File != "" {
			tellers[cause] = f
		}
		if !slices.Contains(packages[cause], f.Package) {
			packages[cause] = append(packages[cause], f.Package)
		}
	}
	var out []*report.Failure
	for _, f := range failures {
		cause, ok := strings.CutSuffix(f.Message, notAnalysed(f.Package))
		if ok && tellers[cause] != f {
			continue
		}
		if n := len(packages[cause]) - 1; ok && n > 0 {
			f.Message += fmt.Sprintf(", nor is what else needs it: %d more", n)
		}
		out = append(out, f)
	}
	return out
}

// notAnalysed ends the message of what keeps a package from being analysed.
func notAnalysed(path string) string { return "; " + path + " is not analysed" }

// isExcluded reports whether nobody wants a finding where it stands now. The
// analyzer has asked the same where it found it, maybe in another package.
func (s *schedule) isExcluded(f *report.Finding, p *places) bool {
	return s.opts.Exclude != nil && s.opts.Exclude(f.Rule, p.path(f.At))
}

// merge joins two findings of one cause: it keeps the one that stands at the
// operation itself, else the one whose chain is easier to believe, and the
// entries of both.
func merge(a, b *rule.Finding) *rule.Finding {
	if a == nil {
		return b
	}
	if better(b, a) {
		a, b = b, a
	}
	merged := *a
	merged.Entries = slices.Concat(a.Entries, b.Entries)
	slices.Sort(merged.Entries)
	merged.Entries = slices.Compact(merged.Entries)
	return &merged
}

func better(a, b *rule.Finding) bool {
	if local := a.At == a.Op; local != (b.At == b.Op) {
		return local
	}
	if r := a.Chain.Compare(b.Chain); r != 0 {
		return r < 0
	}
	return rule.Compare(a, b) < 0
}

// places finds the files that positions are in.
type places struct {
	dir   string
	fset  *token.FileSet
	files map[string]map[string]string // package path and base name to file
	own   map[string]bool              // package paths of the user
	edit  map[string]bool              // files that fixes may change
}

func newPlaces(s *schedule) *places {
	p := &places{
		dir:   s.opts.base(),
		fset:  s.loader.fset,
		files: make(map[string]map[string]string),
		own:   make(map[string]bool),
		edit:  make(map[string]bool),
	}
	for _, n := range s.graph.nodes {
		byBase := p.files[n.path()]
		if byBase == nil {
			byBase = make(map[string]string)
			p.files[n.path()] = byBase
		}
		for _, file := range slices.Concat(n.meta.CompiledGoFiles, n.meta.OtherFiles, n.meta.GoFiles) {
			byBase[filepath.Base(file)] = file // GoFiles last: the originals of what cgo rewrote
		}
		if n.own {
			p.own[n.path()] = true
			for _, file := range n.meta.GoFiles {
				p.edit[file] = true
			}
		}
	}
	return p
}

// finding is f as printers see it, moved to the operation's own line when
// that is in the user's code.
func (p *places) finding(id string, f *rule.Finding) *report.Finding {
	out := &report.Finding{
		ID:       id,
		Rule:     f.Rule,
		Category: f.Category(),
		Severity: f.Severity.String(),
		Message:  f.Message,
		URL:      rule.URL(f.Rule),
		At:       p.place(f.At),
		Op:       p.place(f.Op),
		Entries:  f.Entries,
	}
	if p.own[f.Op.Pkg] && !out.Op.Missing {
		out.At = out.Op
	}
	for _, h := range f.Chain {
		out.Chain = append(out.Chain, report.Hop{At: p.place(h.Pos), Caller: h.Caller, Callee: h.Callee, Dynamic: h.Dynamic})
	}
	for _, n := range f.Notes {
		out.Notes = append(out.Notes, report.Note{At: p.place(n.Pos), Message: n.Message})
	}
	for _, x := range f.Fixes {
		if fix, ok := p.fix(x); ok {
			out.Fixes = append(out.Fixes, fix)
		}
	}
	return out
}

func (p *places) place(pos witness.Pos) report.Place {
	place := report.Place{Package: pos.Pkg, File: pos.File, Line: pos.Line, Col: pos.Col}
	if file := p.files[pos.Pkg][pos.File]; file != "" {
		place.File = relative(p.dir, file)
	} else {
		place.Missing = pos.IsValid()
	}
	return place
}

// path is the absolute path of the file of a place.
func (p *places) path(at report.Place) string {
	if filepath.IsAbs(at.File) {
		return at.File
	}
	return filepath.Join(p.dir, filepath.FromSlash(at.File))
}

// fix turns the edits of a fix into offsets. A fix of a file that is not the
// user's, or that a tool made, is none.
func (p *places) fix(x analysis.SuggestedFix) (report.Fix, bool) {
	fix := report.Fix{Title: x.Message}
	for _, e := range x.TextEdits {
		end := e.End
		if !end.IsValid() {
			end = e.Pos
		}
		start, stop := p.fset.PositionFor(e.Pos, false), p.fset.PositionFor(end, false)
		if !p.edit[start.Filename] || stop.Filename != start.Filename || stop.Offset < start.Offset {
			return report.Fix{}, false
		}
		fix.Edits = append(fix.Edits, report.Edit{
			File:    relative(p.dir, start.Filename),
			Start:   start.Offset,
			End:     stop.Offset,
			Line:    start.Line,
			Col:     start.Column,
			EndLine: stop.Line,
			EndCol:  stop.Column,
			New:     string(e.NewText),
		})
	}
	return fix, len(fix.Edits) > 0
}

// place is where the compiler or the type checker stumbled.
func (s *schedule) place(n *node, file string, line, col int) report.Place {
	return report.Place{Package: n.path(), File: relative(s.opts.base(), file), Line: line, Col: col}
}

// relative is file seen from dir, if it is below it.
func relative(dir, file string) string {
	if !filepath.IsAbs(file) {
		return filepath.ToSlash(file)
	}
	rel, err := filepath.Rel(dir, file)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return file
	}
	return filepath.ToSlash(rel)
}
