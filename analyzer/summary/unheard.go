package summary

import (
	"go/constant"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// deadline is the operation that sets a constant deadline.
func (b *builder) deadline(site ssa.CallInstruction, c program.Callee) (Op, bool) {
	if c.Func == nil || c.Func.Pkg() == nil || c.Func.Pkg().Path() != "context" || !strings.HasPrefix(c.Func.Name(), "WithTimeout") {
		return Op{}, false
	}
	d, ok := c.Args[1].(*ssa.Const)
	if !ok || d.Value == nil || d.Value.Kind() != constant.Int {
		return Op{}, false
	}
	op := Op{Class: ClassDeadline, Symbol: program.Key(c.Func), Lasts: time.Duration(d.Int64())}
	return op, op.Lasts >= time.Second
}

// unheard finds the contexts with a deadline that fn gives to nothing that may
// wait, and says of fn itself that it applies neither the context nor the
// timeout that it is given.
func (b *builder) unheard(fn *ssa.Function) {
	if b.prog.IsTest(fn.Pos()) || b.prog.IsGenerated(fn.Pos()) {
		return
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok || !setsDeadline(call) {
				continue
			}
			l := listener{b: b, seen: map[ssa.Value]bool{}}
			if ctx := resultOf(call, 0); ctx != nil && l.mayWait(ctx) {
				continue
			}
			b.out.BadDeadlines = append(b.out.BadDeadlines, &BadDeadline{
				Form: Unheard, Name: "context." + call.Common().StaticCallee().Name(),
				Pos: b.prog.Pos(b.prog.CallPos(call)), Node: b.prog.CallExpr(call), Ignored: b.opt.Ignored(call),
			})
		}
	}
	b.unapplied(fn)
}

// unapplied adds fn when it is given a context and a timeout and uses neither
// but to write them to a log.
func (b *builder) unapplied(fn *ssa.Function) {
	var ctx, timeout bool
	for _, p := range fn.Params {
		isTimeout := isDuration(p.Type()) && isTimeoutName(p.Name())
		if !isTimeout && !program.IsContext(p.Type()) {
			continue
		}
		l := listener{b: b, seen: map[ssa.Value]bool{}}
		if l.mayWait(p) {
			return
		}
		ctx, timeout = ctx || !isTimeout, timeout || isTimeout
	}
	if ctx && timeout {
		b.out.BadDeadlines = append(b.out.BadDeadlines, &BadDeadline{
			Form: Unapplied, Name: fn.Name(), Key: program.FuncKey(fn), Pos: b.prog.Pos(fn.Pos()), Ignored: b.prog.Ignored(fn.Pos()),
		})
	}
}

func setsDeadline(call *ssa.Call) bool {
	fn := call.Common().StaticCallee()
	if fn == nil || fn.Pkg == nil || fn.Pkg.Pkg.Path() != "context" {
		return false
	}
	switch fn.Name() {
	case "WithTimeout", "WithDeadline", "WithTimeoutCause", "WithDeadlineCause":
		return true
	}
	return false
}

// listener follows a context to all that is given it. What it does not know may
// wait.
type listener struct {
	b    *builder
	seen map[ssa.Value]bool
}

// mayWait reports whether something that is given the value, or what is made of
// it, may wait.
func (l *listener) mayWait(v ssa.Value) bool {
	if l.seen[v] {
		return false
	}
	l.seen[v] = true
	for _, ref := range program.Refs(v) {
		if l.uses(ref, v) {
			return true
		}
	}
	return false
}

func (l *listener) uses(ref ssa.Instruction, v ssa.Value) bool {
	switch i := ref.(type) {
	case *ssa.DebugRef:
		return false
	case *ssa.BinOp:
		return !program.IsContext(v.Type()) // what a number is compared with decides something
	case *ssa.Phi, *ssa.ChangeInterface, *ssa.MakeInterface, *ssa.ChangeType, *ssa.TypeAssert, *ssa.UnOp, *ssa.Extract:
		return l.mayWait(i.(ssa.Value))
	case *ssa.Store:
		if i.Val != v {
			return false
		}
		switch cell := i.Addr.(type) {
		case *ssa.Alloc:
			return l.mayWait(cell)
		case *ssa.IndexAddr:
			return l.mayWait(cell.X)
		}
		return true
	case *ssa.IndexAddr:
		return false // of the array of variadic arguments
	case *ssa.Slice:
		return l.mayWait(i)
	case *ssa.MakeClosure:
		return l.captured(i, v)
	case ssa.CallInstruction:
		return l.calls(i, v)
	}
	return true
}

func (l *listener) captured(mc *ssa.MakeClosure, v ssa.Value) bool {
	fn, ok := mc.Fn.(*ssa.Function)
	for i, b := range mc.Bindings {
		if b == v && (!ok || i >= len(fn.FreeVars) || l.mayWait(fn.FreeVars[i])) {
			return true
		}
	}
	return false
}

// calls reports whether a call that is given the value may wait under it.
func (l *listener) calls(site ssa.CallInstruction, v ssa.Value) bool {
	c := site.Common()
	if c.IsInvoke() {
		if c.Value != v {
			return true
		}
		switch c.Method.Name() {
		case "Err", "Value", "Deadline":
			return false
		}
		return true
	}
	fn := c.StaticCallee()
	if fn == nil {
		return true
	}
	if fn.Blocks != nil && fn.Signature.Recv() == nil && len(fn.FreeVars) == 0 {
		for i, a := range c.Args {
			if a == v && i < len(fn.Params) && l.mayWait(fn.Params[i]) {
				return true
			}
		}
		return false
	}
	if fn.Pkg == nil {
		return true
	}
	made, isCall := site.(*ssa.Call)
	switch path := fn.Pkg.Pkg.Path(); {
	case path == "context" && strings.HasPrefix(fn.Name(), "With"), path == "net/http" && (fn.Name() == "WithContext" || fn.Name() == "NewRequestWithContext"):
		return isCall && l.mayWait(made)
	case path == "context" && fn.Name() == "Cause", path == "log/slog", path == "log":
		return false
	}
	return true
}
