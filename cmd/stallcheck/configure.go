package main

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer"
	"github.com/stallcheck/stallcheck/analyzer/config"
	"github.com/stallcheck/stallcheck/analyzer/driver"
)

// configError is a mistake in the configuration, or in what names it.
type configError struct{ error }

// configuration reads the file that holds for a folder, nil when there is none.
func (c *command) configuration(dir, given string) (*config.File, error) {
	name, err := config.Find(dir, given)
	if err != nil {
		return nil, configError{err}
	}
	if name == "" {
		return nil, nil
	}
	file, err := config.Read(name, c.rules)
	if err != nil {
		return nil, configError{err}
	}
	return file, nil
}

// options are those of a run: what the configuration says, then the flags.
func (c *command) options(f *flags) (*analyzer.Config, *driver.Options, error) {
	given := f.config
	if given != "" && given != config.Off {
		given = below(f.dir, given)
	}
	file, err := c.configuration(f.dir, given)
	if err != nil {
		return nil, nil, err
	}
	cfg := &analyzer.Config{Rules: c.rules, Known: c.rules, Tests: f.tests}
	if file != nil {
		if err := cfg.Use(file); err != nil {
			return nil, nil, configError{err}
		}
	}
	if f.rules != "" {
		if cfg.Rules, cfg.Named, err = driver.Select(c.rules, f.rules); err != nil {
			return nil, nil, usageError{err}
		}
	}
	cfg.Own = append(cfg.Own, f.own...)
	cfg.Settings = append(cfg.Settings, f.settings...)
	know, err := driver.Builtin()
	if err != nil {
		return nil, nil, err
	}
	return cfg, &driver.Options{
		Own:       cfg.Own,
		Knowledge: know,
		Dir:       f.dir,
		Tags:      f.tags,
		Tests:     f.tests,
		Exclude:   cfg.Exclude,
	}, nil
}

// vet is the tool of go vet. It must start fast: nothing is made before it is
// needed.
func (c *command) vet(args []string) int {
	err := driver.Vet(args, driver.VetOptions{
		Analyzer: func(file *config.File) (*analysis.Analyzer, error) {
			cfg := analyzer.Config{Rules: c.rules, Known: c.rules}
			if file != nil {
				if err := cfg.Use(file); err != nil {
					return nil, configError{err}
				}
			}
			return c.umbrella(cfg), nil
		},
		Knowledge: driver.Builtin,
		Config:    func() (*config.File, error) { return c.configuration(".", "") },
	}, c.stdout)
	if err != nil {
		return c.fail(err)
	}
	return exitClean
}

// misconfigured says what is wrong with the configuration.
func (c *command) misconfigured(err error) int {
	fmt.Fprintf(c.stderr, "stallcheck: %s\nRun 'stallcheck help config' for what may stand there.\n", strings.TrimRight(err.Error(), "\n"))
	return exitUsage
}
