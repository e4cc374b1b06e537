package analyzer_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer"
	"github.com/stallcheck/stallcheck/analyzer/config"
	"github.com/stallcheck/stallcheck/analyzer/driver"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

// probe is a rule that notes what it is told.
type probe struct {
	rule.Rule
	timeout time.Duration
	runs    int
}

func newProbe(name string, severity rule.Severity) *probe {
	p := &probe{Rule: rule.Rule{Name: name, Severity: severity, Flags: rule.TimeoutFlag}}
	p.Run = func(pass *rule.Pass) {
		p.runs++
		p.timeout = pass.Timeout()
	}
	return p
}

// runOver runs an analyzer over a module of one package.
func runOver(t *testing.T, a *analysis.Analyzer) *driver.Outcome {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("GOWORK", "off")
	for name, text := range map[string]string{"go.mod": "module example.com/m\n\ngo 1.26.0\n", "a.go": "package a\n\n//stallcheck:ignore one\nfunc A() {}\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	know, err := driver.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	out, err := driver.Run(context.Background(), driver.Options{Analyzer: a, Knowledge: know, Dir: dir}, []string{"."})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestOptions: an option is one rule's, set by the configuration file or by a
// flag, which wins.
func TestOptions(t *testing.T) {
	one, two := newProbe("one", rule.Warning), newProbe("two", rule.Warning)
	cfg := analyzer.Config{Rules: []*rule.Rule{&one.Rule, &two.Rule}}
	if err := cfg.Use(&config.File{Settings: []config.Setting{{Flag: "one.timeout", Value: "2s"}}}); err != nil {
		t.Fatal(err)
	}
	a := analyzer.New(cfg)
	runOver(t, a)
	if one.timeout != 2*time.Second || two.timeout != 0 {
		t.Errorf("configured: %v and %v", one.timeout, two.timeout)
	}
	for name, value := range map[string]string{"one.timeout": "3s", "two.timeout": "4s"} {
		if err := a.Flags.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	runOver(t, a)
	if one.timeout != 3*time.Second || two.timeout != 4*time.Second {
		t.Errorf("by flags: %v and %v", one.timeout, two.timeout)
	}
	alone := rule.Analyzer(&one.Rule)
	if err := alone.Flags.Set("timeout", "5s"); err != nil {
		t.Fatal(err)
	}
	runOver(t, alone)
	if one.timeout != 5*time.Second {
		t.Errorf("alone: %v", one.timeout)
	}
}

// TestUse: rules are on or off, and one that is advice runs when it is named.
func TestUse(t *testing.T) {
	for _, c := range []struct {
		name string
		file config.File
		want string // rules that run
	}{
		{"nothing", config.File{}, "one"},
		{"advice", config.File{Advice: true}, "one hint"},
		{"enable", config.File{Enable: []string{"hint"}}, "hint"},
		{"disable", config.File{Disable: []string{"one"}, Advice: true}, "hint"},
		{"unknown", config.File{Enable: []string{"hnt"}}, `! unknown rule "hnt": did you mean hint?`},
	} {
		t.Run(c.name, func(t *testing.T) {
			one, hint := newProbe("one", rule.Warning), newProbe("hint", rule.Advice)
			cfg := analyzer.Config{Rules: []*rule.Rule{&one.Rule, &hint.Rule}}
			if err := cfg.Use(&c.file); err != nil {
				if want, ok := strings.CutPrefix(c.want, "! "); !ok || !strings.HasSuffix(err.Error(), want) {
					t.Error(err)
				}
				return
			}
			runOver(t, analyzer.New(cfg))
			var ran []string
			for _, p := range []*probe{one, hint} {
				ran = append(ran, slices.Repeat([]string{p.Name}, p.runs)...)
			}
			if got := strings.Join(ran, " "); got != c.want {
				t.Errorf("ran %q, want %q", got, c.want)
			}
		})
	}
}

// TestExclude: findings about ignore comments can be excluded like others.
func TestExclude(t *testing.T) {
	one := newProbe("one", rule.Warning)
	cfg := analyzer.Config{Rules: []*rule.Rule{&one.Rule}}
	if out := runOver(t, analyzer.New(cfg)); len(out.Findings) != 1 || out.Findings[0].Rule != rule.Ignore {
		t.Fatalf("findings: %+v", out.Findings)
	}
	var asked []string
	cfg.Exclude = func(rule, file string) bool {
		asked = append(asked, rule+" "+filepath.Base(file))
		return true
	}
	if out := runOver(t, analyzer.New(cfg)); len(out.Findings) != 0 || !slices.Equal(asked, []string{"ignore a.go"}) {
		t.Errorf("asked %q, found %+v", asked, out.Findings)
	}
}

// TestBadSetting: one that was not checked before is told, not dropped.
func TestBadSetting(t *testing.T) {
	one := newProbe("one", rule.Warning)
	out := runOver(t, analyzer.New(analyzer.Config{Rules: []*rule.Rule{&one.Rule}, Settings: []config.Setting{{Flag: "one.timeout", Value: "soon"}}}))
	if len(out.Failures) != 1 || !strings.Contains(out.Failures[0].Message, "set one.timeout: want a positive duration") {
		t.Errorf("failures: %v", out.Failures)
	}
}
