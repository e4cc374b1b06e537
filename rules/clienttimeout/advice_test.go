package clienttimeout_test

import (
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/rule/ruletest"
	"github.com/stallcheck/stallcheck/rules/clienttimeout"
)

// TestAdvice asks for advice, too: data source names without a timeout.
func TestAdvice(t *testing.T) { ruletest.Advice(t, clienttimeout.Rule) }
