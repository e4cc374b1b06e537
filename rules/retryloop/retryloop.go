// Package retryloop reports retries that have no end, or that do not notice
// that nobody waits any more.
//
// # Why
//
// What fails is often down for minutes. A request that tries again until it
// succeeds stays for as long, and so do all that come after it; when the peer
// is back, they all ask at once. A few tries, or a deadline, give an answer.
//
// # Example
//
//	func (s *server) Save(ctx context.Context, o Order) {
//		for {
//			err := s.orders.Insert(ctx, o)
//			if err == nil {
//				return
//			}
//			time.Sleep(time.Second)
//		}
//	}
//
// # Instead
//
//	func (s *server) Save(ctx context.Context, o Order) (err error) {
//		for range 3 {
//			if err = s.orders.Insert(ctx, o); err == nil {
//				return nil
//			}
//			select {
//			case <-ctx.Done():
//				return ctx.Err()
//			case <-time.After(time.Second):
//			}
//		}
//		return err
//	}
//
// A function that calls itself with what it was given, because a wait failed,
// is such a loop, too.
//
// Retries at start-up and for messages are advice: there it may be right to
// wait for a peer. So is a limited number of retries on every error, be it one
// that says that the peer refuses: what is sent is wrong, or is there already.
//
// # Silent when
//
//   - the number of tries, or the time that they take, is limited, and so is each
//     pause between them, or the pauses look at the context;
//   - the loop looks at a context, or at a channel that others send on or close;
//   - only some errors are worth another try, and a context may end the call or
//     something else is asked whether to go on;
//   - a library retries, and its policy has a limit or is not known here, or it is
//     given a context that may end;
//   - all pauses together are over in two seconds;
//   - what is done again waits for nothing.
package retryloop

import (
	_ "embed"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed retryloop.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "retryloop",
	Source:   source,
	Severity: rule.Warning,
	Advice:   true,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, l := range pass.Loads() {
		f := rule.Finding{Op: l.Op.Pos, Entries: l.Roots, Chain: l.Chain}
		call := pass.CallAt(l.Op.Pos, l.Op.Symbol)
		switch l.Op.Class {
		case summary.ClassRetry:
			f.Message = link.Name(l.Op.Symbol) + " is retried for as long as it fails: neither tries nor time are limited"
		case summary.ClassBackoff:
			f.Message = link.Name(l.Op.Symbol) + " between retries looks at no context: who gives up still waits for it"
			if call != nil {
				f.Fixes = pass.PauseUnderContext(call)
			}
		case summary.ClassAgain:
			f.Message = link.Name(l.Op.Symbol) + " is retried on every error: also on one that another try does not mend"
		default:
			continue
		}
		if l.StartUp || l.Messages || l.Op.Class == summary.ClassAgain {
			f.Severity = rule.Advice
		}
		pass.Report(f, call, l.Op.Ignored)
	}
}
