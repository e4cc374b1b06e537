package config

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// wrong says that a value is of another type than it should be.
func (p *parser) wrong(n ast.Node, want string) error {
	return p.mistake(n, "want %s, not %s", want, kindOf(n))
}

func kindOf(n ast.Node) string {
	switch n.(type) {
	case ast.MapNode:
		return "keys and values"
	case ast.ArrayNode:
		return "a list"
	case *ast.StringNode:
		return "text"
	case *ast.LiteralNode:
		return "a block of text"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	case *ast.BoolNode:
		return "true or false"
	case *ast.NullNode:
		return "nothing"
	case *ast.AnchorNode, *ast.AliasNode:
		return "an anchor or alias"
	}
	return "this"
}

// mistake is an error at a node.
func (p *parser) mistake(n ast.Node, format string, args ...any) error {
	line, col := p.place(n)
	return mistake(p.file.Name, p.source, line, col, format, args...)
}

// place is where a node begins. The library places a mapping at its first
// colon, and is off by the spaces that end a line: what it says is corrected by
// what is written there.
func (p *parser) place(n ast.Node) (line, col int) {
	if m, ok := n.(ast.MapNode); ok {
		if entries := m.MapRange(); entries.Next() {
			n = entries.Key()
		}
	}
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 1, 1
	}
	tok := n.GetToken()
	line, col = tok.Position.Line, tok.Position.Column
	lines := strings.Split(p.source, "\n")
	if line > len(lines) {
		return line, col
	}
	text := lines[line-1]
	if from := min(max(col-1, 0), len(text)); !strings.HasPrefix(strings.TrimLeft(text[from:], `'"`), tok.Value) {
		if i := strings.LastIndex(text, tok.Value); i >= 0 {
			col = i + 1
		}
	}
	return line, max(col, 1)
}
