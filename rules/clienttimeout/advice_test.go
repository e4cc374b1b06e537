package clienttimeout_test

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/rules/clienttimeout"
)

// TestAdvice asks for advice, too: data source names without a timeout.
func TestAdvice(t *testing.T) {
	model := link.NewAnalyzer(&link.Config{})
	a := &analysis.Analyzer{
		Name:     "clienttimeoutadvice",
		Doc:      "report advice of clienttimeout, too",
		Requires: []*analysis.Analyzer{model},
		Run: func(pass *analysis.Pass) (any, error) {
			var result rule.Result
			rule.Run(clienttimeout.Rule, pass, pass.ResultOf[model].(*link.Model), rule.Options{Advice: true}, &result)
			rule.Emit(pass, &result)
			return nil, nil
		},
	}
	testdata, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	analysistest.Run(t, testdata, a, "./advice/clienttimeout/...")
}
