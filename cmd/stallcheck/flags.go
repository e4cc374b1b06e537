package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/config"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

// flags are what the command line may say about a run.
type flags struct {
	why, fix, diff, tests    bool
	outputs                  []output
	rules, tags, dir, config string
	baseline, writeBaseline  string
	newFrom                  string
	own                      []string
	// settings are the flags that are the analyzer's own, in order.
	settings []config.Setting
}

// define adds the flags to a set. They are described in doc.go.
func (f *flags) define(set *flag.FlagSet, rules []*rule.Rule) {
	set.BoolVar(&f.why, "why", false, "")
	set.Func("format", "", f.addFormats)
	set.BoolFunc("json", "", func(value string) error {
		on, err := strconv.ParseBool(value)
		if err != nil {
			return errors.New("want true or false")
		}
		if on {
			f.outputs = append(f.outputs, output{format: "json"})
		}
		return nil
	})
	set.BoolVar(&f.fix, "fix", false, "")
	set.BoolVar(&f.diff, "diff", false, "")
	set.BoolVar(&f.tests, "tests", false, "")
	set.StringVar(&f.rules, "rules", "", "")
	set.StringVar(&f.tags, "tags", "", "")
	set.StringVar(&f.dir, "C", "", "")
	set.StringVar(&f.config, "config", "", "")
	set.StringVar(&f.baseline, "baseline", "", "")
	set.StringVar(&f.writeBaseline, "write-baseline", "", "")
	set.StringVar(&f.newFrom, "new-from", "", "")
	set.Func("own", "", func(pattern string) error {
		f.own = append(f.own, pattern)
		return nil
	})
	set.BoolFunc("advice", "", func(value string) error {
		on, err := strconv.ParseBool(value)
		if err != nil {
			return errors.New("want true or false")
		}
		f.settings = append(f.settings, config.Setting{Flag: "advice", Value: strconv.FormatBool(on)})
		return nil
	})
	for _, r := range rules {
		r.EachFlag(new(rule.Options), func(own *flag.Flag) {
			set.Func(own.Name, own.Usage, func(value string) error {
				f.settings = append(f.settings, config.Setting{Flag: own.Name, Value: value})
				return own.Value.Set(value)
			})
		})
	}
}

// parse reads the flags of a command. Its error may be flag.ErrHelp.
func (c *command) parse(args []string) (*flags, []string, error) {
	f := new(flags)
	set := flag.NewFlagSet("stallcheck", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	f.define(set, c.rules)
	if err := set.Parse(args); err != nil {
		return nil, nil, err
	}
	rest := set.Args()
	for _, arg := range rest {
		if strings.HasPrefix(arg, "-") {
			return nil, nil, fmt.Errorf("flag %s comes after a package: flags go first", arg)
		}
	}
	return f, rest, f.check()
}

// check refuses flags that contradict each other.
func (f *flags) check() error {
	switch {
	case f.fix && f.diff:
		return errors.New("-fix and -diff exclude each other: -diff only shows what -fix would do")
	case f.diff && len(f.outputs) > 0:
		return errors.New("-diff and -json or -format exclude each other: the JSON has the edits of each fix")
	case f.writeBaseline != "" && (f.fix || f.diff || len(f.outputs) > 0 || f.baseline != "" || f.newFrom != ""):
		return errors.New("-write-baseline writes all findings to its file: it goes with no other flag about what is printed")
	}
	if info, err := os.Stat(f.dir); f.dir != "" && (err != nil || !info.IsDir()) {
		return fmt.Errorf("-C %s: no such folder", f.dir)
	}
	return f.checkOutputs()
}
