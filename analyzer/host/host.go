// Package host makes the analyzers for programs that have stallcheck built in
// and a way of their own to run analyzers: golangci-lint and gopls.
//
// Both keep results in a cache whose keys have the names of analyzers, but not
// what a configuration file says. So what identifies the configuration goes into
// the names of analyzers that report nothing: the model, under which its facts are
// kept, and, for golangci-lint, a second root beside the umbrella. There it goes
// together with what identifies this stallcheck, which golangci-lint may take for
// another one that is as old as itself.
package host

import (
	"crypto/sha256"
	"fmt"
	"os"
	"runtime/debug"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer"
	"github.com/stallcheck/stallcheck/analyzer/config"
	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

// Umbrella makes the analyzers for golangci-lint, which has one name for all
// that a plugin finds: the umbrella, under the configuration of the current
// folder and the settings, which have the same keys.
func Umbrella(rules []*rule.Rule, settings string) ([]*analysis.Analyzer, error) {
	cfg, id, err := configure(rules)
	if err != nil {
		return nil, err
	}
	self, err := identity()
	if err != nil {
		return nil, err
	}
	id += " " + self
	if settings != "" {
		dir, err := os.Getwd()
		if err != nil {
			return nil, fmt.Errorf("find settings: %w", err)
		}
		file, err := config.Parse("settings", dir, settings, rules)
		if err != nil {
			return nil, err
		}
		if err := cfg.Use(file); err != nil {
			return nil, err
		}
		for _, rows := range file.Catalogue {
			id += string(rows.Text) // may come from files
		}
	}
	a := analyzer.New(*cfg)
	a.Requires[0].Name += suffix(id)
	key := &analysis.Analyzer{
		Name: "stallcheckkey" + suffix(id),
		Doc:  "name of what the results depend on (not a check)",
		Run:  func(*analysis.Pass) (any, error) { return nil, nil },
	}
	return []*analysis.Analyzer{a, key}, nil
}

// A Single is the analyzer of one rule, or the one of what is no rule's.
type Single struct {
	*analysis.Analyzer
	Severity rule.Severity
	Off      bool // unless asked for
}

// Singles makes the analyzers for gopls, whose users switch analyzers one by
// one, under the configuration of the current folder. It never fails: what is
// wrong is reported in each of the user's packages.
func Singles(rules []*rule.Rule) []Single {
	cfg, id, err := configure(rules)
	if err != nil {
		cfg = &analyzer.Config{Rules: rules, Known: rules}
	}
	model := link.NewAnalyzer(&link.Config{Own: cfg.Own, Catalogue: cfg.Catalogue})
	model.Name += suffix(id)
	on := make(map[string]bool)
	for _, r := range cfg.Rules {
		on[r.Name] = true
	}
	options := rule.Options{Advice: cfg.Advice, Exclude: cfg.Exclude, Near: true}
	var out []Single
	for _, r := range rules {
		own := options
		own.Advice = own.Advice || r.Severity == rule.Advice
		a := rule.Single(r, model, own)
		for _, s := range cfg.Settings {
			name := s.Of(r.Name)
			if name == "" {
				continue
			}
			if e := a.Flags.Set(name, s.Value); e != nil && err == nil {
				err = fmt.Errorf("set %s: %w", s.Flag, e)
			}
		}
		asked := r.Severity != rule.Advice || cfg.Advice || slices.Contains(cfg.Named, r.Name)
		out = append(out, Single{a, r.Severity, !on[r.Name] || !asked})
	}
	comments := rule.SingleComments(rules, func(name string) bool { return on[name] }, model, options, err)
	return append(out, Single{comments, rule.Warning, false})
}

// configure is the configuration of the current folder, and what identifies it.
func configure(rules []*rule.Rule) (*analyzer.Config, string, error) {
	cfg := &analyzer.Config{Rules: rules, Known: rules}
	name, err := config.Find(".", "")
	if err != nil {
		return nil, "", err
	}
	var file *config.File
	if name != "" {
		if file, err = config.Read(name, rules); err != nil {
			return nil, "", err
		}
		if err := cfg.Use(file); err != nil {
			return nil, "", err
		}
	}
	hash, err := config.Hash(".", file)
	if err != nil {
		return nil, "", err
	}
	return cfg, hash, nil
}

func suffix(id string) string {
	sum := sha256.Sum256([]byte(id))
	return fmt.Sprintf("_%x", sum[:6])
}

const modulePath = "github.com/stallcheck/stallcheck"

// identity says which stallcheck is built into this program: the version, or for
// one of no version the hash of the program.
func identity() (string, error) {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path == modulePath && dep.Replace == nil && dep.Sum != "" {
				return dep.Version + " " + dep.Sum, nil
			}
		}
	}
	return config.Executable()
}
