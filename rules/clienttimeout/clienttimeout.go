// Package clienttimeout reports clients that may wait for ever and that
// requests wait for.
//
// # Why
//
// A client without a timeout waits for as long as its peer is silent. Each
// request that comes meanwhile waits behind the same peer, until goroutines,
// connections or memory run out. A timeout in the client covers every request
// that it sends, whoever wrote the call.
//
// # Example
//
//	var client = &http.Client{}
//
//	func fetch(w http.ResponseWriter, r *http.Request) {
//		req, _ := http.NewRequestWithContext(r.Context(), "GET", peer, nil)
//		resp, err := client.Do(req)
//		answer(w, resp, err)
//	}
//
// # Instead
//
//	var client = &http.Client{Timeout: 30 * time.Second}
//
// # Silent when
//
//   - a timeout is set where the client is made, or later;
//   - its transport limits how long an answer may take to begin, or is not one
//     of net/http;
//   - every request that it sends has a deadline, of its own or from
//     middleware;
//   - somebody unknown configures it, such as an option, or it may as well be
//     another client;
//   - no request waits for it;
//   - the wait itself is reported on the same line, by nodeadline, or the
//     client is built for every request with a transport of its own, which
//     perrequest reports.
//
// A data source name that stands in the code, of a database on another machine,
// and sets none of its driver's timeouts is advice.
package clienttimeout

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

//go:embed clienttimeout.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "clienttimeout",
	Source:   source,
	Severity: rule.Warning,
	Advice:   true,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, c := range pass.Clients() {
		f := rule.Finding{
			Op:      c.Op.Pos,
			Message: message(c),
			Entries: c.Roots,
			Chain:   c.Chain,
			Fixes:   fix(pass, c),
		}
		for _, u := range c.Uses {
			if u != c.Op.Pos {
				f.Notes = append(f.Notes, rule.Note{Pos: u, Message: "a request waits for it here"})
			}
		}
		pass.Report(f, pass.CallAt(c.Op.Pos, c.Op.Symbol), c.Op.Ignored)
	}
	for _, s := range pass.Sources() {
		f := rule.Finding{
			Op: s.Pos, Severity: rule.Advice,
			Message: link.Name(s.Symbol) + " sets no " + strings.Join(s.Keys, " or ") + ": a database that does not answer holds whoever has no deadline",
		}
		pass.Report(f, pass.CallAt(s.Pos, s.Symbol), s.Ignored)
	}
}

// message says what has no timeout: a client that could have one, or what
// cannot be given any.
func message(c *link.Client) string {
	what := strings.TrimSuffix(link.Name(c.Op.Symbol), "{}")
	switch {
	case strings.HasPrefix(c.Op.Variant, "off "):
		what += " switches " + strings.TrimPrefix(c.Op.Variant, "off ") + " off"
	case c.Op.Variant == "":
		what += " has no timeout"
	case strings.HasPrefix(c.Op.Variant, "With"):
		what += " is given no " + c.Op.Variant + ", and its calls no deadline"
	case strings.HasPrefix(c.Op.Variant, "Set"):
		what += " makes a client that no " + c.Op.Variant + " follows"
	default:
		what += " sets no " + c.Op.Variant
	}
	return what + ": a peer that does not answer holds every request that waits for it"
}

// fix sets the timeout in the literal. What is made by a constructor or is
// http.DefaultClient is left alone: another client has to take its place.
func fix(pass *rule.Pass, c *link.Client) []analysis.SuggestedFix {
	lit := pass.LiteralAt(c.Op.Pos)
	knob, _, _ := strings.Cut(c.Op.Variant, " or ")
	if lit == nil || !strings.HasSuffix(knob, "Timeout") {
		return nil
	}
	return pass.SetField(lit, knob, "30 * time.Second", "time")
}
