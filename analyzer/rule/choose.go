package rule

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Choose lists the rules that are named in only, or all when it is empty, but
// for those named in without.
func Choose(all []*Rule, only, without []string) ([]*Rule, error) {
	for _, name := range slices.Concat(only, without) {
		if _, err := Lookup(all, name); err != nil {
			return nil, err
		}
	}
	var chosen []*Rule
	for _, r := range all {
		if !slices.Contains(without, r.Name) && (len(only) == 0 || slices.Contains(only, r.Name)) {
			chosen = append(chosen, r)
		}
	}
	if len(chosen) == 0 {
		return nil, errors.New("no rule is left")
	}
	return chosen, nil
}

// Lookup finds a rule by its name. The error says which one may be meant.
func Lookup(all []*Rule, name string) (*Rule, error) {
	names := make([]string, 0, len(all))
	for _, r := range all {
		if r.Name == name {
			return r, nil
		}
		names = append(names, r.Name)
	}
	if near := Nearest(name, names); near != "" {
		return nil, fmt.Errorf("unknown rule %q: did you mean %s?", name, near)
	}
	return nil, fmt.Errorf("unknown rule %q: the rules are %s", name, strings.Join(names, ", "))
}

// Nearest is the one of some words that a misspelt one may stand for, or "".
func Nearest(word string, words []string) string {
	best, edits := "", 3
	for _, w := range words {
		if d := distance(word, w); d < edits && d < len(word) {
			best, edits = w, d
		}
	}
	return best
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
