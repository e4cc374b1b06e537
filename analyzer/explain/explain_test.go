package explain_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer"
	"github.com/stallcheck/stallcheck/analyzer/config"
	"github.com/stallcheck/stallcheck/analyzer/driver"
	"github.com/stallcheck/stallcheck/analyzer/explain"
	"github.com/stallcheck/stallcheck/analyzer/report"
	"github.com/stallcheck/stallcheck/analyzer/witness"
	"github.com/stallcheck/stallcheck/rules"
)

// reasons are what begins the reason why a rule is silent.
var reasons = map[string]string{
	"nodeadline": "the wait: ",
	"cpubound":   "the computing: ",
	"perrequest": "the building: ",
}

const dir = "../../testdata"

// TestAgrees asks about every finding in the fixtures: an answer never gives a
// reason for silence about what is reported.
func TestAgrees(t *testing.T) {
	q := explain.New("", 0)
	out := analyse(t, q, "./rules/...")
	asked, findings := 0, 0
	for _, f := range out.Findings {
		begin, ok := reasons[f.Rule]
		if !ok {
			continue
		}
		findings++
		for _, a := range ask(q, f) {
			has := func(name, begin string) bool {
				return slices.ContainsFunc(a.Facts, func(x explain.Fact) bool { return x.Name == name && strings.HasPrefix(x.Text, begin) })
			}
			if has("reported", f.Message) {
				asked++
				if has("silent", begin) {
					t.Errorf("%s: %s [%s]\nbut: %s", f.Op, f.Message, f.Rule, a.Facts)
				}
			}
		}
	}
	if asked < findings*3/4 {
		t.Errorf("%d answers about %d findings", asked, findings)
	}
}

func analyse(t *testing.T, q *explain.Query, pattern string) *driver.Outcome {
	t.Helper()
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	know, err := driver.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	umbrella := analyzer.New(analyzer.Config{
		Rules: rules.All, Explain: q, Settings: []config.Setting{{Flag: "advice", Value: "true"}},
	})
	out, err := driver.Run(context.Background(), driver.Options{Analyzer: umbrella, Knowledge: know, Dir: dir}, []string{pattern})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range out.Failures {
		t.Error(f)
	}
	return out
}

// ask asks about the line of a finding.
func ask(q *explain.Query, f *report.Finding) []explain.Answer {
	q.File, _ = filepath.Abs(filepath.Join(dir, f.Op.File))
	q.Line = f.Op.Line
	answers, _ := q.Answers(func(pos witness.Pos) []string {
		if pos.Line == f.Op.Line && pos.Col == f.Op.Col {
			return []string{f.Message}
		}
		return nil
	})
	return answers
}
