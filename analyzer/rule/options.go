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
