package summary

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Leak is a resource that is still held on some way out of the function that
// acquired it.
type Leak struct {
	Symbol  string // what acquired it
	Result  int    // -1 for a lock, which the receiver is
	Type    string // what it is, as a person names it: "*sql.Rows"
	Release []string
	Pos     witness.Pos
	Call    *ast.CallExpr
	Chan    ast.Expr // the channel that a permit was taken from, instead of a call
	Exits   []LeakExit
	Body    bool // it is the body of a response
	Lock    bool // it is a lock
	Permit  bool // it is a permit of a semaphore
	Wrapped bool // Symbol is a function of the user's that takes the lock
	// Never says that no path releases it or hands it on.
	Never    bool
	HandedOn bool // on some path it becomes somebody else's
	InLoop   bool
	Ignored  []string
	// Single is the key of the function that loses it, if that does no harm in a
	// program which runs the function once, and Fails that this function fails
	// whenever it does.
	Single string
	Fails  bool
	// By is the method that an interface's turned out to be, which returns it,
	// and ByPos where that is; "" for all others.
	By    string
	ByPos witness.Pos
	// Harmless says that the program, which is this package, comes here once at
	// most, where losing one does no harm.
	Harmless bool
}

// LeakExit is a way out on which the resource is still held.
type LeakExit struct {
	Pos    witness.Pos // of the return; not valid at the end of the function
	At     token.Pos
	Loop   bool // it is acquired again instead
	Panics bool
}

// leaks reports the duties of fn that some path does not discharge.
func (b *builder) leaks(fn *ssa.Function) {
	late := b.lates(fn)
	if !b.wanted(fn) {
		return
	}
	for _, d := range b.duties(fn) {
		if late[d.origin()] {
			continue
		}
		if d.lock != nil {
			if leaks := b.lockLeaks(fn, d); len(leaks) > 0 && !b.isReported(d) {
				b.out.Leaks = append(b.out.Leaks, b.leak(d, leaks, outcome{released: true}))
			}
			continue
		}
		out := b.outcomeOf(fn, d)
		if out.released && isBatch(d.origin()) {
			continue
		}
		if leaks := b.counted(out); len(leaks) > 0 {
			l := b.leak(d, leaks, out)
			b.out.Leaks = append(b.out.Leaks, l)
			b.tellOnce(fn, l, leaks)
		}
	}
}

// isReported reports whether a leak of what the same instruction acquires is
// known: a call that takes several locks is one cause.
func (b *builder) isReported(d duty) bool {
	last := len(b.out.Leaks) - 1
	return last >= 0 && b.out.Leaks[last].Pos == b.prog.Pos(b.dutyPos(d))
}

// dutyPos is where it is acquired.
func (b *builder) dutyPos(d duty) token.Pos {
	switch {
	case d.by != nil:
		_, at := b.prog.Exchange(d.by.pos)
		return at
	case d.inner != nil:
		return b.prog.CallPos(d.inner)
	}
	return b.prog.CallPos(d.call)
}

// counted are the ways out that count. A panic counts where the framework may
// recover from it, in a function that otherwise releases; one with a constant
// says that the program is wrong, and one in a command ends the process.
func (b *builder) counted(out outcome) []exit {
	return slices.DeleteFunc(slices.Clone(out.leaks), func(e exit) bool {
		return e.panics && (!out.released || b.prog.Pass.Pkg.Name() == "main" || panicsWithConstant(e.instr))
	})
}

func panicsWithConstant(instr ssa.Instruction) bool {
	p, ok := instr.(*ssa.Panic)
	if !ok {
		return true
	}
	v := p.X
	if mi, ok := v.(*ssa.MakeInterface); ok {
		v = mi.X
	}
	_, isConst := v.(*ssa.Const)
	return isConst
}

// returning are the ways out but for panics.
func returning(exits []exit) []exit {
	return slices.DeleteFunc(slices.Clone(exits), func(e exit) bool { return e.panics })
}

// wanted reports whether findings in fn can be acted on. Resources of main and
// of initialisers live as long as the process.
func (b *builder) wanted(fn *ssa.Function) bool {
	if fn.Synthetic != "" || b.prog.IsGenerated(fn.Pos()) || isTestSupport(b.prog.Syntax(fn.Pos())) {
		return false
	}
	top := fn
	for top.Parent() != nil {
		top = top.Parent()
	}
	isMain := b.prog.Pass.Pkg.Name() == "main" && top.Name() == "main" && top.Signature.Recv() == nil
	return top.Name() != "init" && !isMain
}

// isTestSupport reports whether a file helps tests: nothing else imports the
// package testing.
func isTestSupport(f *ast.File) bool {
	return f != nil && slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"testing"` })
}

func (b *builder) leak(d duty, exits []exit, out outcome) *Leak {
	handedOn := out.escaped || len(out.returned) > 0
	at := d.origin()
	if d.inner != nil {
		at = d.inner
	}
	l := &Leak{
		Symbol:   d.Symbol,
		Result:   d.Result,
		Release:  d.Release,
		Pos:      b.prog.Pos(b.dutyPos(d)),
		Lock:     d.lock != nil && !d.permit,
		Permit:   d.permit,
		Wrapped:  d.wrapped,
		Never:    !out.released && !handedOn,
		HandedOn: handedOn || d.inner != nil,
		InLoop:   reaches(at.Block(), at.Block()),
		Ignored:  b.opt.Ignored(at),
	}
	if d.by != nil {
		l.Chan, _ = b.prog.Exchange(d.by.pos)
		l.Ignored = b.prog.Ignored(d.by.pos) // of the case, not of the whole select
	}
	if call, ok := at.(*ssa.Call); ok {
		l.Call = b.prog.CallExpr(call)
		b.describeResult(l, d, call)
	}
	for _, e := range exits {
		l.Exits = append(l.Exits, LeakExit{Pos: b.prog.Pos(e.instr.Pos()), At: e.instr.Pos(), Loop: e.loop, Panics: e.panics})
	}
	return l
}

// describeResult says what the result of a call is that is lost.
func (b *builder) describeResult(l *Leak, d duty, call *ssa.Call) {
	if res := call.Common().Signature().Results(); d.Result >= 0 && d.Result < res.Len() {
		l.Type = types.TypeString(res.At(d.Result).Type(), (*types.Package).Name)
	}
	if field, method, ok := bodyForm(d.Release); ok {
		l.Body = true
		if l.Result >= 0 && !hasField(call.Common().Signature().Results().At(l.Result).Type(), field) {
			l.Release = []string{method} // a wrapper returns the body alone
		}
	}
}
