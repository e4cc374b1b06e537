package summary

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Serial is two calls of one function of which the second needs nothing of the
// first: neither a result, nor that it went well, but for an error that ends
// both. Linking finds whether both wait.
type Serial struct {
	First, Second witness.Pos
}

// isRead reports whether a call that waits only reads: as its row says, or as
// the statement or the request does that it is given.
func isRead(w *model.Wait, args []ssa.Value) bool {
	if w.Kind == model.KindHTTP && slices.ContainsFunc(args, func(a ssa.Value) bool {
		return program.IsRequest(a.Type()) && isMadeWith(a, 0, "GET", "HEAD")
	}) {
		return true
	}
	return w.Reads == model.ReadsAlways || w.Reads == model.ReadsSelect && slices.ContainsFunc(args, func(a ssa.Value) bool {
		text := strings.ToUpper(strings.TrimSpace(program.ConstString(a)))
		return strings.HasPrefix(text, "SELECT") && !strings.Contains(text, "FOR UPDATE") && !strings.Contains(text, "FOR SHARE")
	})
}

// serials finds the pairs of calls in fn, in the order of its blocks.
func (b *builder) serials(n *Node, fn *ssa.Function) {
	if !b.prog.Own || b.prog.IsTest(fn.Pos()) || b.prog.IsGenerated(fn.Pos()) {
		return
	}
	calls := b.pairable(n, fn)
	if len(calls) > maxPairable {
		return // all pairs of them would take long
	}
	for _, first := range calls {
		var t *tainted
		for _, second := range calls {
			if second == first || !runsBefore(first, second) {
				continue
			}
			if t == nil {
				t = newTainted(first)
			}
			if t.leaves(second) {
				n.Serials = append(n.Serials, Serial{b.prog.Pos(b.prog.CallPos(first)), b.prog.Pos(b.prog.CallPos(second))})
			}
		}
	}
}

// pairable are the calls of fn that are edges of the node, or operations that
// read, and that run at most once: outside of loops and of transactions.
func (b *builder) pairable(n *Node, fn *ssa.Function) []*ssa.Call {
	var out []*ssa.Call
	add := func(pos witness.Pos, callee string) {
		call, ok := b.out.sites[siteKey{pos, callee}].(*ssa.Call)
		if ok && call.Parent() == fn && !slices.Contains(out, call) && !reaches(call.Block(), call.Block()) && !inTransaction(call) {
			out = append(out, call)
		}
	}
	for _, op := range n.Ops {
		if op.Class == ClassWait && op.Flags.Has(Reads) && op.Held == 0 && (!op.NoContext || op.Variant != "") {
			add(op.Pos, op.Symbol)
		}
	}
	for _, e := range n.Edges {
		if e.Held|e.Gives == 0 && !e.Flags.Has(Async|Deferred|Starts) {
			add(e.Pos, e.Callee+e.Method)
		}
	}
	return out
}

// inTransaction reports whether a call works on something that can be rolled
// back.
func inTransaction(call *ssa.Call) bool {
	c := call.Common()
	return slices.ContainsFunc(append([]ssa.Value{c.Value}, c.Args...), func(v ssa.Value) bool {
		return v != nil && program.HasMethod(v.Type(), "Rollback") && !program.HasMethod(v.Type(), "WithContext")
	})
}

func runsBefore(a, b *ssa.Call) bool {
	if a.Block() != b.Block() {
		return a.Block().Dominates(b.Block())
	}
	return slices.Index(a.Block().Instrs, ssa.Instruction(a)) < slices.Index(b.Block().Instrs, ssa.Instruction(b))
}

// tainted is what comes of a call: its results, what it fills, and what is
// computed from those.
type tainted struct {
	call   *ssa.Call
	values map[ssa.Value]bool
}

func newTainted(call *ssa.Call) *tainted {
	t := &tainted{call, map[ssa.Value]bool{}}
	t.fills(call)
	t.add(call)
	return t
}

func (t *tainted) add(v ssa.Value) {
	if v == nil || t.values[v] || len(t.values) > 2000 {
		return
	}
	t.values[v] = true
	for _, ref := range program.Refs(v) {
		switch i := ref.(type) {
		case *ssa.Call:
			t.fills(i)
			t.add(i)
		case *ssa.Store:
			if i.Val == v {
				t.addStored(i.Addr)
			}
		case *ssa.MapUpdate:
			t.add(i.Map)
		case ssa.Value:
			t.add(i)
		}
	}
}

// addStored adds what a variable, a field of it or an element is a part of.
func (t *tainted) addStored(addr ssa.Value) {
	t.add(addr)
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		t.addStored(a.X)
	case *ssa.IndexAddr:
		t.addStored(a.X)
	case *ssa.UnOp:
		if a.Op == token.MUL {
			t.addStored(a.X)
		}
	}
}

// fills adds the variables whose addresses a call is given.
func (t *tainted) fills(call *ssa.Call) {
	for _, a := range call.Common().Args {
		switch x := unconverted(a).(type) {
		case *ssa.Alloc:
			t.add(x)
		case *ssa.Slice:
			if v, ok := x.X.(*ssa.Alloc); ok && isVariadic(v) {
				t.fillsVariadic(v)
			}
		}
	}
}

// fillsVariadic adds the variables whose addresses are variadic arguments.
func (t *tainted) fillsVariadic(array *ssa.Alloc) {
	for _, ref := range program.Refs(array) {
		ia, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		for _, use := range program.Refs(ia) {
			if s, ok := use.(*ssa.Store); ok {
				switch v := unconverted(s.Val).(type) {
				case *ssa.Alloc:
					t.add(v)
				case *ssa.FieldAddr:
					t.addStored(v)
				}
			}
		}
	}
}

// leaves reports whether a later call needs nothing of the first, and what the
// first one found is of use only after the second.
func (t *tainted) leaves(second *ssa.Call) bool {
	for _, op := range second.Operands(nil) {
		if *op != nil && t.values[*op] || t.inVariadic(*op) {
			return false
		}
	}
	for d := second.Block(); d != nil && d != t.call.Block(); d = d.Idom() {
		test := d.Idom()
		if test == nil {
			return false
		}
		cond, ok := test.Instrs[len(test.Instrs)-1].(*ssa.If)
		if !ok || !t.values[cond.Cond] || isOrLeadsTo(test.Succs[0], second.Block()) && isOrLeadsTo(test.Succs[1], second.Block()) {
			continue
		}
		if err := nilTested(cond.Cond); err == nil || !isError(err.Type()) || t.isTold(err) {
			return false
		}
	}
	return t.usedAfter(second)
}

// nilTested is the value that a condition compares with nil, nil if it does not.
func nilTested(cond ssa.Value) ssa.Value {
	cmp, ok := cond.(*ssa.BinOp)
	switch {
	case !ok:
	case isNil(cmp.Y):
		return cmp.X
	case isNil(cmp.X):
		return cmp.Y
	}
	return nil
}

func isOrLeadsTo(from, to *ssa.BasicBlock) bool { return from == to || reaches(from, to) }

// inVariadic reports whether a variadic argument has something of the call.
func (t *tainted) inVariadic(v ssa.Value) bool {
	sl, ok := v.(*ssa.Slice)
	return ok && t.values[sl.X]
}

// isTold reports whether an error is told from others: then it says whether
// there is something, or whether that is allowed.
func (t *tainted) isTold(err ssa.Value) bool {
	return slices.ContainsFunc(program.Refs(err), func(ref ssa.Instruction) bool {
		switch i := ref.(type) {
		case *ssa.Call:
			fn := i.Common().StaticCallee()
			return fn != nil && fn.Signature.Results().Len() == 1 && isBool(fn.Signature.Results().At(0).Type())
		case *ssa.BinOp:
			return !isNil(i.X) && !isNil(i.Y)
		case *ssa.TypeAssert:
			return true
		}
		return false
	})
}

// usedAfter reports whether something that the call found, and not only whether
// it failed, is used after the second one.
func (t *tainted) usedAfter(second *ssa.Call) bool {
	for v := range t.values {
		if v == ssa.Value(t.call) || isError(v.Type()) || v == ssa.Value(second) {
			continue
		}
		for _, ref := range program.Refs(v) {
			if _, debug := ref.(*ssa.DebugRef); debug || ref.Block() == nil {
				continue
			}
			if ref.Block() != second.Block() && second.Block().Dominates(ref.Block()) ||
				ref.Block() == second.Block() && slices.Index(ref.Block().Instrs, ref) > slices.Index(ref.Block().Instrs, ssa.Instruction(second)) {
				return true
			}
		}
	}
	return false
}

// maxPairable is how many calls of one function are compared with one another.
const maxPairable = 60
