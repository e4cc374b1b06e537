// Package inputloop reports loops and allocations that are sized by a number
// which the client chooses.
//
// # Why
//
// A page size, a width or a depth in a request is one text away from a
// billion. A slice of that capacity takes all memory, a loop of that length a
// core, and a list of ten thousand elements that are looked up one by one a
// connection for minutes. Whoever writes the number need not mean harm.
//
// # Example
//
//	func list(w http.ResponseWriter, r *http.Request) {
//		n, err := strconv.Atoi(r.FormValue("limit"))
//		if err != nil {
//			return
//		}
//		page := make([]item, 0, n)
//		show(w, page)
//	}
//
// # Instead
//
//	func list(w http.ResponseWriter, r *http.Request) {
//		n, err := strconv.Atoi(r.FormValue("limit"))
//		if err != nil || n < 0 || n > 100 {
//			return
//		}
//		page := make([]item, 0, n)
//		show(w, page)
//	}
//
// A loop over a list of the request is reported only when it waits, or computes
// for long, for each element.
//
// # Silent when
//
//   - the number is compared with something that it may not exceed, also where it
//     comes from or goes to, or min or a remainder limits it;
//   - the tag of its field has a maximum, or its struct has a method that
//     validates, or is given to a function whose name says so;
//   - it travels in a struct with another number that is limited;
//   - its type is small: eight or sixteen bits;
//   - the loop also ends when there is nothing left;
//   - the list is read without waiting;
//   - it does not come from the request: from a database, the configuration, the
//     length of what was read, or what the program knows of the client, which a
//     handler is given beside the request.
package inputloop

import (
	_ "embed"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed inputloop.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "inputloop",
	Source:   source,
	Severity: rule.Warning,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, l := range pass.Loads() {
		if l.Op.Class != summary.ClassSize || l.Messages {
			continue // whoever sends messages is trusted
		}
		pass.Report(rule.Finding{
			Op:      l.Op.Pos,
			Message: message(l.Op.Symbol),
			Entries: l.Roots,
			Chain:   l.Chain,
		}, pass.CallAt(l.Op.Pos, l.Op.Symbol), l.Op.Ignored)
	}
}

// message says what is sized, and that the client chooses the size.
func message(what string) string {
	switch what {
	case summary.SizedMake:
		return "make allocates as much as the request asks for: nothing limits the number"
	case summary.SizedLoop:
		return "loop turns as often as the request asks: nothing limits the number"
	case summary.SizedDepth:
		return "recursion goes as deep as the request asks: nothing limits the number"
	case summary.SizedWaits:
		return "loop waits, or computes, for each element that the request lists: nothing limits how many"
	}
	return link.Name(what) + " is sized by the request: nothing limits the number"
}
