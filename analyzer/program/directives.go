package program

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// Directive is a comment that silences rules:
//
//	//stallcheck:ignore RULE reason
//
// It covers its own line when code stands before it, else the line below the
// comment; above a declaration it covers all of it.
type Directive struct {
	Pos    token.Pos
	Rules  []string
	Reason string
	from   int // first and last line covered
	to     int
	file   *file
}

const directivePrefix = "//stallcheck:"

// Directives returns the package's directives in source order, malformed ones
// included: those have no rule or no reason.
func (p *Package) Directives() []*Directive {
	if p.directives != nil {
		return p.directives
	}
	p.directives = []*Directive{}
	for i := range p.files {
		p.fileDirectives(&p.files[i])
	}
	return p.directives
}

func (p *Package) fileDirectives(f *file) {
	var found []*Directive
	for _, group := range f.syntax.Comments {
		for _, c := range group.List {
			rest, ok := strings.CutPrefix(c.Text, directivePrefix)
			if !ok {
				continue
			}
			d := parseDirective(rest)
			d.Pos, d.file = c.Pos(), f
			d.from = p.line(c.Pos())
			d.to = d.from
			if !p.codeBefore(f, c) {
				d.from = p.line(group.End()) + 1
				d.to = d.from
			}
			found = append(found, d)
		}
	}
	if len(found) == 0 {
		return
	}
	for _, decl := range f.syntax.Decls {
		doc := docOf(decl)
		for _, d := range found {
			if doc != nil && doc.Pos() <= d.Pos && d.Pos < doc.End() {
				d.from, d.to = p.line(decl.Pos()), p.line(decl.End())
			}
		}
	}
	p.directives = append(p.directives, found...)
}

func docOf(decl ast.Decl) *ast.CommentGroup {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		return d.Doc
	case *ast.GenDecl:
		return d.Doc
	}
	return nil
}

// codeBefore reports whether a comment trails code on its line.
func (p *Package) codeBefore(f *file, c *ast.Comment) bool {
	line, found := p.line(c.Pos()), false
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if n == nil || found || n.Pos() >= c.Pos() {
			return false
		}
		switch n.(type) {
		case *ast.File:
			return true
		case *ast.Comment, *ast.CommentGroup:
			return false
		}
		if p.line(n.Pos()) == line || p.line(n.End()) == line && n.End() <= c.Pos() {
			found = true
		}
		return !found
	})
	return found
}

// parseDirective reads what follows the prefix: "ignore RULE[,RULE] reason".
func parseDirective(text string) *Directive {
	d := &Directive{}
	verb, rest, _ := strings.Cut(text, " ")
	if verb != "ignore" {
		return d
	}
	rules, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if rules != "" {
		d.Rules = strings.Split(rules, ",")
	}
	d.Reason = strings.TrimSpace(reason)
	return d
}

// IsWellFormed reports whether the directive names a rule and gives a reason.
func (d *Directive) IsWellFormed() bool { return len(d.Rules) > 0 && d.Reason != "" }

// Covers reports whether the directive silences a rule on a line of a file.
func (d *Directive) Covers(rule, base string, line int) bool {
	return d.IsWellFormed() && slices.Contains(d.Rules, rule) && d.file.base == base && d.from <= line && line <= d.to
}

// Ignored lists the rules that directives silence at pos.
func (p *Package) Ignored(pos token.Pos) []string {
	if len(p.Directives()) == 0 {
		return nil
	}
	f := p.fileAt(pos)
	line := p.line(pos)
	var out []string
	for _, d := range p.directives {
		if d.IsWellFormed() && d.file == f && d.from <= line && line <= d.to {
			out = append(out, d.Rules...)
		}
	}
	return out
}
