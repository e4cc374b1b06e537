package analyzer

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

// Config is what a driver may decide. The zero Config with Rules set is the
// default for every driver.
type Config struct {
	// Rules run in this order.
	Rules []*rule.Rule
	// Known names all rules that exist, for directives; Rules when empty.
	Known []string
	// Own are import path patterns of the user's own packages, in addition to
	// those of the main module and the workspace.
	Own []string
	// Tests says that findings in _test.go files are wanted too.
	Tests bool
	// Advice turns on rules and sub-findings that are advice.
	Advice bool
	// Catalogue is the user's own rows, added to the embedded ones.
	Catalogue []model.Source
}

// New is the umbrella analyzer: it runs the model and all rules in order, and
// returns a *rule.Result. Its flags change cfg before the first package.
func New(cfg Config) *analysis.Analyzer {
	lc := &link.Config{Own: cfg.Own, Catalogue: cfg.Catalogue}
	base := link.NewAnalyzer(lc)
	a := &analysis.Analyzer{
		Name:       "stallcheck",
		Doc:        "report where one slow peer can stall a Go service",
		URL:        "https://github.com/stallcheck/stallcheck",
		Requires:   []*analysis.Analyzer{base},
		ResultType: reflect.TypeFor[*rule.Result](),
	}
	a.Flags.Func("own", "import path pattern of the user's own packages, besides the main module (may be repeated)", func(s string) error {
		lc.Own = append(lc.Own, s)
		return nil
	})
	a.Flags.BoolVar(&cfg.Tests, "tests", cfg.Tests, "report in _test.go files too")
	a.Flags.BoolVar(&cfg.Advice, "advice", cfg.Advice, "report advice too")
	a.Run = func(pass *analysis.Pass) (any, error) {
		return run(&cfg, pass, pass.ResultOf[base].(*link.Model)), nil
	}
	return a
}

func run(cfg *Config, pass *analysis.Pass, m *link.Model) *rule.Result {
	result := &rule.Result{}
	options := rule.Options{Tests: cfg.Tests, Advice: cfg.Advice}
	for _, r := range cfg.Rules {
		rule.Run(r, pass, m, options, result)
	}
	if m.Prog != nil && m.Prog.Own {
		result.Failed = append(result.Failed, m.Failed...)
		directives(cfg, m, result)
	}
	rule.Emit(pass, result)
	return result
}

// directives reports ignore comments that are malformed, name a rule that does
// not exist, or silence nothing.
func directives(cfg *Config, m *link.Model, result *rule.Result) {
	known := cfg.Known
	if len(known) == 0 {
		for _, r := range cfg.Rules {
			known = append(known, r.Name)
		}
	}
	for _, d := range m.Prog.Directives() {
		message := ""
		switch {
		case !d.IsWellFormed():
			message = "ignore comment needs a rule and a reason: //stallcheck:ignore RULE reason"
		default:
			for _, name := range d.Rules {
				if !slices.Contains(known, name) {
					message = fmt.Sprintf("ignore comment names the unknown rule %q (rules: %s)", name, strings.Join(known, ", "))
				} else if message == "" && isActive(cfg, name) && !m.HasCandidate(d, name) {
					message = fmt.Sprintf("ignore comment for %s silences nothing", name)
				}
			}
		}
		if message != "" {
			at := m.Prog.Pos(d.Pos)
			result.Findings = append(result.Findings, &rule.Finding{
				Rule: "ignore", At: at, Op: at, Message: message, Start: d.Pos,
			})
		}
	}
}

func isActive(cfg *Config, name string) bool {
	return slices.ContainsFunc(cfg.Rules, func(r *rule.Rule) bool { return r.Name == name })
}
