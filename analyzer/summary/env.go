package summary

import (
	"encoding/binary"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// fact is what is known of a value, or of the content of a variable, at one
// point of one path.
type fact uint8

const (
	unknown    fact = iota
	isResource      // it is the resource, or the part of it that is released
	isVerdict       // it is the error or boolean that tells whether there is one
	isOther         // it may be the resource on other paths, and is not on this
	isNilValue
	notNilValue
	isTrue
	isFalse
)

// truthFact is the fact that a boolean has this value.
func truthFact(truth bool) fact {
	if truth {
		return isTrue
	}
	return isFalse
}

// nilFact is the fact that a value is nil, or is not.
func nilFact(isNil bool) fact {
	if isNil {
		return isNilValue
	}
	return notNilValue
}

// env is what one path knows: entries sorted by value. It is never changed, so
// that paths can share it. A variable that lives in memory, because a literal
// captures it, has an entry under its address, for its content.
type env []entry

type entry struct {
	value int32
	same  int32 // the value that it is a copy of, or noValue
	fact  fact
}

const noValue = -1

func (e env) find(value int32) (int, bool) {
	return slices.BinarySearchFunc(e, value, func(x entry, v int32) int { return int(x.value) - int(v) })
}

func (e env) get(value int32) (entry, bool) {
	if i, ok := e.find(value); ok {
		return e[i], true
	}
	return entry{value: value, same: noValue}, false
}

func (e env) with(x entry) env {
	i, ok := e.find(x.value)
	if ok && e[i] == x {
		return e
	}
	out := slices.Clone(e)
	if ok {
		out[i] = x
		return out
	}
	return slices.Insert(out, i, x)
}

func (e env) without(value int32) env {
	i, ok := e.find(value)
	if !ok {
		return e
	}
	return slices.Delete(slices.Clone(e), i, i+1)
}

// key tells environments apart.
func (e env) key() string {
	out := make([]byte, 0, 9*len(e))
	for _, x := range e {
		out = binary.LittleEndian.AppendUint32(out, uint32(x.value))
		out = binary.LittleEndian.AppendUint32(out, uint32(x.same))
		out = append(out, byte(x.fact))
	}
	return string(out)
}

// numbers gives the values of a function numbers, in the order in which they
// are asked for.
type numbers struct {
	of     map[ssa.Value]int32
	values []ssa.Value
}

func (n *numbers) number(v ssa.Value) int32 {
	if i, ok := n.of[v]; ok {
		return i
	}
	i := int32(len(n.values))
	n.of[v] = i
	n.values = append(n.values, v)
	return i
}

// root is the value that v is a copy of on the current path, or v.
func (t *tracker) root(v ssa.Value) ssa.Value {
	if x, ok := t.cur.env.get(t.ids.number(v)); ok && x.same != noValue {
		return t.ids.values[x.same]
	}
	return v
}

// known is what the current path knows of v, without what the candidate sets
// say.
func (t *tracker) known(v ssa.Value) fact {
	if c, ok := v.(*ssa.Const); ok {
		return constFact(c)
	}
	x, _ := t.cur.env.get(t.ids.number(t.root(v)))
	return x.fact
}

// status is what v is on the current path. A candidate of which the path knows
// nothing is taken to be what it may be.
func (t *tracker) status(v ssa.Value) fact {
	if f := t.known(v); f != unknown {
		return f
	}
	root := t.root(v)
	switch {
	case t.alias[root] || t.parts[root]:
		return isResource
	case t.verdicts[root]:
		return isVerdict
	case root != v && t.isCandidate(v):
		return isOther
	}
	return unknown
}

func (t *tracker) isCandidate(v ssa.Value) bool {
	return t.alias[v] || t.parts[v] || t.verdicts[v] || t.cells[v] || t.verdictCells[v]
}

// learn notes a fact about v and all its copies.
func (t *tracker) learn(v ssa.Value, f fact) {
	if _, isConst := v.(*ssa.Const); isConst {
		return
	}
	id := t.ids.number(t.root(v))
	t.cur.env = t.cur.env.with(entry{id, noValue, f})
}

// copies notes that v is a copy of x from here on.
func (t *tracker) copies(v, x ssa.Value) {
	id := t.ids.number(v)
	if c, ok := x.(*ssa.Const); ok {
		if f := constFact(c); f != unknown {
			t.cur.env = t.cur.env.with(entry{id, noValue, f})
		} else if t.isCandidate(v) {
			t.cur.env = t.cur.env.with(entry{id, noValue, isOther})
		} else {
			t.cur.env = t.cur.env.without(id)
		}
		return
	}
	if root := t.root(x); root != v {
		t.cur.env = t.cur.env.with(entry{id, t.ids.number(root), unknown})
	}
}

// forget drops what is known of v, since it is computed anew or may have been
// assigned to by others.
func (t *tracker) forget(v ssa.Value) {
	id := t.ids.number(v)
	for _, x := range t.cur.env {
		if x.same == id { // a copy of the former value keeps what was known
			t.cur.env = t.cur.env.with(entry{x.value, noValue, t.status(v)})
		}
	}
	t.cur.env = t.cur.env.without(id)
	for _, cond := range t.conds.dependents[v] {
		t.cur.env = t.cur.env.without(t.ids.number(cond))
	}
}

func constFact(c *ssa.Const) fact {
	switch {
	case c.IsNil():
		return isNilValue
	case isBool(c.Type()) && c.Value != nil:
		return truthFact(c.Value.String() == "true")
	}
	return unknown
}
