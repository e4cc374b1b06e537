// Package explain answers why something is reported at a line, or why nothing
// is: what each call on it resolves to, which row of the catalogue or fact it
// matches, where its context comes from, what bounds it, and which requests
// come to it.
//
// A Query looks on while the packages of a run are analysed, and asks the same
// builder and the same graph that findings come from. Nothing is decided anew
// here, so an answer cannot contradict a finding; the words for why there is
// none repeat the conditions of packages summary and link, one each.
package explain

import (
	"go/printer"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Query asks about one line.
type Query struct {
	// File is an absolute path. While packages are analysed, "" stands for every
	// file, one of which is then asked about.
	File string
	Line int
	// Whole is the graph that the model fills while it runs.
	Whole *link.Whole

	mu     sync.Mutex
	instrs map[string][]*summary.Instr // by file
}

// New asks about a line of a file, given by its absolute path.
func New(file string, line int) *Query {
	return &Query{File: file, Line: line, Whole: new(link.Whole), instrs: make(map[string][]*summary.Instr)}
}

// Look takes what a package has to say of the file, if the file is in it.
func (q *Query) Look(pass *analysis.Pass, m *link.Model) {
	if m.Prog == nil || !m.Prog.Own {
		return
	}
	for _, f := range pass.Files {
		name := filepath.Clean(pass.Fset.Position(f.Package).Filename)
		if q.File != "" && name != q.File {
			continue
		}
		instrs := m.Summary.Explain(filepath.Base(name))
		q.mu.Lock()
		// A package is analysed again with its tests: the one with more is kept.
		if old, ok := q.instrs[name]; !ok || len(instrs) > len(old) {
			q.instrs[name] = instrs
		}
		q.mu.Unlock()
	}
}

// Found reports whether the file is in a package of the user's own that was
// analysed.
func (q *Query) Found() bool {
	_, ok := q.instrs[q.File]
	return ok
}

// Fact is one thing that is known, under a name of one word.
type Fact struct{ Name, Text string }

// Answer is what there is to say of one call, or of something else that may take
// long.
type Answer struct {
	Title string
	Pos   witness.Pos
	Facts []Fact
}

// Answers explains what is on the line, in source order. reported tells what is
// reported at a place. When the line has nothing, near are those that have, just
// before and after it.
func (q *Query) Answers(reported func(witness.Pos) []string) (out []Answer, near []int) {
	instrs := q.onLine()
	for _, i := range instrs {
		texts := reported(i.Pos)
		if slices.ContainsFunc(instrs, func(j *summary.Instr) bool { return j != i && j.Pos == i.Pos }) {
			texts = slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return !isAbout(i, s) })
		}
		d := describer{q: q, instr: i, reported: texts}
		out = append(out, Answer{Title: title(i), Pos: i.Pos, Facts: d.facts()})
	}
	if len(out) == 0 {
		near = q.near()
	}
	return out, near
}

// isAbout tells the calls of a chain, such as db.QueryRow(q).Scan(&v), apart:
// all of them begin at one place, and a message names the one that it is about.
func isAbout(i *summary.Instr, message string) bool {
	for _, t := range i.Callees {
		if t.Key != "" && strings.Contains(message, link.Name(t.Key)) {
			return true
		}
	}
	return slices.ContainsFunc(i.Does.Ops, func(op summary.Op) bool { return strings.Contains(message, link.Name(op.Symbol)) })
}

// onLine are the instructions that begin on the line, or whose name or opening
// parenthesis is there; else the innermost call that the line is a part of.
func (q *Query) onLine() []*summary.Instr {
	var begin []*summary.Instr
	var around *summary.Instr
	for _, i := range q.instrs[q.File] {
		switch {
		case i.Pos.Line == q.Line:
			begin = append(begin, i)
		case i.Pos.Line < q.Line && q.Line <= i.Last && (around == nil || i.Last-i.Pos.Line <= around.Last-around.Pos.Line):
			around = i
		}
	}
	if len(begin) == 0 && around != nil {
		begin = append(begin, around)
	}
	slices.SortStableFunc(begin, func(a, b *summary.Instr) int { return a.Pos.Compare(b.Pos) })
	return slices.CompactFunc(begin, func(a, b *summary.Instr) bool { return a.Call != nil && a.Call == b.Call })
}

func (q *Query) near() []int {
	var lines []int
	for _, i := range q.instrs[q.File] {
		lines = append(lines, i.Pos.Line)
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	at, _ := slices.BinarySearch(lines, q.Line)
	return lines[max(at-1, 0):min(at+1, len(lines))]
}

// title names an instruction as it is written.
func title(i *summary.Instr) string {
	what := i.Does.Ops
	in := " in " + link.Name(i.In.Key)
	if i.Call == nil {
		return link.Name(what[0].Symbol) + in
	}
	var b strings.Builder
	if err := printer.Fprint(&b, token.NewFileSet(), i.Call.Fun); err != nil || strings.Contains(b.String(), "\n") {
		return "call" + in
	}
	if len(i.Call.Args) > 0 {
		return b.String() + "(…)" + in
	}
	return b.String() + "()" + in
}

// kindOfRoot names what a root is.
func kindOfRoot(kind program.RootKind) string {
	if kind == program.NotRoot {
		return ""
	}
	return " (" + string(kind) + ")"
}
