package cpubound_test

import (
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/rule/ruletest"
	"github.com/stallcheck/stallcheck/rules/cpubound"
)

// TestAdvice asks for advice, too: what takes a few milliseconds.
func TestAdvice(t *testing.T) { ruletest.Advice(t, cpubound.Rule) }
