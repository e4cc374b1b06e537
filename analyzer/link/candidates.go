package link

import (
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// HasCandidate reports whether something that the rule could report stands
// where the directive covers it, reached by a request or not.
func (m *Model) HasCandidate(d *program.Directive, rule string) bool {
	covers := func(pos witness.Pos) bool { return d.Covers(rule, pos.File, pos.Line) }
	for _, l := range m.Summary.Leaks {
		if rule == "unreleased" && covers(l.Pos) {
			return true
		}
	}
	for _, l := range m.Summary.Lates {
		if rule == "deferloop" && covers(l.Pos) {
			return true
		}
	}
	for _, b := range m.Summary.BadDeadlines {
		if rule == "baddeadline" && covers(b.Pos) {
			return true
		}
	}
	for _, a := range m.Summary.Assets {
		if rule == assetRule(a.Kind) && covers(a.Pos) {
			return true
		}
	}
	for _, s := range m.Summary.Servers {
		if rule == "servertimeout" && covers(s.Pos) {
			return true
		}
	}
	for _, s := range m.Summary.Sources {
		if rule == "clienttimeout" && covers(s.Pos) {
			return true
		}
	}
	for _, b := range m.Summary.Mismatches {
		if rule == "poollimits" && covers(b.Pos) {
			return true
		}
	}
	for _, f := range m.Fronts {
		if (rule == "nodeadline" || rule == "bodylimit") && covers(f.Pos) {
			return true
		}
	}
	for _, n := range m.Summary.Nodes {
		for _, op := range n.Ops {
			if isCandidate(&op, rule) && covers(op.Pos) {
				return true
			}
		}
		for _, h := range n.Holds {
			if covers(h.Pos) && (rule == LockedRule && h.Kind == summary.HoldLock || rule == ConnRule && h.Kind == summary.HoldConn) {
				return true
			}
		}
		for _, o := range n.Outcomes {
			if rule == "timeoutstatus" && covers(o.Pos) {
				return true
			}
		}
		for _, s := range n.Serials {
			if rule == "serialwaits" && covers(s.Second) {
				return true
			}
		}
		for _, u := range n.Uses {
			if rule == "detached" && u.Flags.Has(summary.Async) && covers(u.Pos) {
				return true
			}
		}
		for _, e := range n.Edges {
			if (rule == LockedRule || rule == ConnRule) && e.Held != 0 && covers(e.Pos) {
				return true
			}
			if rule == "lazyinit" && e.Flags.Has(summary.Lazy) && covers(e.Pos) {
				return true
			}
			if rule == "marshalwait" && n.Marshals != "" && covers(e.Pos) {
				return true
			}
			if (rule == "detached" || rule == "unboundedgo") && e.Flags.Has(summary.Starts) && covers(e.Pos) {
				return true
			}
			for _, a := range e.Args {
				if (a.Ctx.Outlives() || rule == "deadcleanup") && covers(e.Pos) {
					return true
				}
			}
		}
	}
	return false
}

// isCandidate reports whether a rule is about operations such as this one.
func isCandidate(op *summary.Op, rule string) bool {
	switch rule {
	case "perrequest", "lazyinit":
		return op.Class == summary.ClassBuild
	case "marshalwait":
		return op.Class == summary.ClassWait
	case LockedRule:
		return op.Class == summary.ClassWait || op.Class == summary.ClassHandoff || op.Class == summary.ClassPause
	case ConnRule:
		return op.Class != summary.ClassMake && !isClient(op.Class) && op.Class != summary.ClassBuild && op.Class != summary.ClassDeadline
	case "baddeadline":
		return op.Class == summary.ClassDeadline
	case "deadcleanup":
		return op.Class == summary.ClassWait && !op.NoContext
	case "cpubound":
		return op.Class == summary.ClassCPU
	case "pollloop":
		return op.Class == summary.ClassPoll
	case "inputloop":
		return op.Class == summary.ClassSize
	case "retryloop":
		return retries(op.Class) || op.Class == summary.ClassAgain
	case "bodylimit":
		return op.Class.IsRead()
	case "clienttimeout":
		return op.Class == summary.ClassClient
	case "cachegrowth":
		return op.Class == summary.ClassGrow
	case "orphanedgo":
		return op.Class == summary.ClassOrphan
	case "detached":
		return false
	case "unboundedgo":
		return op.Flags.Has(summary.Starts)
	}
	return op.Class == summary.ClassBlock || op.Class == summary.ClassQueue || op.Class == summary.ClassWait && op.Unended() && (op.NoContext || op.Ctx.Outlives())
}

// assetRule is the rule that speaks of assets of a kind.
func assetRule(k summary.AssetKind) string {
	if k == summary.AssetPool || k == summary.AssetTransport {
		return "poollimits"
	}
	return "shutdown"
}
