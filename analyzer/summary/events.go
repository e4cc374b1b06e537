package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// event says what one instruction does to the resource.
func (t *tracker) event(instr ssa.Instruction) event {
	switch i := instr.(type) {
	case *ssa.Call:
		return t.callEvent(i)
	case *ssa.Defer:
		return t.deferEvent(i)
	case *ssa.Go:
		return t.goEvent(i)
	case *ssa.Return:
		if slices.ContainsFunc(i.Results, func(v ssa.Value) bool { return t.carries(v) && t.carries(lastStored(v)) }) {
			return escapes
		}
	case *ssa.Store:
		return t.storeEvent(i)
	case *ssa.MapUpdate:
		if t.carries(i.Value) || t.carries(i.Key) {
			return escapes
		}
	case *ssa.UnOp:
		return t.transferEvent(i)
	case *ssa.Send:
		if t.carries(i.X) {
			return escapes
		}
		return t.transferEvent(i)
	case *ssa.Select:
		if t.transferEvent(i) == released {
			return released
		}
		for _, s := range i.States {
			if s.Send != nil && t.carries(s.Send) {
				return escapes
			}
		}
	}
	return nothing
}

// lastStored is what a block has put in the variable that it then loads v from,
// or v: in a function that defers something, the results are variables.
func lastStored(v ssa.Value) ssa.Value {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return v
	}
	instrs := load.Block().Instrs
	for i := indexOf(load) - 1; i >= 0; i-- {
		if s, ok := instrs[i].(*ssa.Store); ok && s.Addr == load.X {
			return s.Val
		}
	}
	return v
}

// goEvent is what starting a goroutine does: one that only uses the resource
// borrows it, unless nobody else uses it from then on.
func (t *tracker) goEvent(g *ssa.Go) event {
	if t.lock != nil {
		return t.lockEvent(g)
	}
	if !slices.ContainsFunc(append(slices.Clone(g.Call.Args), g.Call.Value), t.carries) {
		return nothing
	}
	callees := t.b.prog.Callees(g)
	if len(callees) == 0 || t.callEvent(g) != nothing {
		return escapes
	}
	t.cur.lent = true
	return nothing
}

// uses reports whether the function itself does something with the resource.
func (t *tracker) uses(instr ssa.Instruction) bool {
	switch instr.(type) {
	case *ssa.Go, *ssa.Phi, *ssa.MakeClosure:
		return false
	}
	for _, op := range instr.Operands(nil) {
		if *op != nil && t.isAlias(*op) {
			return true
		}
	}
	return false
}

// storeEvent tells variables of this function, which keep the resource here,
// from everything else that it may be stored in.
func (t *tracker) storeEvent(s *ssa.Store) event {
	switch addr := s.Addr.(type) {
	case *ssa.Alloc:
		return nothing // also for a literal: its calls are seen
	case *ssa.IndexAddr:
		if a, ok := addr.X.(*ssa.Alloc); ok && isVariadic(a) {
			return nothing // an argument: the call decides
		}
	}
	if fresh := freshStruct(s.Addr); t.wraps && fresh != nil && t.isAlias(s.Val) && (!t.leading || t.leads(s.Addr)) {
		t.growReader(fresh, true)
		return nothing
	}
	if t.homeOf(s.Val) != nil && !t.isAlias(s.Val) {
		return escapes // a struct in a struct is not looked into
	}
	if t.carries(s.Val) && !t.inHome(s.Addr) && !t.handing(s) {
		return escapes // a free variable, too: the function around has it now
	}
	return nothing
}

// isAlias reports whether v is the resource, or the part that is released.
func (t *tracker) isAlias(v ssa.Value) bool {
	if v == nil || !t.alias[v] && !t.parts[v] {
		return false
	}
	return !t.onPath || t.status(v) == isResource
}

// carries reports whether one who gets v has the resource: v is the resource,
// a reader of it, a struct that has it, the address of the variable that it is
// in, or a literal that captures it.
func (t *tracker) carries(v ssa.Value) bool {
	if _, ok := t.readers[v]; ok || t.isAlias(v) || t.homeOf(v) != nil || t.holds(v) {
		return true
	}
	return slices.ContainsFunc(literalsOf(v), t.touches)
}

// literalsOf are the literals that v may be, as far as it is plain: through
// conversions, and variables that hold them.
func literalsOf(v ssa.Value) []*ssa.MakeClosure {
	var out []*ssa.MakeClosure
	seen := map[ssa.Value]bool{}
	var visit func(ssa.Value)
	visit = func(v ssa.Value) {
		if seen[v] {
			return
		}
		seen[v] = true
		switch x := v.(type) {
		case *ssa.MakeClosure:
			out = append(out, x)
		case *ssa.ChangeType:
			visit(x.X)
		case *ssa.MakeInterface:
			visit(x.X)
		case *ssa.Phi:
			for _, e := range x.Edges {
				visit(e)
			}
		case *ssa.UnOp:
			if a, ok := x.X.(*ssa.Alloc); ok && x.Op == token.MUL {
				for _, stored := range program.StoredIn(a) {
					visit(stored)
				}
			}
		}
	}
	visit(v)
	return out
}

// touches reports whether a literal captures the resource, or unlocks the lock.
func (t *tracker) touches(mc *ssa.MakeClosure) bool {
	if t.lock != nil {
		return t.literal(mc.Fn.(*ssa.Function), mc.Bindings, unknown) != nothing
	}
	return slices.ContainsFunc(mc.Bindings, func(b ssa.Value) bool { return t.holds(b) || t.isAlias(b) })
}

// holds reports whether a variable may hold the resource here.
func (t *tracker) holds(cell ssa.Value) bool {
	if !t.cells[cell] {
		return false
	}
	f := t.status(cell)
	return !t.onPath || f == isResource || f == unknown
}

// literal is what a call of a literal does to the resource, on any path: a
// clean-up that releases conditionally is taken to know when, as far as the
// path does not know better.
func (t *tracker) literal(fn *ssa.Function, free []ssa.Value, recovers fact) event {
	if program.IsMethodValue(fn) { // rows.Close as a value
		return t.methodValue(fn, free)
	}
	if t.depth > 3 || fn.Blocks == nil {
		return nothing
	}
	inner := t.b.newTracker(fn, t.forms, t.drains)
	inner.depth, inner.recovers, inner.lock = t.depth+1, recovers, t.lock
	inner.readers = t.readers
	concerned := t.lock != nil
	for i, bound := range free {
		if i >= len(fn.FreeVars) {
			break
		}
		concerned = t.bind(inner, bound, fn.FreeVars[i]) || concerned
	}
	if !concerned {
		return nothing
	}
	inner.cur.state = t.cur.state
	if !t.onPath {
		inner.cur.state = held
	}
	out := inner.run(fn.Blocks[0], 0, inner.cur)
	switch {
	case out.released:
		return released
	case out.escaped || out.tooLong || len(out.returned) > 0:
		return escapes
	}
	return nothing
}

// bind makes a captured variable of a literal what it is bound to, and reports
// whether that may be the resource.
func (t *tracker) bind(inner *tracker, bound ssa.Value, fv *ssa.FreeVar) bool {
	concerned := false
	if t.cells[bound] {
		growCell(fv, inner.cells, inner.grow)
		concerned = true
	}
	if t.verdictCells[bound] {
		growCell(fv, inner.verdictCells, inner.growVerdict)
	}
	if t.isAlias(bound) {
		inner.grow(fv)
		concerned = true
	}
	if !t.onPath || !isCell(bound) {
		return concerned
	}
	if f := t.status(bound); f != unknown {
		inner.learn(fv, f)
	}
	return concerned
}

// methodValue is what a call of x.M, used as a value, does to the resource.
func (t *tracker) methodValue(fn *ssa.Function, free []ssa.Value) event {
	name := strings.TrimSuffix(fn.Name(), "$bound")
	for _, b := range free {
		if t.lock != nil && t.isForm(name) && t.b.placeOf(b).equal(*t.lock) || t.lock == nil && t.isAlias(b) && t.isForm(name) {
			return released
		}
	}
	return nothing
}

// deferEvent is what a deferred call does. A literal runs when the function is
// left, and sees what its variables hold then.
func (t *tracker) deferEvent(d *ssa.Defer) event {
	if i := slices.Index(t.defers, d); i >= 0 {
		t.cur.pending |= 1 << i
		return nothing
	}
	return t.callEvent(d)
}

// findDefers lists the deferred calls that may release what a variable then
// holds, and sets up those that may come before the acquisition.
func (t *tracker) findDefers() {
	for _, b := range t.fn.Blocks {
		for _, instr := range b.Instrs {
			d, ok := instr.(*ssa.Defer)
			if !ok || len(t.defers) == 64 || !t.isLate(d) {
				continue
			}
			t.defers = append(t.defers, d)
			if t.origin != nil && (b == t.origin.Block() && indexOf(d) < indexOf(t.origin) || b != t.origin.Block() && reaches(b, t.origin.Block())) {
				t.cur.pending |= 1 << (len(t.defers) - 1)
			}
		}
	}
}

// isLate reports whether a deferred call looks at variables when it runs: it
// is a literal, or is given their addresses.
func (t *tracker) isLate(d *ssa.Defer) bool {
	if slices.ContainsFunc(d.Call.Args, func(a ssa.Value) bool { return t.cells[a] }) {
		return true
	}
	if t.lock != nil && t.origin != nil && t.lockEvent(d) == released {
		return true // also where it comes before the lock is taken
	}
	for _, c := range t.b.prog.Callees(d) {
		if c.Body != nil && (slices.ContainsFunc(c.Free, func(f ssa.Value) bool { return t.cells[f] }) || t.lock != nil && len(c.Free) > 0) {
			return true
		}
	}
	return false
}

// deferred reports whether a deferred literal releases the resource when the
// function is left here.
func (t *tracker) deferred(panics bool) bool {
	recovers := nilFact(!panics)
	for i, d := range t.defers {
		if t.cur.pending&(1<<i) == 0 {
			continue
		}
		if slices.ContainsFunc(d.Call.Args, func(a ssa.Value) bool { return t.cells[a] }) ||
			t.lock != nil && t.lockEvent(d) == released {
			return true
		}
		for _, c := range t.b.prog.Callees(d) {
			if c.Body != nil && t.literal(c.Body, c.Free, recovers) != nothing {
				return true
			}
		}
	}
	return false
}

// releases reports whether the call is one of the ways to release it.
func (t *tracker) releases(c *ssa.CallCommon) bool {
	if recv := receiver(c); recv != nil && t.isAlias(recv) && (t.isForm(methodName(c)) || disposes(methodName(c))) {
		return true
	}
	if t.alias[c.Value] && t.isForm("call") {
		return true
	}
	fn := c.StaticCallee()
	if fn == nil || fn.Signature.Recv() != nil || !slices.ContainsFunc(c.Args, t.isAlias) {
		return false
	}
	obj, ok := fn.Object().(*types.Func)
	return ok && t.isForm(program.Key(obj)+"(result)")
}

// disposes reports whether a method, by its name, ends its receiver or hands it
// over, whether or not the catalogue lists it.
func disposes(name string) bool {
	for _, verb := range []string{"Close", "Release", "Rollback", "Hijack", "Detach", "Shutdown", "Abort", "Discard", "Destroy"} {
		if rest, ok := strings.CutPrefix(name, verb); ok && rest != "d" && rest != "Read" && rest != "Write" {
			return true
		}
	}
	return false
}

// isForm reports whether a method, or function, is one of the release forms.
func (t *tracker) isForm(name string) bool {
	return name != "" && slices.ContainsFunc(t.forms, func(f string) bool {
		return f == name || strings.HasPrefix(f, "field:") && strings.HasSuffix(f, "."+name)
	})
}

// bodyField is the field through which the resource is released, if any: Body
// for "field:Body.Close".
func (t *tracker) bodyField() (string, bool) {
	field, _, ok := bodyForm(t.forms)
	return field, ok
}

func bodyForm(forms []string) (field, method string, ok bool) {
	for _, f := range forms {
		if rest, ok := strings.CutPrefix(f, "field:"); ok {
			field, method, _ = strings.Cut(rest, ".")
			return field, method, true
		}
	}
	return "", "", false
}
