package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Pending is a leak of what a method of an interface returns: it is one if
// something that implements the method returns what must be closed.
type Pending struct {
	Method  string // of the interface
	Result  int
	Type    string // as of a Leak
	Release []string
	Pos     witness.Pos
	Returns []witness.Pos // where it is still open; one that is not valid is the end
	Loop    bool          // the next one is opened before
	Never   bool          // no path closes it or hands it on
	Ignored []string
}

// Leak is the leak that it is, once something is known to return a resource.
func (p *Pending) Leak() *Leak {
	l := &Leak{
		Symbol: p.Method, Result: p.Result, Type: p.Type, Release: p.Release, Pos: p.Pos, Never: p.Never, HandedOn: true, Ignored: p.Ignored,
	}
	for _, pos := range p.Returns {
		l.Exits = append(l.Exits, LeakExit{Pos: pos})
	}
	if p.Loop {
		l.Exits = append(l.Exits, LeakExit{Loop: true})
	}
	return l
}

// pendings finds what fn gets from interfaces' methods and does not close on
// some path.
func (b *builder) pendings(fn *ssa.Function) []Pending {
	if !b.wanted(fn) {
		return nil
	}
	var out []Pending
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			opened := b.openedBy(call)
			if len(opened) == 0 || len(b.acquired(call)) > 0 {
				continue
			}
			for _, d := range b.unended(fn, call, opened) {
				o := b.outcomeOf(fn, d)
				exits := returning(b.counted(o))
				if len(exits) == 0 {
					continue
				}
				p := Pending{
					Method: d.Symbol, Result: d.Result, Release: d.Release, Pos: b.prog.Pos(b.prog.CallPos(call)), Ignored: b.opt.Ignored(call),
					Type:  types.TypeString(call.Common().Signature().Results().At(d.Result).Type(), (*types.Package).Name),
					Never: !o.released && !o.escaped && len(o.returned) == 0,
				}
				for _, e := range exits {
					if e.loop {
						p.Loop = true
					} else {
						p.Returns = append(p.Returns, b.prog.Pos(e.instr.Pos()))
					}
				}
				out = append(out, p)
			}
		}
	}
	return out
}

// openedBy are the results of a call of an interface's method that can be closed,
// or committed and rolled back: interfaces, as io.ReadCloser, which a person who
// implements it may return anything as.
func (b *builder) openedBy(call *ssa.Call) []duty {
	var out []duty
	for _, c := range b.prog.Callees(call) {
		if !c.Invoke || !b.isOpenMethod(c.Func) {
			continue
		}
		res := call.Common().Signature().Results()
		for i := range res.Len() {
			if release := releasesIn(res.At(i).Type()); release != nil {
				out = append(out, duty{Owned: Owned{Result: i, Err: verdictIn(res), Symbol: program.Key(c.Func), Release: release}, call: call})
			}
		}
	}
	return out
}

// releasesIn are the methods of an interface of which one releases what has them.
func releasesIn(t types.Type) []string {
	switch {
	case !types.IsInterface(t):
		return nil
	case program.HasMethod(t, "Commit") && program.HasMethod(t, "Rollback"):
		return []string{"Commit", "Rollback"}
	case program.HasMethod(t, "Close"):
		return []string{"Close"}
	}
	return nil
}

// ownedSet is the set of results of a method that its caller must close.
func (b *builder) ownedSet(fn *ssa.Function) (out Inputs) {
	shape := b.shapes[fn]
	if shape == nil || fn.Signature.Recv() == nil {
		return 0
	}
	for _, o := range shape.Owned {
		if slices.Contains(o.Release, "Close") || slices.Contains(o.Release, "Rollback") || slices.ContainsFunc(o.Release, isBodyForm) {
			out |= bit(o.Result) &^ Foreign
		}
	}
	return out
}

// isBodyForm reports whether a release closes the body of a response.
func isBodyForm(form string) bool {
	_, _, ok := bodyForm([]string{form})
	return ok
}
