// Package lockedwait reports locks that are held while something outside is
// waited for.
//
// # Why
//
// Whoever wants the lock waits as long as the peer takes, even if nothing else
// ties them to that peer. One slow reply then stalls every request that comes
// by the lock, and a deadline on the call only says for how long.
//
// # Example
//
//	func (c *Rates) Get(ctx context.Context, currency string) (float64, error) {
//		c.mu.Lock()
//		defer c.mu.Unlock()
//		if r, ok := c.rates[currency]; ok {
//			return r, nil
//		}
//		r, err := c.fetch(ctx, currency) // everybody else waits for c.mu
//		c.rates[currency] = r
//		return r, err
//	}
//
// # Instead
//
//	func (c *Rates) Get(ctx context.Context, currency string) (float64, error) {
//		c.mu.Lock()
//		r, ok := c.rates[currency]
//		c.mu.Unlock()
//		if ok {
//			return r, nil
//		}
//		r, err := c.fetch(ctx, currency)
//		if err != nil {
//			return 0, err
//		}
//		c.mu.Lock()
//		defer c.mu.Unlock()
//		c.rates[currency] = r
//		return r, nil
//	}
//
// # Silent when
//
//   - the lock is released before the wait;
//   - the lock and the one connection that it waits on are fields of one
//     struct, or of its parts: such connections are used by one at a time;
//   - it waits for a condition, another lock or a file, or sleeps for less than
//     10 ms;
//   - it receives from a channel, unless whoever closes that takes the same lock
//     before;
//   - it sends to a channel that has another way out, or that was made for one
//     answer and has room for it;
//   - it reads the request, or writes the answer;
//   - no request comes to the wait, and none wants the lock of a goroutine that
//     does;
//   - it is a read lock, and nobody in the package writes;
//   - the lock is a variable of the request, or a field of what the request
//     makes;
//   - it is one of many, for a key or an element, or one of another process;
//   - nobody waits for it: all only try.
package lockedwait

import (
	_ "embed"
	"fmt"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed lockedwait.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     link.LockedRule,
	Source:   source,
	Severity: rule.Warning,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, l := range pass.Locked() {
		f := rule.Finding{Op: l.Pos, Message: message(l), Entries: l.Roots, Chain: l.Chain}
		f.Notes = append(f.Notes, rule.Note{Pos: l.Hold.Pos, Message: link.LockName(l.Hold.ID) + " is locked here"})
		for _, h := range l.Others {
			f.Notes = append(f.Notes, rule.Note{Pos: h.Pos, Message: link.LockName(h.ID) + " is held across it as well"})
		}
		for _, w := range l.More {
			f.Notes = append(f.Notes, rule.Note{Pos: w.Chain[0].Pos, Message: link.Name(w.Op.Symbol) + " waits under the same lock"})
		}
		pass.Report(f, pass.CallAt(l.Pos, l.Op.Symbol), l.Op.Ignored)
	}
}

// message says which lock is held across what.
func message(l *link.Held) string {
	lock, what := link.LockName(l.Hold.ID), link.Name(l.Op.Symbol)
	why := "one slow reply stalls every request that wants it"
	switch {
	case l.Closer != "":
		why = link.Name(l.Closer) + " wants it before it closes the channel, and neither goes on"
	case l.Op.Class == summary.ClassHandoff:
		why = "one slow receiver stalls every request that wants it"
	case l.Op.Kind == model.KindSleep:
		why = "every request that wants it waits as long"
	case l.Background:
		why = "one slow reply stalls the requests that want it"
	}
	return fmt.Sprintf("%s is held across %s: %s", lock, what, why)
}
