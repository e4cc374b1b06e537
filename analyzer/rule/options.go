package rule

import (
	"errors"
	"flag"
	"time"
)

// Options are what users may say of one rule's findings.
type Options struct {
	Tests  bool // findings in _test.go files too
	Advice bool
	// Timeout is the deadline that fixes give to a wait; with 0 they give none.
	Timeout time.Duration
	// Exclude, if set, reports whether a rule's findings in a file are not
	// wanted.
	Exclude func(rule, file string) bool
	// Near keeps findings in the files of the package under analysis, for drivers
	// that show no others.
	Near bool
}

// TimeoutFlag defines -timeout, for rules whose fixes may set a deadline.
func TimeoutFlag(set *flag.FlagSet, o *Options) {
	set.Func("timeout", "deadline that fixes give to a wait, such as 2s; none if not set", func(s string) error {
		d, err := time.ParseDuration(s)
		if err != nil || d <= 0 {
			return errors.New("want a positive duration, such as 2s")
		}
		o.Timeout = d
		return nil
	})
}

// EachFlag calls f with each option of the rule, named RULE.OPTION, as drivers
// with flags for more than one rule write it. Setting one changes o.
func (r *Rule) EachFlag(o *Options, f func(*flag.Flag)) {
	if r.Flags == nil {
		return
	}
	set := flag.NewFlagSet(r.Name, flag.ContinueOnError)
	r.Flags(set, o)
	set.VisitAll(func(own *flag.Flag) {
		f(&flag.Flag{Name: r.Name + "." + own.Name, Usage: own.Usage, Value: own.Value, DefValue: own.DefValue})
	})
}
