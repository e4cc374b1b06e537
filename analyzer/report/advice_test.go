package report_test

import (
	"regexp"
	"testing"
)

// TestAdviceInEveryForm: what is advice says so in each form, by its category
// and by the severity that the form has for it.
func TestAdviceInEveryForm(t *testing.T) {
	for form, wants := range map[string][]string{
		"text":   {`Do waits \[nodeadline/advice\]`},
		"json":   {`"category":"nodeadline/advice"`, `"severity":"advice"`},
		"sarif":  {`"ruleId": "nodeadline/advice"`, `"level": "note"`, `"problem.severity": "recommendation"`, `"severity": "advice"`},
		"github": {`::notice [^\n]*title=nodeadline/advice::Do waits`},
		"gitlab": {`"check_name": ?"nodeadline/advice"`, `"severity": ?"info"`},
		"html":   {`nodeadline/advice`, `class="[^"]*\badvice\b`},
	} {
		text := printed(t, form)
		for _, want := range wants {
			if !regexp.MustCompile(want).MatchString(text) {
				t.Errorf("%s: nothing matches %s", form, want)
			}
		}
	}
}
