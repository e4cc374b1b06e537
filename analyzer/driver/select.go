package driver

import (
	"fmt"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/rule"
)

// Select chooses rules by a list such as "unreleased,nodeadline" or, to leave
// some out, "-nodeadline". An empty list chooses all. Rules in named were
// asked for by name.
func Select(all []*rule.Rule, list string) (chosen []*rule.Rule, named []string, err error) {
	if list == "" {
		return all, nil, nil
	}
	var without []string
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		if bare, ok := strings.CutPrefix(name, "-"); ok {
			without = append(without, bare)
		} else {
			named = append(named, name)
		}
	}
	if chosen, err = rule.Choose(all, named, without); err != nil {
		return nil, nil, fmt.Errorf("-rules=%s: %w", list, err)
	}
	return chosen, named, nil
}
