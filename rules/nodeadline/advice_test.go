package nodeadline_test

import (
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/rule/ruletest"
	"github.com/stallcheck/stallcheck/rules/nodeadline"
)

// TestAdvice asks for advice, too: turns at channels whose other end waits for a while.
func TestAdvice(t *testing.T) { ruletest.Advice(t, nodeadline.Rule) }
