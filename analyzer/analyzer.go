package analyzer

import (
	"errors"
	"flag"
	"fmt"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/config"
	"github.com/stallcheck/stallcheck/analyzer/explain"
	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

// Config is what a driver may decide. The zero Config with Rules set is the
// default for every driver.
type Config struct {
	// Rules run in this order.
	Rules []*rule.Rule
	// Named are rules that somebody asked for by name: they run even if they are
	// advice.
	Named []string
	// Known are all rules that exist, for directives and options; Rules when
	// empty.
	Known []*rule.Rule
	// Own are import path patterns of the user's own packages, in addition to
	// those of the main module and the workspace.
	Own []string
	// Tests says that findings in _test.go files are wanted too.
	Tests bool
	// Advice turns on rules and sub-findings that are advice.
	Advice bool
	// Settings are values of the analyzer's flags.
	Settings []config.Setting
	// Exclude, if set, reports whether a rule's findings in a file are not
	// wanted.
	Exclude func(rule, file string) bool
	// Catalogue is the user's own rows, added to the embedded ones.
	Catalogue []model.Source
	// Explain, if set, is a question that looks on.
	Explain *explain.Query
}

// Use takes over what a configuration file says. What is set later, by a second
// one or by flags of the command line, is added to it or wins.
func (c *Config) Use(f *config.File) error {
	if len(c.Known) == 0 {
		c.Known = c.Rules
	}
	from := c.Rules
	if len(f.Enable) > 0 {
		from, c.Named = c.Known, f.Enable
	}
	chosen, err := rule.Choose(from, f.Enable, nil)
	if err == nil {
		chosen, err = without(c.Known, chosen, f.Disable)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	c.Rules = chosen
	c.Own = append(c.Own, f.Own...)
	c.Advice = c.Advice || f.Advice
	c.Settings = append(c.Settings, f.Settings...)
	if before := c.Exclude; before != nil {
		c.Exclude = func(rule, file string) bool { return before(rule, file) || f.Excludes(rule, file) }
	} else {
		c.Exclude = f.Excludes
	}
	c.Catalogue = append(c.Catalogue, f.Catalogue...)
	return nil
}

// without is what is left of the chosen rules. Names of rules that were not
// chosen anyway are no mistake.
func without(known, chosen []*rule.Rule, names []string) ([]*rule.Rule, error) {
	for _, name := range names {
		if _, err := rule.Lookup(known, name); err != nil {
			return nil, err
		}
	}
	left := slices.DeleteFunc(slices.Clone(chosen), func(r *rule.Rule) bool { return slices.Contains(names, r.Name) })
	if len(left) == 0 {
		return nil, errors.New("no rule is left")
	}
	return left, nil
}

// New is the umbrella analyzer: it runs the model and all rules in order, and
// returns a *rule.Result. Its flags change cfg before the first package.
func New(cfg Config) *analysis.Analyzer {
	if len(cfg.Known) == 0 {
		cfg.Known = cfg.Rules
	}
	u := &umbrella{Config: cfg, link: &link.Config{Own: cfg.Own, Catalogue: cfg.Catalogue}}
	if cfg.Explain != nil {
		u.link.Whole = cfg.Explain.Whole
	}
	u.model = link.NewAnalyzer(u.link)
	a := &analysis.Analyzer{
		Name:       "stallcheck",
		Doc:        "report where one slow peer can stall a Go service",
		URL:        "https://github.com/stallcheck/stallcheck",
		Requires:   []*analysis.Analyzer{u.model},
		ResultType: reflect.TypeFor[*rule.Result](),
		Run:        func(pass *analysis.Pass) (any, error) { return u.run(pass), nil },
	}
	u.flags(&a.Flags)
	for _, s := range cfg.Settings {
		if err := a.Flags.Set(s.Flag, s.Value); err != nil {
			u.failed = append(u.failed, fmt.Sprintf("set %s: %v", s.Flag, err))
		}
	}
	return a
}

// umbrella is the state of one analyzer: its configuration, which flags may
// still change, and no more.
type umbrella struct {
	Config
	link    *link.Config
	model   *analysis.Analyzer
	options map[string]*rule.Options // by rule
	failed  []string
}

// flags defines the options that every driver has.
func (u *umbrella) flags(set *flag.FlagSet) {
	set.Func("own", "import path pattern of the user's own packages, besides the main module (may be repeated)", func(s string) error {
		u.link.Own = append(u.link.Own, s)
		return nil
	})
	set.BoolVar(&u.Tests, "tests", u.Tests, "report in _test.go files too")
	set.BoolVar(&u.Advice, "advice", u.Advice, "report advice too")
	u.options = make(map[string]*rule.Options)
	for _, r := range u.Known {
		u.options[r.Name] = new(rule.Options)
		r.EachFlag(u.options[r.Name], func(f *flag.Flag) { set.Var(f.Value, f.Name, f.Usage) })
	}
}

func (u *umbrella) run(pass *analysis.Pass) *rule.Result {
	m := pass.ResultOf[u.model].(*link.Model)
	result := &rule.Result{}
	if u.Explain != nil {
		u.Explain.Look(pass, m)
	}
	for _, r := range u.Rules {
		options := rule.Options{}
		if o := u.options[r.Name]; o != nil {
			options = *o
		}
		options.Tests = u.Tests
		options.Advice = u.Advice || r.Severity == rule.Advice && slices.Contains(u.Named, r.Name)
		rule.Run(r, pass, m, options, result)
	}
	if m.Own {
		result.Failed = append(result.Failed, m.Failed...)
		result.Failed = append(result.Failed, u.failed...)
	}
	if m.Own && m.Prog != nil {
		result.Failed = append(result.Failed, misnamed(u.Catalogue, m.Prog)...)
		rule.Comments(m, u.Known, u.isActive, result)
		result.Exclude(pass, u.Exclude)
	}
	rule.Emit(pass, result)
	return result
}

func (u *umbrella) isActive(name string) bool {
	return slices.ContainsFunc(u.Rules, func(r *rule.Rule) bool { return r.Name == name })
}
