// Package lazyinit reports shared clients that are built by whichever request
// comes first, with nothing to keep a second request from building another.
//
// # Why
//
// Requests come at the same time, above all the first ones after a start. Each
// finds nothing built, builds a client of its own and stores it over that of
// the others, whose connections nobody closes. Reading a variable while
// another request writes it is a data race, besides.
//
// # Example
//
//	func load(w http.ResponseWriter, r *http.Request) {
//		if db == nil {
//			db, _ = sql.Open("postgres", dsn)
//		}
//		query(w, db)
//	}
//
// # Instead
//
//	var db = sync.OnceValue(func() *sql.DB {
//		db, err := sql.Open("postgres", dsn)
//		...
//	})
//
// # Silent when
//
//   - a lock is held, here or by a caller;
//   - whether it is there by then is asked again before it is stored;
//   - sync.Once, sync.OnceValue or singleflight runs it;
//   - what it is stored in was made for the request, or comes with it;
//   - what is built costs little, such as an http.Client without a transport of
//     its own, or has no connections and is stored under a lock;
//   - no request comes here: start-up code runs once.
package lazyinit

import (
	_ "embed"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

//go:embed lazyinit.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "lazyinit",
	Source:   source,
	Severity: rule.Warning,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, l := range pass.Lazies() {
		f := rule.Finding{
			Op:      l.Pos,
			Message: strings.TrimSuffix(link.Name(l.Symbol), "{}") + " fills what a request finds empty, with no lock: two first requests build two",
			Entries: l.Roots,
			Chain:   l.Chain,
		}
		if l.Op.Pos != l.Pos {
			f.Notes = append(f.Notes, rule.Note{Pos: l.Op.Pos, Message: link.Name(l.Op.Symbol) + " is built here"})
		}
		pass.Report(f, pass.CallAt(l.Pos, l.Symbol), l.Ignored)
	}
}
