// Package marshalwait reports values that wait for something outside while they
// are written, printed or read from a row.
//
// # Why
//
// An encoder calls MarshalJSON once for each element: a list of a thousand
// orders sends a thousand queries, one after another. It gives the method no
// context, so none of them ends with the request, and who reads the handler
// sees no wait at all. The same holds for String and Error in a log line, for
// Value and Scan in a statement, and for the functions of a template.
//
// # Example
//
//	func (o Order) MarshalJSON() ([]byte, error) {
//		err := db.QueryRow(byID, o.CustomerID).Scan(&o.Customer)
//		return encode(o, err)
//	}
//
// # Instead
//
//	func (h *Handler) list(w http.ResponseWriter, r *http.Request) {
//		orders, err := h.store.OrdersWithCustomers(r.Context()) // one query, joined
//		answer(w, orders, err)
//	}
//
// # Silent when
//
//   - the method only has the name: its parameters or results are others, as
//     those of a gqlgen resolver;
//   - the wait is done once for all values, or in a goroutine that nobody waits
//     for;
//   - it is for a lock, a channel or a file;
//   - it writes to what it was given, as MarshalGQL does;
//   - it is in a test.
package marshalwait

import (
	_ "embed"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

//go:embed marshalwait.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "marshalwait",
	Source:   source,
	Severity: rule.Warning,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, m := range pass.Marshals() {
		f := rule.Finding{
			Op:      m.Pos,
			Message: link.Name(m.Op.Symbol) + " waits in " + m.Name + ": once for each element, outside any deadline",
			Entries: m.By,
			Chain:   m.Chain,
		}
		pass.Report(f, pass.CallAt(m.Pos, m.Op.Symbol), m.Op.Ignored)
	}
}
