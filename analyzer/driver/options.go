package driver

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/stallcheck/stallcheck/analyzer/report"
)

// Options say what Run analyses and how.
type Options struct {
	// Analyzer is the umbrella; its result is a *rule.Result.
	Analyzer *analysis.Analyzer
	// Knowledge decides which packages matter.
	Knowledge Knowledge
	// Own are import path patterns of the user's own packages, in addition to
	// those of the main module and the workspace.
	Own []string
	// Dir is the folder that patterns are relative to; empty is the current.
	Dir string
	// Base is the folder that places are told relative to; empty is Dir.
	Base string
	// Tags are build tags, separated by commas.
	Tags string
	// Tests adds test files and test packages.
	Tests bool
	// Exclude, if set, reports whether findings of a rule in a file, given by its
	// absolute path, are not wanted.
	Exclude func(rule, file string) bool
	// Progress, if set, is told after each package how many of how many are
	// done. It is called from one goroutine at a time.
	Progress func(done, total int, pkg string)
}

// Outcome is all that a run found, in the order in which it is printed.
type Outcome struct {
	Findings []*report.Finding
	Failures []*report.Failure
	Packages int // analysed, of those that were named
}

// Add adds what another run found.
func (o *Outcome) Add(p *Outcome) {
	o.Findings = append(o.Findings, p.Findings...)
	o.Failures = append(o.Failures, p.Failures...)
	o.Packages += p.Packages
	slices.SortFunc(o.Findings, func(a, b *report.Finding) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID))
	})
	o.Findings = slices.CompactFunc(o.Findings, func(a, b *report.Finding) bool { return a.ID == b.ID })
	slices.SortFunc(o.Failures, (*report.Failure).Compare)
}

// config asks go list for some packages.
func (o *Options) config(ctx context.Context, mode packages.LoadMode, tests bool) *packages.Config {
	cfg := &packages.Config{Context: ctx, Mode: mode, Dir: o.Dir, Tests: tests}
	if o.Tags != "" {
		cfg.BuildFlags = []string{"-tags=" + o.Tags}
	}
	return cfg
}

// dir is Dir as an absolute path, spelt as go list will spell it.
func (o *Options) dir() string {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return o.Dir
	}
	return dir
}

// base is the folder that places are told relative to, as an absolute path.
func (o *Options) base() string {
	if o.Base == "" {
		return o.dir()
	}
	base, err := filepath.Abs(o.Base)
	if err != nil {
		return o.Base
	}
	return base
}

// sortedKeys lists the keys of m in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, strings.Compare)
	return keys
}
