package rule

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// GiveRoom makes room for one value in the channel on which the goroutine that
// is started at pos sends just that.
func (p *Pass) GiveRoom(pos witness.Pos) []analysis.SuggestedFix {
	at := p.model.Summary.Room(pos)
	file := p.model.Prog.Syntax(at)
	if file == nil {
		return nil
	}
	var fixes []analysis.SuggestedFix
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || call.Lparen != at && call.Pos() != at {
			return true
		}
		edit := analysis.TextEdit{Pos: call.Args[0].End(), End: call.Rparen, NewText: []byte(", 1")}
		fixes = []analysis.SuggestedFix{{Message: "Make room for the value", TextEdits: []analysis.TextEdit{edit}}}
		return false
	})
	return fixes
}
