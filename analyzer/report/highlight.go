package report

import (
	"go/scanner"
	"go/token"
	"go/types"
	"html"
	"html/template"
	"strings"
)

// A lexeme is a token as it is coloured: the bytes from start up to end.
type lexeme struct {
	start, end int
	class      string // of CSS, or "" for plain text
	open       bool   // an opening parenthesis
}

// highlight colours lines of Go, with a span for each token that has a class.
// The first line may begin inside a string or a comment, as Source says.
func highlight(lines []string, inside string, m marked) []template.HTML {
	text := inside + strings.ReplaceAll(strings.Join(lines, "\n"), "\r", "")
	tokens := lexemes(text)
	mark := m.start(lines, inside, text, tokens)
	var w lineWriter
	at := len(inside)
	marking := false
	for _, l := range tokens {
		w.write(text[at:max(at, l.start)], "", marking)
		at = max(at, l.start)
		if l.start <= mark && mark < l.end {
			marking = true
		}
		if l.open || strings.Contains(text[at:max(at, l.end)], "\n") || w.line() > m.line {
			marking = false
		}
		w.write(text[at:max(at, l.end)], l.class, marking)
		at = max(at, l.end)
	}
	w.write(text[at:], "", false)
	return w.lines(len(lines))
}

// marked is what is marked in some lines: the call of a name in a line, from
// col, or what stands at col if no such call does, up to its parenthesis.
type marked struct {
	line, col int
	name      string
}

// nothing is marked.
var nothing = marked{line: -1}

// start is the offset in the text at which the mark begins.
func (m marked) start(lines []string, inside, text string, tokens []lexeme) int {
	if m.line < 0 {
		return -1
	}
	at := len(inside) + m.col - 1
	for _, line := range lines[:m.line] {
		at += len(strings.ReplaceAll(line, "\r", "")) + 1
	}
	calls := 0 // of others, before
	for i, l := range tokens {
		switch {
		case l.end <= at:
		case strings.Contains(text[at:max(at, l.start)], "\n"):
			return at
		case l.open:
			calls++
		case calls > 0 && text[l.start:l.end] == m.name && i+1 < len(tokens) && tokens[i+1].open:
			return l.start
		case calls == 0 && text[l.start:l.end] == m.name:
			return at
		}
	}
	return at
}

// lexemes are the tokens of a text, which may be a piece of a file.
func lexemes(text string) []lexeme {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, []byte(text), nil, scanner.ScanComments)
	var out []lexeme
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return out
		}
		if tok == token.SEMICOLON && lit != ";" {
			continue // the end of a line
		}
		if lit == "" {
			lit = tok.String()
		}
		if tok == token.LPAREN && len(out) > 0 && out[len(out)-1].class == "" && token.IsIdentifier(text[out[len(out)-1].start:out[len(out)-1].end]) {
			out[len(out)-1].class = "f"
		}
		start := file.Offset(pos)
		out = append(out, lexeme{start, min(start+len(lit), len(text)), class(tok, lit), tok == token.LPAREN})
	}
}

func class(tok token.Token, lit string) string {
	switch {
	case tok == token.COMMENT:
		return "c"
	case tok == token.STRING || tok == token.CHAR:
		return "s"
	case tok.IsLiteral() && tok != token.IDENT:
		return "n"
	case tok.IsKeyword():
		return "k"
	case tok == token.IDENT && types.Universe.Lookup(lit) != nil:
		return "b"
	}
	return ""
}

// lineWriter writes HTML in which no element goes from one line to the next.
type lineWriter struct {
	done []template.HTML
	b    strings.Builder
}

// line is the number of the line that is being written, from 0.
func (w *lineWriter) line() int { return len(w.done) }

func (w *lineWriter) write(text, class string, marked bool) {
	for i, part := range strings.Split(text, "\n") {
		if i > 0 {
			w.end()
		}
		if part == "" {
			continue
		}
		if marked {
			w.b.WriteString("<mark>")
		}
		if class != "" {
			w.b.WriteString(`<span class="` + class + `">`)
		}
		w.b.WriteString(template.HTMLEscapeString(part))
		if class != "" {
			w.b.WriteString("</span>")
		}
		if marked {
			w.b.WriteString("</mark>")
		}
	}
}

func (w *lineWriter) end() {
	w.done = append(w.done, template.HTML(w.b.String()))
	w.b.Reset()
}

// lines are the first n lines.
func (w *lineWriter) lines(n int) []template.HTML {
	w.end()
	for len(w.done) < n {
		w.done = append(w.done, "")
	}
	return w.done[:n]
}

// colored is documentation, as go/doc/comment writes it, with its code coloured.
func colored(doc string) template.HTML {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(doc, "<pre>")
		b.WriteString(before)
		if !found {
			return template.HTML(b.String())
		}
		code, after, _ := strings.Cut(rest, "</pre>")
		b.WriteString("<pre>")
		for _, line := range highlight(strings.Split(html.UnescapeString(strings.TrimSuffix(code, "\n")), "\n"), "", nothing) {
			b.WriteString(string(line) + "\n")
		}
		b.WriteString("</pre>")
		doc = after
	}
}
