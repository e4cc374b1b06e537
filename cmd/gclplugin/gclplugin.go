// Package gclplugin is stallcheck as a plugin of golangci-lint, for its module
// plugin system. docs/golangci-lint.md tells how to build one with it.
//
// Its settings have the keys of .stallcheck.yaml, which is read, too; what the
// settings say is added to it or wins.
package gclplugin

import (
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/host"
	"github.com/stallcheck/stallcheck/rules"
)

func init() { register.Plugin("stallcheck", New) }

// New makes the plugin. Settings that are wrong are an error.
func New(settings any) (register.LinterPlugin, error) {
	text := ""
	if settings != nil {
		content, err := yaml.MarshalWithOptions(settings, yaml.UseLiteralStyleIfMultiline(true), yaml.IndentSequence(true))
		if err != nil {
			return nil, fmt.Errorf("read settings: %w", err)
		}
		text = string(content)
	}
	analyzers, err := host.Umbrella(rules.All, text)
	if err != nil {
		return nil, err
	}
	for _, a := range analyzers {
		alone(a)
	}
	return plugin{analyzers}, nil
}

type plugin struct{ analyzers []*analysis.Analyzer }

// BuildAnalyzers is called by golangci-lint.
func (p plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) { return p.analyzers, nil }

// GetLoadMode is called by golangci-lint.
func (plugin) GetLoadMode() string { return register.LoadModeTypesInfo }

// alone makes an analyzer report its findings without the places that explain
// them: golangci-lint makes a finding of each, and counts them as not fixed.
func alone(a *analysis.Analyzer) {
	run := a.Run
	a.Run = func(pass *analysis.Pass) (any, error) {
		report := pass.Report
		pass.Report = func(d analysis.Diagnostic) {
			d.Related = nil
			report(d)
		}
		return run(pass)
	}
}
