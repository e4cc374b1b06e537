// Package ruletest runs the fixtures of one rule.
//
// The fixtures of a rule are the packages below testdata/rules/NAME in the
// module testdata, whose stubs stand in for third-party modules under their
// real import paths. What the rule reports is written where it is reported,
// in "want" comments, as package analysistest says; what a fix makes of
// x.go is in x.go.golden.
package ruletest

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
)

// Run runs an analyzer over the fixtures of the named rule. It is called from
// a test in rules/NAME. If any file has a golden file, every file with a fix
// must have one.
func Run(t *testing.T, a *analysis.Analyzer, name string) {
	t.Helper()
	testdata, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(testdata, "rules", name)
	patterns := []string{"./rules/" + name + "/..."}
	if hasGolden(t, dir) {
		analysistest.RunWithSuggestedFixes(t, testdata, a, patterns...)
		return
	}
	analysistest.Run(t, testdata, a, patterns...)
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
