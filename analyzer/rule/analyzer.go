package rule

import (
	"fmt"
	"go/doc"
	"go/parser"
	"go/token"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// base computes the model for the analyzers of single rules, which share it.
var base = link.NewAnalyzer(&link.Config{})

// Analyzer runs one rule alone, for drivers that switch analyzers one by one:
// gopls and Bazel's nogo.
func Analyzer(r *Rule) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     r.Name,
		Doc:      r.Doc(),
		URL:      DocURL + r.Name,
		Requires: []*analysis.Analyzer{base},
		Run: func(pass *analysis.Pass) (any, error) {
			result := &Result{}
			Run(r, pass, pass.ResultOf[base].(*link.Model), Options{}, result)
			Emit(pass, result)
			return result, nil
		},
		ResultType: reflect.TypeFor[*Result](),
	}
}

// Doc is the documentation of the rule: the comment of its package.
func (r *Rule) Doc() string {
	f, err := parser.ParseFile(token.NewFileSet(), r.Name+".go", r.Source, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil || f.Doc == nil {
		return r.Name
	}
	return strings.TrimSpace(f.Doc.Text())
}

// Summary is the first sentence of the documentation, without the words
// "Package NAME reports".
func (r *Rule) Summary() string {
	s := new(doc.Package).Synopsis(r.Doc())
	return strings.TrimSuffix(strings.TrimPrefix(s, "Package "+r.Name+" "), ".")
}

// Emit hands findings and failures to the driver as diagnostics.
func Emit(pass *analysis.Pass, result *Result) {
	result.Sort()
	for _, f := range result.Findings {
		d := analysis.Diagnostic{
			Pos:            f.Start,
			End:            f.End,
			Category:       f.Rule,
			Message:        f.Text(),
			URL:            DocURL + f.Rule,
			SuggestedFixes: f.Fixes,
		}
		d.Related = related(pass, f)
		pass.Report(d)
	}
	for _, why := range result.Failed {
		pass.Report(analysis.Diagnostic{Pos: firstPos(pass), Category: "internal", Message: why})
	}
}

func firstPos(pass *analysis.Pass) token.Pos {
	if len(pass.Files) == 0 {
		return token.NoPos
	}
	return pass.Files[0].Name.Pos()
}

// related lists the chain and the notes; its last entry is the operation.
func related(pass *analysis.Pass, f *Finding) []analysis.RelatedInformation {
	var out []analysis.RelatedInformation
	add := func(pos witness.Pos, message string) {
		if at := link.Place(pass, pos); at.IsValid() {
			out = append(out, analysis.RelatedInformation{Pos: at, Message: message})
		}
	}
	for _, n := range f.Notes {
		add(n.Pos, n.Message)
	}
	for _, h := range f.Chain {
		message := h.Caller + " calls " + h.Callee
		if h.Dynamic != "" {
			message += " (" + h.Dynamic + ")"
		}
		add(h.Pos, message)
	}
	if len(out) > 0 || f.At != f.Op {
		add(f.Op, "the operation")
	}
	return out
}

// failure words a panic in a rule.
func failure(r *Rule, pass *analysis.Pass, e any) string {
	return fmt.Sprintf("internal error: %s on %s: %v", r.Name, pass.Pkg.Path(), e)
}
