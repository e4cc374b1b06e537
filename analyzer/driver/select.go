package driver

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/rule"
)

// Select chooses rules by a list such as "unreleased,nodeadline" or, to leave
// some out, "-nodeadline". An empty list chooses all.
func Select(all []*rule.Rule, list string) ([]*rule.Rule, error) {
	if list == "" {
		return all, nil
	}
	on, off := make(map[string]bool), make(map[string]bool)
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		bare, without := strings.CutPrefix(name, "-")
		if !slices.ContainsFunc(all, func(r *rule.Rule) bool { return r.Name == bare }) {
			return nil, unknownRule(all, bare)
		}
		if without {
			off[bare] = true
		} else {
			on[bare] = true
		}
	}
	var chosen []*rule.Rule
	for _, r := range all {
		if !off[r.Name] && (len(on) == 0 || on[r.Name]) {
			chosen = append(chosen, r)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("-rules=%s leaves no rule", list)
	}
	return chosen, nil
}

// Lookup finds a rule by its name.
func Lookup(all []*rule.Rule, name string) (*rule.Rule, error) {
	for _, r := range all {
		if r.Name == name {
			return r, nil
		}
	}
	return nil, unknownRule(all, name)
}

// unknownRule says which rule was meant, if a name is near, else lists all.
func unknownRule(all []*rule.Rule, name string) error {
	best, names := "", make([]string, 0, len(all))
	for _, r := range all {
		names = append(names, r.Name)
		if d := distance(name, r.Name); d <= 2 && (best == "" || d < distance(name, best)) {
			best = r.Name
		}
	}
	if best != "" {
		return fmt.Errorf("unknown rule %q: did you mean %s?", name, best)
	}
	return fmt.Errorf("unknown rule %q: the rules are %s", name, strings.Join(names, ", "))
}

// distance counts the single-letter edits between two short words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		prev := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			prev, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, prev+cost)
		}
	}
	return row[len(b)]
}
