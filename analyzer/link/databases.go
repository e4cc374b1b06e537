package link

import (
	"slices"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// localize is the table's nodes, with what queries wait for made local if all
// databases that the packages up to here open are. The table itself keeps what
// it has: a package above may open others, and then it is that which reports.
func localize(t *Table) []*summary.Node {
	if !slices.Contains(t.Settings, summary.LocalDatabase) || slices.Contains(t.Settings, summary.OtherDatabase) {
		return t.Nodes
	}
	isQuery := func(op summary.Op) bool { return op.Kind == model.KindSQL }
	out := slices.Clone(t.Nodes)
	for i, n := range out {
		if !slices.ContainsFunc(n.Ops, isQuery) {
			continue
		}
		c := *n
		c.Ops = slices.Clone(n.Ops)
		for j := range c.Ops {
			if isQuery(c.Ops[j]) {
				c.Ops[j].Kind = model.KindLocalDB
			}
		}
		out[i] = &c
	}
	return out
}
