// Package deadcleanup reports clean-up that waits under a context which is over
// by then, or which never ends.
//
// # Why
//
// What is deferred matters most when the request was cancelled: the lock is to
// be given back, the half-made object deleted. Under the context of that request
// the call fails at once, and the lock stays until it expires. Under one that
// never ends, a peer that does not answer holds the request for ever, after all
// its work is done.
//
// # Example
//
//	func (s *Store) Rebuild(ctx context.Context, key string) error {
//		lock, err := s.locker.Obtain(ctx, key, time.Minute, nil)
//		if err != nil {
//			return err
//		}
//		defer lock.Release(ctx)
//		return s.rebuild(ctx, key)
//	}
//
// # Instead
//
//	defer func() {
//		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
//		defer cancel()
//		_ = lock.Release(ctx)
//	}()
//
// A fix is offered where the client ends the call by itself, or in a deferred
// literal with -deadcleanup.timeout=2s, or the same in .stallcheck.yaml: how
// long clean-up may take only the owner of the code knows.
//
// # Silent when
//
//   - the context is made for the clean-up, with its own timeout;
//   - no context is passed;
//   - the library does its part when the context is over, as pgx drops the
//     connection of a transaction;
//   - it runs only where there was no error, or it is the commit;
//   - the context comes through a field, a map or an unknown caller.
package deadcleanup

import (
	_ "embed"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

//go:embed deadcleanup.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "deadcleanup",
	Source:   source,
	Severity: rule.Warning,
	Since:    "v0.1.0",
	Run:      run,
	Flags:    rule.TimeoutFlag,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, c := range pass.Cleanups() {
		call := pass.CallAt(c.Pos, c.Callee)
		f := rule.Finding{Op: c.Pos, Message: message(c), Entries: c.Roots, Chain: append(c.Chain, c.Hop())}
		if call != nil {
			f.Fixes = pass.Detach(call, c.Made == "", c.Bounded())
		}
		pass.Report(f, call, c.Ignored)
	}
}

// message says what waits and why its context does not serve it.
func message(c *link.Cleanup) string {
	name := link.Name(c.Symbol)
	if c.Wait.Op.Symbol != c.Symbol {
		name += " and " + link.Name(c.Wait.Op.Symbol) + " in it"
	}
	switch {
	case c.Made != "":
		return name + " may wait forever as clean-up: " + link.Name(c.Made) + " never ends"
	case c.Over:
		return name + " cleans up under a context that is over: it fails at once"
	}
	return name + " cleans up under the context of the request: it fails when that is cancelled"
}
