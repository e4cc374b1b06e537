package cpubound_test

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/rules/cpubound"
)

// TestAdvice asks for advice, too: what takes a few milliseconds.
func TestAdvice(t *testing.T) {
	model := link.NewAnalyzer(&link.Config{})
	a := &analysis.Analyzer{
		Name:     "cpuboundadvice",
		Doc:      "report advice of cpubound, too",
		Requires: []*analysis.Analyzer{model},
		Run: func(pass *analysis.Pass) (any, error) {
			var result rule.Result
			rule.Run(cpubound.Rule, pass, pass.ResultOf[model].(*link.Model), rule.Options{Advice: true}, &result)
			rule.Emit(pass, &result)
			return nil, nil
		},
	}
	testdata, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	analysistest.Run(t, testdata, a, "./advice/cpubound")
}
