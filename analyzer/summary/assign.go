package summary

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// arriving is what a phi is when it takes the value v.
func (t *tracker) arriving(phi *ssa.Phi, v ssa.Value) fact {
	if t.conds.counters[phi] {
		return t.count(v)
	}
	if f := t.status(v); f != unknown {
		return f
	}
	if t.isCandidate(phi) && !t.isCandidate(v) {
		return isOther
	}
	return unknown
}

// isRelevant reports whether a path should remember things about v.
func (t *tracker) isRelevant(v ssa.Value) bool {
	return t.isCandidate(v) || t.conds.uses[t.conds.canonical(v)] > 0
}

// assign updates what the path knows for an instruction that ends nothing.
func (t *tracker) assign(instr ssa.Instruction) {
	v, isValue := instr.(ssa.Value)
	if isValue && (!t.conds.isPure(v) || t.isCandidate(v)) {
		t.forget(v)
	}
	switch i := instr.(type) {
	case *ssa.Alloc:
		if f := zero(i); f != unknown && isCell(i) {
			t.learn(i, f)
		}
	case *ssa.Store:
		if cell := t.cellOf(i.Addr); cell != nil {
			t.forget(cell)
			t.copies(cell, i.Val)
		}
	case *ssa.UnOp:
		if i.Op == token.MUL && t.isRelevant(i) {
			t.load(i)
		}
	case *ssa.ChangeType:
		t.copyIfRelevant(i, i.X)
	case *ssa.ChangeInterface:
		t.copyIfRelevant(i, i.X)
	case *ssa.MakeInterface:
		t.copyIfRelevant(i, i.X)
	case *ssa.TypeAssert:
		if !i.CommaOk {
			t.copyIfRelevant(i, i.X)
		}
	case *ssa.Extract:
		t.extract(i)
	case *ssa.Call:
		t.call(i)
	}
}

func (t *tracker) copyIfRelevant(v, x ssa.Value) {
	if t.isRelevant(v) {
		t.copies(v, x)
	}
}

// load reads a variable: the value is what was last stored, on this path. A
// part of something that is not the resource is not a part of the resource.
func (t *tracker) load(load *ssa.UnOp) {
	if fa, ok := load.X.(*ssa.FieldAddr); ok && t.isCandidate(load) && t.status(fa.X) == isOther {
		t.learn(load, isOther)
	}
	cell := t.cellOf(load.X)
	if cell == nil {
		return
	}
	if x, ok := t.cur.env.get(t.ids.number(cell)); ok {
		if x.same != noValue {
			t.copies(load, t.ids.values[x.same])
			return
		}
		if x.fact != unknown {
			t.learn(load, x.fact)
		}
	}
	// What the path learns of the value, it learns of the variable.
	t.cur.env = t.cur.env.with(entry{t.ids.number(cell), t.ids.number(load), unknown})
}

// extract is the result of the acquisition, or of a checked assertion.
func (t *tracker) extract(ex *ssa.Extract) {
	if ta, ok := ex.Tuple.(*ssa.TypeAssert); ok && ex.Index == 0 {
		t.copyIfRelevant(ex, ta.X)
	}
}

// call updates what the path knows after a call.
func (t *tracker) call(call *ssa.Call) {
	for _, x := range t.cur.env {
		if cell := t.ids.values[x.value]; isCell(cell) && t.b.isShared(cell, call) {
			t.forget(cell)
		}
	}
	c := call.Common()
	if b, ok := c.Value.(*ssa.Builtin); ok {
		if b.Name() == "recover" && t.recovers != unknown {
			t.learn(call, t.recovers)
		}
		return
	}
	for _, arg := range c.Args {
		if t.alias[arg] && t.isAlias(arg) && slices.ContainsFunc(t.b.passes(call, arg), func(p Pass) bool { return p.Err >= 0 && !p.Wrap }) {
			t.cur.state = unchecked
		}
	}
	t.tellVerdict(call)
	switch {
	case isFluent(receiver(c), call) && t.isAlias(receiver(c)):
		t.learn(call, isResource)
	case isError(call.Type()) && t.isRelevant(call):
		if t.makesError(call) {
			t.learn(call, notNilValue)
		} else if t.verdicts[call] && !slices.ContainsFunc(c.Args, func(a ssa.Value) bool { return t.status(a) == isVerdict }) {
			t.learn(call, isOther)
		}
	}
}
