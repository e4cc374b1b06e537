package summary

import "testing"

// contexts are representatives of the whole lattice.
func contexts() []Ctx {
	var out []Ctx
	for _, kind := range []CtxKind{CtxUnknown, CtxNever, CtxInput, CtxRequest, CtxSlot} {
		for _, d := range []Deadline{NoDeadline, HasDeadline, MaybeDeadline} {
			for _, input := range []int{0, 1} {
				c := Ctx{Kind: kind, Deadline: d}
				if kind == CtxInput {
					c.Input = input
				}
				out = append(out, c)
			}
		}
	}
	return out
}

func TestJoinIsSemilattice(t *testing.T) {
	cs := contexts()
	for _, a := range cs {
		if a.join(a) != a {
			t.Errorf("join(%v, %v) = %v: not idempotent", a, a, a.join(a))
		}
		for _, b := range cs {
			if a.join(b) != b.join(a) {
				t.Errorf("join of %v and %v depends on their order", a, b)
			}
			for _, c := range cs {
				if a.join(b).join(c) != a.join(b.join(c)) {
					t.Errorf("join of %v, %v and %v depends on grouping", a, b, c)
				}
			}
		}
	}
}

// TestJoinIsNeverSurer: what two paths disagree on must not make a finding.
func TestJoinIsNeverSurer(t *testing.T) {
	for _, a := range contexts() {
		for _, b := range contexts() {
			if a.join(b).Endless() && !(a.Endless() && b.Endless()) {
				t.Errorf("join(%v, %v) never ends, though one of them does", a, b)
			}
		}
	}
}
