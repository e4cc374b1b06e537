package driver

import (
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/rule"
)

func TestSelect(t *testing.T) {
	all := []*rule.Rule{{Name: "alpha"}, {Name: "beta"}, {Name: "gamma"}}
	for _, c := range []struct{ list, want string }{
		{"", "alpha beta gamma"},
		{"beta", "beta"},
		{"gamma, alpha", "alpha gamma"},
		{"-beta", "alpha gamma"},
		{"alpha,beta,-beta", "alpha"},
		{"bta", `-rules=bta: unknown rule "bta": did you mean beta?`},
		{"x", `-rules=x: unknown rule "x": the rules are alpha, beta, gamma`},
		{"-alpha,-beta,-gamma", "-rules=-alpha,-beta,-gamma: no rule is left"},
	} {
		rules, _, err := Select(all, c.list)
		var names []string
		for _, r := range rules {
			names = append(names, r.Name)
		}
		got := strings.Join(names, " ")
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.list, got, c.want)
		}
	}
}
