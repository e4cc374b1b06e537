package rule

import (
	"cmp"
	"fmt"
	"go/token"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule/ruledoc"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// base computes the model for the analyzers of single rules, which share it.
// Bazel's nogo sets flags of analyzers by their names, these too.
var base = shared(&link.Config{})

// shared is a model analyzer with the flags that drivers need who know of no
// modules.
func shared(cfg *link.Config) *analysis.Analyzer {
	a := link.NewAnalyzer(cfg)
	a.Flags.Func("own", "import path patterns of the user's own packages, separated by commas", func(list string) error {
		for pattern := range strings.SplitSeq(list, ",") {
			if pattern = strings.TrimSpace(pattern); !slices.Contains(cfg.Own, pattern) {
				cfg.Own = append(cfg.Own, pattern)
			}
		}
		return nil
	})
	return a
}

// Analyzer runs one rule alone, for drivers that switch analyzers one by one.
// Its flags are the options of the rule. Who names a rule wants it: it runs even
// if it is advice.
func Analyzer(r *Rule) *analysis.Analyzer {
	return Single(r, base, Options{Advice: r.Severity == Advice})
}

// Single makes the analyzer that runs one rule over a model which it shares with
// others.
func Single(r *Rule, model *analysis.Analyzer, initial Options) *analysis.Analyzer {
	options := &initial
	a := &analysis.Analyzer{
		Name:     r.Name,
		Doc:      cmp.Or(ruledoc.Comment(r.Source), r.Name),
		URL:      r.URL(),
		Requires: []*analysis.Analyzer{model},
		Run: func(pass *analysis.Pass) (any, error) {
			result := &Result{}
			Run(r, pass, pass.ResultOf[model].(*link.Model), *options, result)
			result.Exclude(pass, options.Exclude)
			Emit(pass, result)
			return result, nil
		},
		ResultType: reflect.TypeFor[*Result](),
	}
	a.Flags.BoolVar(&options.Tests, "tests", options.Tests, "report in _test.go files too")
	a.Flags.BoolVar(&options.Advice, "advice", options.Advice, "report advice too")
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
