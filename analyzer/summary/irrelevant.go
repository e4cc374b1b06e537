package summary

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file knows the duties that end by themselves, and those of which the
// paths of a function cannot tell.

// endsWithParent reports whether what a call acquires ends with the receiver
// that it was acquired from: rows of a statement of a transaction end with the
// transaction, and what a connection opened ends with it, if its own release
// is deferred.
func (b *builder) endsWithParent(fn *ssa.Function, call *ssa.Call) bool {
	if b.isOnClosed(fn, call) {
		return true
	}
	recv := receiver(call.Common())
	if ex, ok := recv.(*ssa.Extract); ok {
		recv = ex.Tuple
	}
	parent, ok := recv.(*ssa.Call)
	if !ok {
		return recv != nil && b.isClosedHere(fn, recv)
	}
	for _, c := range b.prog.Callees(parent) {
		rows, lib := b.resourceRows(c)
		for _, r := range rows {
			if strings.Contains(r.AutoRelease, "closed with the Tx") {
				return true
			}
			// (*sql.Conn).Close waits for its rows instead.
			if r.Duty == model.DutyLeak && lib != "database/sql" && b.isDeferred(fn, duty{Owned: b.mustOwn(r), call: parent}) {
				return true
			}
		}
	}
	return false
}

// isOnClosed reports whether what a call acquires works on a network connection
// that the call is given, and whose release fn defers.
func (b *builder) isOnClosed(fn *ssa.Function, call *ssa.Call) bool {
	for _, conn := range call.Common().Args {
		if !program.HasMethod(conn.Type(), "SetDeadline") || !program.HasMethod(conn.Type(), "RemoteAddr") {
			continue
		}
		t := b.newTracker(fn, []string{"Close"}, false)
		t.grow(conn)
		for mi, ok := conn.(*ssa.MakeInterface); ok; mi, ok = mi.X.(*ssa.MakeInterface) {
			t.grow(mi.X)
		}
		if t.isDeferred() {
			return true
		}
	}
	return false
}

// isClosedHere reports whether fn was given a connection and defers its release.
func (b *builder) isClosedHere(fn *ssa.Function, conn ssa.Value) bool {
	named := namedOf(conn.Type())
	if named == nil || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() == "database/sql" {
		return false
	}
	if _, given := conn.(*ssa.Parameter); !given {
		return false
	}
	lib, typ := b.prog.Cat.Library(program.PathOf(named.Obj().Pkg())), types.TypeString(conn.Type(), nil)
	if lib == nil {
		return false
	}
	for row := range lib.All() {
		r, ok := row.Entry.(*model.Resource)
		if !ok || r.Type != typ || r.Duty != model.DutyLeak {
			continue
		}
		t := b.newTracker(fn, b.mustOwn(r).Release, false)
		t.grow(conn)
		if t.isDeferred() {
			return true
		}
	}
	return false
}

func (b *builder) mustOwn(r *model.Resource) Owned {
	o, _ := b.owned(r)
	return o
}

// isDeferred reports whether the release of a duty is deferred somewhere.
func (b *builder) isDeferred(fn *ssa.Function, d duty) bool {
	if len(d.Release) == 0 {
		return false
	}
	t := b.newTracker(fn, d.Release, false)
	t.growTuple(d.call, d.Result, d.Err)
	return t.isDeferred()
}

// isDeferred reports whether some deferred call releases the resource.
func (t *tracker) isDeferred() bool {
	for _, block := range t.fn.Blocks {
		for _, instr := range block.Instrs {
			site, ok := instr.(*ssa.Defer)
			if ok && t.callEvent(site) == released {
				return true
			}
		}
	}
	return false
}

// isBatch reports whether an instruction acquires only on some turns of a loop, under
// a condition that the loop itself changes:
//
//	if n == 0 { tx, err = db.Begin() }
//	…
//	if n++; n%size == 0 { tx.Commit(); n = 0 }
//
// Whether it is held at the end follows from numbers, which paths do not know.
func isBatch(at ssa.Instruction) bool {
	block := at.Block()
	for d := block.Idom(); d != nil; d = d.Idom() {
		cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok || !reaches(block, d) {
			continue
		}
		// Both ways stay in the loop.
		if (d.Succs[0] == block || reaches(d.Succs[0], d)) && (d.Succs[1] == block || reaches(d.Succs[1], d)) && changes(cond.Cond, 0) {
			return true
		}
	}
	return false
}

// changes reports whether a condition depends on a variable that a loop sets
// in more ways than by counting.
func changes(v ssa.Value, depth int) bool {
	if depth > 4 {
		return false
	}
	switch x := v.(type) {
	case *ssa.BinOp:
		return !isNil(x.X) && !isNil(x.Y) && (changes(x.X, depth+1) || changes(x.Y, depth+1))
	case *ssa.UnOp:
		return changes(x.X, depth+1)
	case *ssa.Phi:
		inLoop := map[ssa.Value]bool{}
		for i, e := range x.Edges {
			if reaches(x.Block(), x.Block().Preds[i]) && e != ssa.Value(x) {
				inLoop[e] = true
			}
		}
		return len(inLoop) > 1 || len(inLoop) == 1 && isPhiOfMany(inLoop)
	}
	return false
}

func isPhiOfMany(set map[ssa.Value]bool) bool {
	for v := range set {
		if phi, ok := v.(*ssa.Phi); ok {
			return len(phi.Edges) > 1
		}
	}
	return false
}

// serves reports whether a call runs a server until it is shut down: what is
// held meanwhile lives as long as the process.
func (b *builder) serves(site ssa.CallInstruction) bool {
	for _, c := range b.prog.Callees(site) {
		for _, sym := range b.prog.SymbolsOf(c) {
			for _, h := range sym.Lib.Handlers(sym.Rel) {
				if h.Kind == model.HandlerServer && isServeVerb(c) {
					return true
				}
			}
		}
	}
	return false
}

func isServeVerb(c program.Callee) bool {
	name := c.Func.Name()
	if c.Func.Signature().Results().Len() != 1 || strings.HasPrefix(name, "ServeCo") || strings.HasPrefix(name, "ServeR") {
		return false
	}
	for _, verb := range []string{"Serve", "Listen", "Run", "Start"} {
		if strings.HasPrefix(name, verb) {
			return isError(c.Func.Signature().Results().At(0).Type())
		}
	}
	return false
}
