// Package bodylimit reports requests that are read to the end however much
// their client sends.
//
// # Why
//
// A body is as large as its client wants, and so is what comes out of a
// compressed one. A few clients that send gigabytes, and the process is out of
// memory, or the disk is full of uploads.
//
// # Example
//
//	func upload(w http.ResponseWriter, r *http.Request) {
//		body, err := io.ReadAll(r.Body)
//		answer(w, body, err)
//	}
//
// # Instead
//
//	func upload(w http.ResponseWriter, r *http.Request) {
//		r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
//		body, err := io.ReadAll(r.Body)
//		answer(w, body, err)
//	}
//
// The limit of a fix is a guess: only the owner of the code knows how much its
// clients have to send.
//
// # Silent when
//
//   - http.MaxBytesReader, io.LimitReader, a helper or another reader of yours
//     limits the body;
//   - middleware limits it, or the framework does by default;
//   - it is what a server answered;
//   - it was read before, and is read again from memory;
//   - it is passed on piece by piece, to a file or another service;
//   - no request comes with it, or no server is started where it is seen.
package bodylimit

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

//go:embed bodylimit.go
var source string

// Rule is the rule for every driver.
var Rule = &rule.Rule{
	Name:     "bodylimit",
	Source:   source,
	Severity: rule.Warning,
	Since:    "v0.1.0",
	Run:      run,
}

// Analyzer is what gopls and Bazel's nogo run.
var Analyzer = rule.Analyzer(Rule)

func run(pass *rule.Pass) {
	for _, d := range pass.Drains() {
		call := pass.CallAt(d.Op.Pos, d.Op.Symbol)
		f := rule.Finding{Op: d.Op.Pos, Message: message(d), Entries: d.Roots, Chain: d.Chain}
		if call != nil && !d.Op.Flags.Has(summary.Inflated) {
			f.Fixes = fix(pass, d)
		}
		pass.Report(f, call, d.Op.Ignored)
	}
	for _, f := range pass.Fleets() { // every handler decodes, so one finding a server
		if f.Lacks == summary.LimitsSize {
			pass.ReportFleet(f, "decode", "a request of any size: nothing on the way in limits it", nil)
		}
	}
}

func message(d *link.Load) string {
	name := link.Name(d.Op.Symbol)
	switch {
	case d.Op.Class == summary.ClassUpload:
		return name + " takes files of any size: one client can fill the disk"
	case d.Op.Flags.Has(summary.Inflated):
		return name + " reads compressed data of any size: a small request can take all memory"
	}
	return name + " reads a request of any size: one client can take all memory"
}

// fix limits the body before it is read.
func fix(pass *rule.Pass, d *link.Load) []analysis.SuggestedFix {
	limit := "1<<20"
	if d.Op.Class == summary.ClassUpload {
		limit = "32<<20" // what net/http keeps in memory
	}
	return pass.LimitBody(pass.CallAt(d.Op.Pos, d.Op.Symbol), limit)
}
