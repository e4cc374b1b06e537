package rule

import (
	"cmp"
	"fmt"
	"go/token"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule/ruledoc"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// base computes the model for the analyzers of single rules, which share it.
var base = link.NewAnalyzer(&link.Config{})

// Analyzer runs one rule alone, for drivers that switch analyzers one by one:
// gopls and Bazel's nogo. Its flags are the options of the rule.
func Analyzer(r *Rule) *analysis.Analyzer {
	options := new(Options)
	a := &analysis.Analyzer{
		Name:     r.Name,
		Doc:      cmp.Or(ruledoc.Comment(r.Source), r.Name),
		URL:      r.URL(),
		Requires: []*analysis.Analyzer{base},
		Run: func(pass *analysis.Pass) (any, error) {
			result := &Result{}
			Run(r, pass, pass.ResultOf[base].(*link.Model), *options, result)
			Emit(pass, result)
			return result, nil
		},
		ResultType: reflect.TypeFor[*Result](),
	}
	if r.Flags != nil {
		r.Flags(&a.Flags, options)
	}
	return a
}

// Emit hands findings and failures to the driver as diagnostics.
func Emit(pass *analysis.Pass, result *Result) {
	result.Sort()
	for _, f := range result.Findings {
		d := analysis.Diagnostic{
			Pos:            f.Start,
			End:            f.End,
			Category:       f.Category(),
			Message:        f.Text(),
			URL:            URL(f.Rule),
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
