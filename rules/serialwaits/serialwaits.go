// Package serialwaits reports readings that a request waits for one after the
// other although neither needs the other.
//
// # Why
//
// A request that asks a database and then a cache takes as long as both
// together; when both are slow, its deadline is spent twice as fast. What does
// not depend on one another can be asked for at the same time.
//
// # Example
//
//	user, err := h.users.Find(ctx, id)
//	if err != nil {
//		return err
//	}
//	news, err := h.news.Latest(ctx)
//	if err != nil {
//		return err
//	}
//	return render(w, user, news)
//
// # Instead
//
//	g, ctx := errgroup.WithContext(ctx)
//	g.Go(func() (err error) { user, err = h.users.Find(ctx, id); return err })
//	g.Go(func() (err error) { news, err = h.news.Latest(ctx); return err })
//	if err := g.Wait(); err != nil {
//		return err
//	}
//	return render(w, user, news)
//
// One pair of a function is named.
//
// # Silent when
//
//   - the function may change something, or waits for more than readings;
//   - the second is given something that the first one found;
//   - the second is done only for some results of the first, or the first one's
//     error is told from others;
//   - what the first one found is not used after the second: it may be a check;
//   - both are done in a transaction, or in a loop;
//   - no request waits for them.
package serialwaits

import (
	_ "embed"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

//go:embed serialwaits.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "serialwaits",
	Source:   source,
	Severity: rule.Advice,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, s := range pass.Serials() {
		f := rule.Finding{
			Op: s.Second.Pos,
			Message: link.Name(s.Second.Callee) + " waits only after " + link.Name(s.First.Callee) +
				": neither needs the other, and the request waits for both in turn",
			Entries: s.Roots,
			Chain:   s.Chain,
			Notes:   []rule.Note{{Pos: s.First.Pos, Message: "waits first, in " + link.Name(s.First.Op.Symbol)}},
		}
		pass.Report(f, pass.CallAt(s.Second.Pos, s.Second.Callee), s.Second.Ignored)
	}
}
