// Package comments reports what is no single rule's business: ignore comments
// that are malformed, name no rule or silence nothing, and what stallcheck could
// not analyse. The command, go vet and golangci-lint report the same without it;
// Bazel's nogo, which is given analyzers one by one, needs it.
package comments

import (
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/rules"
)

// Analyzer goes beside those of the rules.
var Analyzer = rule.CommentsAnalyzer(rules.All)
