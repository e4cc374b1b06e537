package summary

import (
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file reads the conditions on which loops end.

// answered is what the answer of a call says. What a call is asked that is
// given nothing but a context is whether that is over, if ever it is.
func (b *builder) answered(call *ssa.Call) leaving {
	c := call.Common()
	name := calledName(b.prog.Callees(call))
	args := c.Args
	if c.IsInvoke() {
		args = append([]ssa.Value{c.Value}, args...)
	}
	onlyContext := len(args) > 0
	for _, a := range args {
		switch {
		case tellsTime(a, 0):
			return leavesTime
		case isContextError(a, a):
			return leavesDone
		}
		onlyContext = onlyContext && (program.IsContext(a.Type()) && b.mayEnd(a, 0) || types.TypeString(a.Type(), nil) == "time.Duration")
	}
	switch {
	case onlyContext || namesEnd(name) || namesEnd(describePlace(firstOf(args))):
		return leavesDone
	case tellsTime(call, 0):
		return leavesTime
	case isIteration(name):
		return leavesCount
	case name == "Wait" || strings.HasPrefix(name, "Sleep") || strings.HasPrefix(name, "sleep"):
		if b.heeds(call) {
			return leavesDone
		}
	}
	return leavesData
}

func firstOf(vs []ssa.Value) ssa.Value {
	if len(vs) == 0 {
		return nil
	}
	return vs[0]
}

// isIteration reports whether a method goes on to the next of what is there.
func isIteration(name string) bool {
	switch name {
	case "Next", "Scan", "More", "HasNext", "HasMorePages", "HasMore", "NextPage", "Advance", "Valid", "len", "Len":
		return true
	}
	return false
}

// namesEnd reports whether a name says that something is over.
func namesEnd(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"clos", "cancel", "stop", "quit", "shut", "disconnect", "gone", "abort", "terminat", "exit", "isdone", "alive", "expired", "timeout", "deadline"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// describePlace names the field, variable or method that a value comes from.
func describePlace(v ssa.Value) string {
	switch x := v.(type) {
	case *ssa.FieldAddr:
		return program.FieldOf(x.X.Type(), x.Field).Name()
	case *ssa.Field:
		return program.FieldOf(x.X.Type(), x.Field).Name()
	case *ssa.Global:
		return x.Name()
	case *ssa.FreeVar:
		return x.Name()
	case *ssa.UnOp:
		return describePlace(x.X)
	case *ssa.Call:
		return methodName(x.Common())
	}
	return ""
}

// isContextError reports whether one of the values is the error of a context
// that is over.
func isContextError(vs ...ssa.Value) bool {
	for _, v := range vs {
		load, ok := v.(*ssa.UnOp)
		if !ok {
			continue
		}
		if g, ok := load.X.(*ssa.Global); ok && g.Pkg != nil && g.Pkg.Pkg.Path() == "context" {
			return true
		}
	}
	return false
}

// counts reports whether a number grows or shrinks with the turns of the loop.
func (l *loop) counts(v ssa.Value, depth int) bool {
	if basic, ok := v.Type().Underlying().(*types.Basic); !ok || basic.Info()&types.IsNumeric == 0 || depth > 6 {
		return false
	}
	switch x := v.(type) {
	case *ssa.Phi:
		for _, e := range x.Edges {
			if l.steps(e, x, 0) {
				return true
			}
		}
	case *ssa.BinOp:
		return l.counts(x.X, depth+1) || l.counts(x.Y, depth+1)
	case *ssa.Convert:
		return l.counts(x.X, depth+1)
	case *ssa.ChangeType:
		return l.counts(x.X, depth+1)
	case *ssa.UnOp:
		return x.Op == token.MUL && l.stepsIn(x)
	case *ssa.Call: // len of what grows
		if builtin, ok := x.Common().Value.(*ssa.Builtin); ok && builtin.Name() == "len" {
			return true
		}
		return strings.HasPrefix(calledBy(x), "Add") // of an atomic
	}
	return false
}

func calledBy(call *ssa.Call) string {
	if fn := call.Common().StaticCallee(); fn != nil {
		return fn.Name()
	}
	return methodName(call.Common())
}

// steps reports whether v is computed from the variable phi.
func (l *loop) steps(v ssa.Value, phi ssa.Value, depth int) bool {
	if depth > 6 {
		return false
	}
	switch x := v.(type) {
	case *ssa.BinOp:
		return x.X == phi || x.Y == phi || l.steps(x.X, phi, depth+1) || l.steps(x.Y, phi, depth+1)
	case *ssa.Phi:
		for _, e := range x.Edges {
			if x != phi && l.steps(e, phi, depth+1) {
				return true
			}
		}
	case *ssa.Convert:
		return l.steps(x.X, phi, depth+1)
	case *ssa.Call: // min(2*d, most)
		for _, a := range x.Common().Args {
			if a == phi || l.steps(a, phi, depth+1) {
				return true
			}
		}
	}
	return false
}

// stepsIn reports whether the variable or field that is loaded is counted in
// the loop: n++.
func (l *loop) stepsIn(load *ssa.UnOp) bool {
	for block := range l.body {
		for _, instr := range block.Instrs {
			s, ok := instr.(*ssa.Store)
			if !ok || !samePlace(s.Addr, load.X) {
				continue
			}
			if op, ok := s.Val.(*ssa.BinOp); ok {
				if from, ok := op.X.(*ssa.UnOp); ok && samePlace(from.X, load.X) {
					return true
				}
			}
		}
	}
	return false
}

// samePlace reports whether two addresses are of one variable or field.
func samePlace(p, q ssa.Value) bool {
	if p == q {
		return true
	}
	f, ok := p.(*ssa.FieldAddr)
	g, ok2 := q.(*ssa.FieldAddr)
	return ok && ok2 && f.Field == g.Field && (f.X == g.X || types.Identical(f.X.Type(), g.X.Type()))
}

// tellsTime reports whether v was computed from the clock.
func tellsTime(v ssa.Value, depth int) bool {
	if depth > 6 || v == nil {
		return false
	}
	switch x := v.(type) {
	case *ssa.Call:
		if fn := x.Common().StaticCallee(); fn != nil && fn.Pkg != nil && fn.Pkg.Pkg.Path() == "time" {
			switch fn.Name() {
			case "Now", "Since", "Until":
				return true
			}
		}
		for _, a := range x.Common().Args {
			if tellsTime(a, depth+1) {
				return true
			}
		}
	case *ssa.BinOp:
		return tellsTime(x.X, depth+1) || tellsTime(x.Y, depth+1)
	case *ssa.Convert:
		return tellsTime(x.X, depth+1)
	case *ssa.UnOp:
		if a, ok := x.X.(*ssa.Alloc); ok {
			for _, s := range program.StoredIn(a) {
				if tellsTime(s, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// talks reports whether a call reads from or writes to a peer, whose end it
// notices: the client's connection, stream or answer.
func talks(call *ssa.Call) bool {
	c := call.Common()
	name := strings.ToLower(calledBy(call))
	if strings.Contains(name, "write") || strings.Contains(name, "send") {
		return true
	}
	for _, verb := range []string{"recv", "read", "receive", "flush", "encode", "fprint", "copy", "render", "push", "emit", "print"} {
		if strings.HasPrefix(name, verb) {
			return true
		}
	}
	args := c.Args
	if c.IsInvoke() {
		args = append([]ssa.Value{c.Value}, args...)
	}
	for _, a := range args {
		if program.HasMethod(a.Type(), "Write") || program.HasMethod(a.Type(), "WriteMessage") || program.HasMethod(a.Type(), "SendMsg") || program.HasMethod(a.Type(), "Flush") {
			return true
		}
	}
	return false
}
