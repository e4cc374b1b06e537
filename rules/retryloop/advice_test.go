package retryloop_test

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/rules/retryloop"
)

// TestAdvice asks for advice, too: retries at start-up and for messages.
func TestAdvice(t *testing.T) {
	model := link.NewAnalyzer(&link.Config{})
	a := &analysis.Analyzer{
		Name:     "retryloopadvice",
		Doc:      "report advice of retryloop, too",
		Requires: []*analysis.Analyzer{model},
		Run: func(pass *analysis.Pass) (any, error) {
			var result rule.Result
			rule.Run(retryloop.Rule, pass, pass.ResultOf[model].(*link.Model), rule.Options{Advice: true}, &result)
			rule.Emit(pass, &result)
			return nil, nil
		},
	}
	testdata, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	analysistest.Run(t, testdata, a, "./advice/retryloop")
}
