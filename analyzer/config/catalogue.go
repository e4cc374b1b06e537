package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/stallcheck/stallcheck/analyzer/model"
)

// catalogue reads the user's rows.
func (p *parser) catalogue(n ast.Node) error {
	return p.mapping(n, map[string]visit{"files": p.rowFiles, "rows": p.rows})
}

// rowFiles reads files of rows.
func (p *parser) rowFiles(n ast.Node) error {
	return p.sequence(n, func(item ast.Node) error {
		s, ok := item.(*ast.StringNode)
		if !ok {
			return p.wrong(item, "the path of a file")
		}
		name := filepath.FromSlash(s.Value)
		if !filepath.IsAbs(name) {
			name = filepath.Join(p.file.Dir, name)
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return p.mistake(item, "cannot read %s: %v", s.Value, errors.Unwrap(err))
		}
		p.add(name, string(content), string(content))
		return nil
	})
}

// rows reads rows that stand in the configuration itself. Their text is moved
// to the lines where they stand, so that line numbers are those of the file.
func (p *parser) rows(n ast.Node) error {
	block, ok := n.(*ast.LiteralNode)
	if !ok || !strings.HasPrefix(block.Start.Value, "|") {
		return p.wrong(n, "a block of rows: begin it with | and a line for each row")
	}
	before := strings.Repeat("\n", block.Start.Position.Line)
	p.add(p.file.Name, p.source, before+block.Value.Value)
	return nil
}

// add adds a source of rows; written is all of the file that it stands in.
func (p *parser) add(name, written, rows string) {
	name = display(name)
	p.texts[name] = written
	p.file.Catalogue = append(p.file.Catalogue, model.Source{Name: name, Text: []byte(tabbed(rows))})
}

// tabbed turns two spaces and more into a tab: what separates cells in the
// catalogue is hard to type in YAML.
func tabbed(rows string) string {
	var b strings.Builder
	spaces := 0
	for _, r := range rows {
		if r == ' ' {
			spaces++
			continue
		}
		switch spaces {
		case 0:
		case 1:
			b.WriteByte(' ')
		default:
			b.WriteByte('\t')
		}
		spaces = 0
		b.WriteRune(r)
	}
	return b.String()
}
