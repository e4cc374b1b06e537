// Package shutdown reports servers, clients and pools that a program never
// closes, or closes too early.
//
// # Why
//
// A program that ends without shutting its server down cuts off the requests
// that are under way, at every deployment. Messages that a client has not sent
// yet are lost, and the peer keeps the connections of a program that is gone
// until it notices.
//
// # Example
//
//	srv := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
//	log.Fatal(srv.ListenAndServe())
//
// # Instead
//
//	srv := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
//	go srv.ListenAndServe()
//	<-ctx.Done()
//	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
//	defer cancel()
//	_ = srv.Shutdown(ctx)
//
// # Silent when
//
//   - the program shuts such a server down, or closes such a client, be it
//     another one;
//   - the client is handed to a function that is not known, or as something that
//     can be closed;
//   - the clean-up function that a constructor returns is used;
//   - what requests use is closed after the server.
package shutdown

import (
	_ "embed"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed shutdown.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "shutdown",
	Source:   source,
	Severity: rule.Advice,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, a := range pass.Assets() {
		var message string
		switch a.Kind {
		case summary.AssetClient:
			message = link.Name(a.Symbol) + " makes a client that the program never closes"
		case summary.AssetServer:
			message = link.Name(a.Symbol) + " serves until the process ends: nothing shuts the server down, and requests are cut off"
		case summary.AssetCleanup:
			message = "the clean-up of " + link.Name(a.Symbol) + " is dropped: what it made is never released"
		case summary.AssetEarly:
			message = link.Name(a.Symbol) + " comes before the server is shut down: requests that are under way fail"
		default:
			continue
		}
		pass.Report(rule.Finding{Op: a.Pos, Message: message}, pass.CallAt(a.Pos, a.Symbol), a.Ignored)
	}
}
