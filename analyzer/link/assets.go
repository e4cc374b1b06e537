package link

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

func assetID(a *summary.Asset) string {
	return fmt.Sprintf("%s/%s:%d:%d asset%d", a.Pos.Pkg, a.Pos.File, a.Pos.Line, a.Pos.Col, a.Kind)
}

// assets finds what a program that takes requests has and never limits,
// releases or shuts down. Only the whole program tells: an importer may do that.
func (g *graph) assets(all []summary.Asset, closed []string) []*summary.Asset {
	if !g.isWhole {
		return nil
	}
	requests, database := g.takesRequests()
	var out []*summary.Asset
	for i := range all {
		a := &all[i]
		if a.Kind == summary.AssetTransport || a.Kind == summary.AssetPool && !database || a.Kind == summary.AssetClient && !requests || g.isSettled(a) {
			continue
		}
		if a.Kind == summary.AssetEarly && !g.isUsed(a.Symbol) {
			continue
		}
		if a.Kind == summary.AssetServer && g.isDiagnostic(frontPlace(a.Pos)) {
			continue
		}
		if _, done := slices.BinarySearch(closed, assetID(a)); done || g.isPerRequest(a) {
			continue
		}
		out = append(out, a)
	}
	slices.SortStableFunc(out, func(a, b *summary.Asset) int { return a.Pos.Compare(b.Pos) })
	return out
}

// takesRequests reports whether requests wait for something in the program, and
// for a database.
func (g *graph) takesRequests() (requests, database bool) {
	for _, n := range g.order {
		for i := range n.Ops {
			op := &n.Ops[i]
			if op.Class != summary.ClassWait || requests && (database || !op.Kind.IsDatabase()) {
				continue
			}
			if roots, _ := g.entries(n); len(roots) > 0 {
				requests, database = true, database || op.Kind.IsDatabase()
			}
		}
	}
	return requests, database
}

// isUsed reports whether requests wait for what a method closes: for a client of
// its type, or for some database where it closes that of database/sql, which
// others stand on.
func (g *graph) isUsed(closer string) bool {
	recv, _, _ := model.Receiver(closer)
	for _, n := range g.order {
		for i := range n.Ops {
			op := &n.Ops[i]
			by, _, ok := model.Receiver(op.Symbol)
			if op.Class != summary.ClassWait || !(ok && by == recv || recv == "*database/sql.DB" && op.Kind.IsDatabase()) {
				continue
			}
			if roots, _ := g.entries(n); len(roots) > 0 {
				return true
			}
		}
	}
	return false
}

// isSettled reports whether somebody in the program does what an asset needs,
// to this one or to another.
func (g *graph) isSettled(a *summary.Asset) bool {
	return slices.ContainsFunc(a.Needs, func(need string) bool {
		_, found := slices.BinarySearch(g.settings, summary.Settles+need)
		return found
	})
}

// isPerRequest reports whether requests make an asset: that is perrequest's.
func (g *graph) isPerRequest(a *summary.Asset) bool {
	n := g.nodes[a.In]
	if n == nil || a.Kind != summary.AssetPool && a.Kind != summary.AssetClient && a.Kind != summary.AssetTransport {
		return false
	}
	if n.Root != program.NotRoot {
		return true
	}
	roots, _ := g.entries(n)
	return len(roots) > 0
}

// compareAssets orders assets by place, then kind, then client.
func compareAssets(a, b summary.Asset) int {
	return cmp.Or(a.Pos.Compare(b.Pos), int(a.Kind)-int(b.Kind), strings.Compare(a.Client, b.Client))
}
