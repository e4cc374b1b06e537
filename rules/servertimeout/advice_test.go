package servertimeout_test

import (
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/rule/ruletest"
	"github.com/stallcheck/stallcheck/rules/servertimeout"
)

// TestAdvice asks for advice, too: what bounds a connection after the request.
func TestAdvice(t *testing.T) { ruletest.Advice(t, servertimeout.Rule) }
