package rule

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
)

// Comments reports ignore comments that are malformed, name a rule that does
// not exist, or silence nothing. active says which of the known rules run.
func Comments(m *link.Model, known []*Rule, active func(name string) bool, result *Result) {
	var names []string
	for _, r := range known {
		names = append(names, r.Name)
	}
	for _, d := range m.Prog.Directives() {
		message := ""
		switch {
		case !d.IsWellFormed():
			message = "ignore comment needs a rule and a reason: //stallcheck:ignore RULE reason"
		default:
			for _, name := range d.Rules {
				if !slices.Contains(names, name) {
					message = fmt.Sprintf("ignore comment names the unknown rule %q (rules: %s)", name, strings.Join(names, ", "))
				} else if message == "" && active(name) && !m.HasCandidate(d, name) {
					message = fmt.Sprintf("ignore comment for %s silences nothing", name)
				}
			}
		}
		if message != "" {
			at := m.Prog.Pos(d.Pos)
			result.Findings = append(result.Findings, &Finding{
				Rule: Ignore, At: at, Op: at, Message: message, Start: d.Pos,
			})
		}
	}
}

// CommentsName is the name of the analyzer that reports what is no rule's.
const CommentsName = "stallcheckcomments"

// CommentsAnalyzer reports, beside the analyzers of single rules, what is none's
// business: wrong ignore comments, and what could not be analysed.
func CommentsAnalyzer(known []*Rule) *analysis.Analyzer {
	return SingleComments(known, func(string) bool { return true }, base, Options{}, nil)
}

// SingleComments is CommentsAnalyzer over a model which it shares with others.
// wrong, if not nil, is what is wrong with the configuration.
func SingleComments(known []*Rule, active func(name string) bool, model *analysis.Analyzer, options Options, wrong error) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     CommentsName,
		Doc:      "report comments of stallcheck that are wrong, and what it could not analyse",
		URL:      URL(Ignore),
		Requires: []*analysis.Analyzer{model},
		Run: func(pass *analysis.Pass) (any, error) {
			result := &Result{}
			m := pass.ResultOf[model].(*link.Model)
			if m.Own {
				result.Failed = append(result.Failed, m.Failed...)
				if wrong != nil {
					result.Failed = append(result.Failed, wrong.Error())
				}
			}
			if m.Own && m.Prog != nil {
				Comments(m, known, active, result)
				result.Exclude(pass, options.Exclude)
			}
			Emit(pass, result)
			return result, nil
		},
		ResultType: reflect.TypeFor[*Result](),
	}
}
