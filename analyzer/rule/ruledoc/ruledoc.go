// Package ruledoc turns the package comment of a rule, which is its
// documentation, into the forms that people read it in.
//
// The comment is parsed by go/doc/comment, so it looks in every form as it
// does on pkg.go.dev, but for the words "Package name" at its start. Its first
// sentence is the summary. The sections of a rule are its headings, in order.
package ruledoc

import (
	"errors"
	"fmt"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"strings"
)

// Required are the headings that each rule has, in order.
var Required = [...]string{"Why", "Example", "Instead", "Silent when"}

// Doc is a parsed package comment.
type Doc struct {
	doc *comment.Doc
}

// Parse reads the package comment of a Go source file.
func Parse(source string) (*Doc, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil {
		return nil, fmt.Errorf("parse documentation: %w", err)
	}
	if file.Doc == nil {
		return nil, errors.New("parse documentation: no package comment")
	}
	d := &Doc{doc: new(comment.Parser).Parse(file.Doc.Text())}
	d.dropName(file.Name.Name)
	return d, nil
}

// Comment is the text of the package comment of a Go source file whose lines
// begin with //, or "". It reads lines, and none after the comment: analyzers
// carry their documentation from the moment that a program starts, and go vet
// starts one for every package.
func Comment(source string) string {
	end := 0
	for line := range strings.Lines(source) {
		if !strings.HasPrefix(line, "//") {
			break
		}
		end += len(line)
	}
	var text strings.Builder
	text.Grow(end)
	for line := range strings.Lines(source[:end]) {
		text.WriteString(strings.TrimPrefix(line[len("//"):], " "))
	}
	return strings.TrimSpace(text.String())
}

// dropName makes "Package name reports …" begin with "Reports": every form has
// the name elsewhere, and its reader does not care that it is a package.
func (d *Doc) dropName(name string) {
	if len(d.doc.Content) == 0 {
		return
	}
	p, ok := d.doc.Content[0].(*comment.Paragraph)
	if !ok || len(p.Text) == 0 {
		return
	}
	if text, ok := p.Text[0].(comment.Plain); ok {
		rest, found := strings.CutPrefix(string(text), "Package "+name+" ")
		if found && rest != "" {
			p.Text[0] = comment.Plain(strings.ToUpper(rest[:1]) + rest[1:])
		}
	}
}

// Summary is the first sentence as it follows the rule's name: "reports calls
// that …", without the full stop.
func (d *Doc) Summary() string {
	if len(d.doc.Content) == 0 {
		return ""
	}
	first := &comment.Doc{Content: d.doc.Content[:1]}
	text := strings.Join(strings.Fields(string(printer().Text(first))), " ")
	text, _, _ = strings.Cut(text, ". ")
	text = strings.TrimSuffix(text, ".")
	if text == "" {
		return ""
	}
	return strings.ToLower(text[:1]) + text[1:]
}

// Headings lists the headings in order.
func (d *Doc) Headings() []string {
	var out []string
	for _, b := range d.doc.Content {
		if h, ok := b.(*comment.Heading); ok {
			out = append(out, plain(h.Text))
		}
	}
	return out
}

// section lists the blocks below a heading.
func (d *Doc) section(name string) []comment.Block {
	var out []comment.Block
	inside := false
	for _, b := range d.doc.Content {
		if h, ok := b.(*comment.Heading); ok {
			inside = plain(h.Text) == name
		} else if inside {
			out = append(out, b)
		}
	}
	return out
}

// Code is the first code block of a section.
func (d *Doc) Code(section string) string {
	for _, b := range d.section(section) {
		if c, ok := b.(*comment.Code); ok {
			return c.Text
		}
	}
	return ""
}

// Items lists the items of the lists in a section, each on one line and
// without its closing punctuation.
func (d *Doc) Items(section string) []string {
	var out []string
	for _, b := range d.section(section) {
		list, ok := b.(*comment.List)
		if !ok {
			continue
		}
		for _, item := range list.Items {
			text := string(printer().Text(&comment.Doc{Content: item.Content}))
			out = append(out, strings.TrimRight(strings.Join(strings.Fields(text), " "), ".;,"))
		}
	}
	return out
}

// Text is the documentation for a terminal.
func (d *Doc) Text() string { return string(printer().Text(d.doc)) }

// Markdown is the documentation for a README, below a title.
func (d *Doc) Markdown() string { return string(printer().Markdown(d.doc)) }

// HTML is the documentation for a page that has a title.
func (d *Doc) HTML() string {
	p := printer()
	p.HeadingLevel = 3
	return string(p.HTML(d.doc))
}

func printer() *comment.Printer {
	return &comment.Printer{HeadingLevel: 2, HeadingID: func(*comment.Heading) string { return "" }, TextWidth: 78}
}

// plain is text without its markup.
func plain(text []comment.Text) string {
	var b strings.Builder
	for _, t := range text {
		switch t := t.(type) {
		case comment.Plain:
			b.WriteString(string(t))
		case comment.Italic:
			b.WriteString(string(t))
		case *comment.Link:
			b.WriteString(plain(t.Text))
		case *comment.DocLink:
			b.WriteString(plain(t.Text))
		}
	}
	return b.String()
}
