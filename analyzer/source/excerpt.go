package source

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/stallcheck/stallcheck/analyzer/report"
)

const (
	around   = 6    // lines shown above and below a place
	aroundOf = 2    // lines shown above and below what a fix changes
	gap      = 2    // lines left out at least: fewer are shown
	maxLine  = 2000 // bytes shown of a line
)

// Excerpts are the lines around every place of the findings, and the first of
// the declarations that they are in. They do not leave the declaration, so that
// nobody reads on into the next function.
func (r *Reader) Excerpts(findings []*report.Finding) []*report.Source {
	w := windows{r, make(map[string][]window)}
	for _, f := range findings {
		w.place(f.At)
		w.place(f.Op)
		for _, h := range f.Chain {
			w.place(h.At)
		}
		for _, n := range f.Notes {
			w.place(n.At)
		}
		for _, x := range f.Fixes {
			for _, e := range x.Edits {
				w.add(e.File, e.Line, e.EndLine, aroundOf)
			}
		}
	}
	return w.sources()
}

// window is a run of lines, both ends included, in the declaration that begins
// at a line.
type window struct{ decl, from, to int }

type windows struct {
	reader *Reader
	files  map[string][]window
}

func (w *windows) place(at report.Place) {
	if at.Line == 0 || at.Missing {
		return
	}
	if decl := w.add(at.File, at.Line, at.Line, around); decl > 0 {
		w.files[at.File] = append(w.files[at.File], window{decl, decl, decl})
	}
}

// add wants some lines of a file and those around them. It returns the line at
// which their declaration begins, or 0.
func (w *windows) add(file string, from, to, around int) (decl int) {
	win := window{0, from - around, to + around}
	if d := w.reader.enclosing(file, from); d.From < d.To {
		win = window{d.From, max(d.From, from-around), min(max(d.To, to), to+around)}
	}
	w.files[file] = append(w.files[file], win)
	return win.decl
}

// sources joins windows that nearly touch, and reads their lines.
func (w *windows) sources() []*report.Source {
	var out []*report.Source
	for name, list := range w.files {
		slices.SortFunc(list, func(a, b window) int {
			return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.decl, b.decl))
		})
		joined := list[:1]
		for _, next := range list[1:] {
			last := &joined[len(joined)-1]
			switch {
			case next.decl == last.decl && next.from <= last.to+1+gap:
				last.to = max(last.to, next.to)
			case next.from <= last.to: // two declarations on one line
				last.to = max(last.to, next.to)
			default:
				joined = append(joined, next)
			}
		}
		for _, win := range joined {
			if s := w.reader.source(name, win); s != nil {
				out = append(out, s)
			}
		}
	}
	slices.SortFunc(out, func(a, b *report.Source) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return out
}

func (r *Reader) source(name string, win window) *report.Source {
	f := r.read(name)
	from, to := max(win.from, 1), min(win.to, len(f.lines))
	if from > to {
		return nil
	}
	s := &report.Source{File: name, Line: from, Decl: win.decl}
	for _, line := range f.lines[from-1 : to] {
		s.Lines = append(s.Lines, shorten(line))
	}
	for _, t := range f.wide {
		if t.from < from && from <= t.to {
			s.Inside = t.open
		}
	}
	return s
}

// shorten cuts what nobody reads, such as data in a generated file.
func shorten(line string) string {
	if len(line) <= maxLine {
		return line
	}
	n := maxLine
	for n > 0 && !utf8.RuneStart(line[n]) {
		n--
	}
	return line[:n]
}
