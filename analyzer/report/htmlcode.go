package report

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
)

// shown is how many lines a page shows above and below a place.
const shown = 6

// htmlCode is the source around a place: the first line of the declaration, if
// that is not among the lines, and the lines.
type htmlCode struct {
	Head  *htmlLine
	Lines []htmlLine
}

type htmlLine struct {
	Number int
	Kind   string // "hit", "add", "del", "gap" or ""
	Text   template.HTML
}

// code shows where a function is called. It is nil if the stream has no source for the place.
func (p *htmlPrinter) code(at Place, callee string) *htmlCode {
	s := p.source(at.File, at.Line)
	if s == nil || at.Missing {
		return nil
	}
	hit := at.Line - s.Line
	from, to := max(0, hit-shown), min(len(s.Lines), hit+shown+1)
	if above := s.Line + from - s.Decl; s.Decl >= s.Line && above <= 3 {
		from = s.Decl - s.Line // few enough to show
	}
	inside := s.Inside
	if from > 0 {
		inside = continues(s, from)
	}
	out := &htmlCode{}
	for i, text := range highlight(s.Lines[from:to], inside, marked{hit - from, at.Col, callee[strings.LastIndex(callee, ".")+1:]}) {
		line := htmlLine{Number: s.Line + from + i, Text: text}
		if from+i == hit {
			line.Kind = "hit"
		}
		out.Lines = append(out.Lines, line)
	}
	if s.Decl > 0 && s.Decl < s.Line+from {
		if decl := p.source(at.File, s.Decl); decl != nil {
			head := highlight(decl.Lines[s.Decl-decl.Line:s.Decl-decl.Line+1], "", nothing)
			out.Head = &htmlLine{Number: s.Decl, Text: head[0]}
		}
	}
	return out
}

// continues is what line n of a source is inside of.
func continues(s *Source, n int) string {
	above := s.Inside + strings.Join(s.Lines[:n], "\n") + "\n"
	tokens := lexemes(above)
	if len(tokens) == 0 {
		return ""
	}
	last := tokens[len(tokens)-1]
	text := above[last.start:last.end]
	switch {
	case last.end < len(above)-1: // the last line has ended
	case strings.HasPrefix(text, "`") && (len(text) == 1 || !strings.HasSuffix(text, "`")):
		return "`"
	case strings.HasPrefix(text, "/*") && !strings.HasSuffix(text, "*/"):
		return "/*"
	}
	return ""
}

// source is the run of lines that has the given one.
func (p *htmlPrinter) source(file string, line int) *Source {
	for _, s := range p.sources {
		if s.File == file && s.Line <= line && line < s.Line+len(s.Lines) {
			return s
		}
	}
	return nil
}

// htmlFix is a fix as a reviewer would see it.
type htmlFix struct {
	Title string
	Files []*htmlChange
}

type htmlChange struct {
	File  string
	Lines []htmlLine
}

func (p *htmlPrinter) fix(x Fix) *htmlFix {
	out := &htmlFix{Title: x.Title}
	edits := slices.Clone(x.Edits)
	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Start, b.Start))
	})
	for len(edits) > 0 {
		n := 1
		for n < len(edits) && edits[n].File == edits[0].File && p.source(edits[n].File, edits[n].Line) == p.source(edits[0].File, edits[0].Line) {
			n++
		}
		lines := p.change(edits[:n])
		if last := len(out.Files) - 1; last >= 0 && out.Files[last].File == edits[0].File {
			out.Files[last].Lines = append(append(out.Files[last].Lines, htmlLine{Kind: "gap"}), lines...)
		} else {
			out.Files = append(out.Files, &htmlChange{edits[0].File, lines})
		}
		edits = edits[n:]
	}
	return out
}

// change shows edits, in order, of one run of lines: what they remove and add,
// between two lines that stay.
func (p *htmlPrinter) change(edits []Edit) []htmlLine {
	first, last := edits[0].Line, edits[0].EndLine
	for _, e := range edits {
		last = max(last, e.EndLine)
	}
	s := p.source(edits[0].File, first)
	if s == nil || last >= s.Line+len(s.Lines) {
		return nil
	}
	var out []htmlLine
	add := func(kind string, number int, lines []string) {
		for i, text := range highlight(lines, "", nothing) {
			line := htmlLine{Kind: kind, Text: text}
			if number > 0 {
				line.Number = number + i
			}
			out = append(out, line)
		}
	}
	line := func(n int) string { return s.Lines[n-s.Line] }
	from, to := max(s.Line, first-2), min(s.Line+len(s.Lines)-1, last+2)
	add("", from, s.Lines[from-s.Line:first-s.Line])
	for len(edits) > 0 {
		// Edits that touch the same lines are one change.
		n, low, high := 1, edits[0].Line, edits[0].EndLine
		for n < len(edits) && edits[n].Line <= high {
			high = max(high, edits[n].EndLine)
			n++
		}
		var b strings.Builder
		atLine, atCol := low, 1
		keep := func(toLine, toCol int) {
			for ; atLine < toLine; atLine, atCol = atLine+1, 1 {
				b.WriteString(slice(line(atLine), atCol, len(line(atLine))+1) + "\n")
			}
			b.WriteString(slice(line(toLine), atCol, toCol))
			atCol = toCol
		}
		for _, e := range edits[:n] {
			keep(e.Line, e.Col)
			b.WriteString(e.New)
			atLine, atCol = e.EndLine, e.EndCol
		}
		keep(high, len(line(high))+1)
		before, after := trimSame(s.Lines[low-s.Line:high+1-s.Line], strings.Split(b.String(), "\n"))
		add("", low, before.head)
		add("del", low+len(before.head), before.middle)
		add("add", 0, after.middle)
		add("", high+1-len(before.tail), before.tail)
		if edits = edits[n:]; len(edits) > 0 {
			add("", high+1, s.Lines[high+1-s.Line:edits[0].Line-s.Line])
		}
	}
	add("", last+1, s.Lines[last+1-s.Line:to+1-s.Line])
	return out
}

// parts are the lines of a text that are the same as in another at both ends,
// and those between.
type parts struct{ head, middle, tail []string }

func trimSame(a, b []string) (x, y parts) {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	j := 0
	for j < len(a)-i && j < len(b)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	split := func(s []string) parts { return parts{s[:i], s[i : len(s)-j], s[len(s)-j:]} }
	return split(a), split(b)
}

// slice is what stands from column from up to column to.
func slice(line string, from, to int) string {
	from, to = min(from-1, len(line)), min(to-1, len(line))
	if from > to {
		return ""
	}
	return line[from:to]
}
