// Package ruletest runs the fixtures of one rule.
//
// The fixtures of a rule are the packages below testdata/rules/NAME in the
// module testdata, whose stubs stand in for third-party modules under their
// real import paths. What the rule reports is written where it is reported, in
// "want" comments, as package analysistest says, also when a package reports
// in a file of another; what a fix makes of x.go is in x.go.golden.
package ruletest

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/stallcheck/stallcheck/analyzer/rule"
)

// Run runs an analyzer over the fixtures of the named rule. It is called from
// a test in rules/NAME. If any file has a golden file, every file with a fix
// must have one.
func Run(t *testing.T, a *analysis.Analyzer, name string) {
	t.Helper()
	testdata := folder(t)
	dir := filepath.Join(testdata, "rules", name)
	patterns := []string{"./rules/" + name + "/..."}
	var got complaints
	if hasGolden(t, dir) {
		analysistest.RunWithSuggestedFixes(&got, testdata, a, patterns...)
	} else {
		analysistest.Run(&got, testdata, a, patterns...)
	}
	for _, c := range got.match() {
		t.Error(c)
	}
}

// Advice runs a rule, and what of it is only advice, over its packages below
// testdata/advice. It is called from a test in rules/NAME.
func Advice(t *testing.T, r *rule.Rule) {
	t.Helper()
	a := rule.Analyzer(r)
	if err := a.Flags.Set("advice", "true"); err != nil {
		t.Fatal(err)
	}
	analysistest.Run(t, folder(t), a, "./advice/"+r.Name+"/...")
}

// folder is the module testdata, seen from rules/NAME.
func folder(t *testing.T) string {
	t.Helper()
	testdata, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	return testdata
}

// complaints are what analysistest finds wrong.
type complaints []string

// Errorf makes complaints an [analysistest.Testing].
func (c *complaints) Errorf(format string, args ...any) {
	*c = append(*c, fmt.Sprintf(format, args...))
}

var (
	unexpected = regexp.MustCompile(`^(\S+):\d+: unexpected diagnostic: (.*)$`)
	missing    = regexp.MustCompile(`^(\S+): no diagnostic was reported matching (.*)$`)
)

// match drops the pairs of complaints that are one finding in a file of another
// package: analysistest looks only into the files of the package that reports.
func (c *complaints) match() []string {
	var rest []string
	for _, msg := range *c {
		found := unexpected.FindStringSubmatch(msg)
		i := -1
		if found != nil {
			i = slices.IndexFunc(*c, func(m string) bool { return wants(m, found[1], found[2]) })
		}
		if i < 0 {
			rest = append(rest, msg)
		} else {
			(*c)[i] = ""
		}
	}
	return slices.DeleteFunc(rest, func(msg string) bool { return !slices.Contains(*c, msg) })
}

// wants reports whether a complaint misses the message at the place.
func wants(complaint, place, message string) bool {
	m := missing.FindStringSubmatch(complaint)
	if m == nil || m[1] != place {
		return false
	}
	pattern, err := strconv.Unquote(m[2])
	if err != nil {
		return false
	}
	re, err := regexp.Compile(pattern)
	return err == nil && re.MatchString(message)
}

func hasGolden(t *testing.T, dir string) bool {
	t.Helper()
	found, files := false, 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		found = found || strings.HasSuffix(path, ".golden")
		if strings.HasSuffix(path, ".go") {
			files++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Fatalf("no fixtures in %s", dir)
	}
	return found
}
