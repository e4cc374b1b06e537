package retryloop_test

import (
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/rule/ruletest"
	"github.com/stallcheck/stallcheck/rules/retryloop"
)

// TestAdvice asks for advice, too: retries at start-up and for messages.
func TestAdvice(t *testing.T) { ruletest.Advice(t, retryloop.Rule) }
