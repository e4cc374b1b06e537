package summary

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// mayHaveDeadline reports whether a network connection may have a deadline: one
// is set on it, or on the connection that it was made of as tls.Client makes its,
// or somebody unknown has it, who may set one.
func mayHaveDeadline(conn ssa.Value, depth int) bool {
	switch x := conn.(type) {
	case *ssa.MakeInterface:
		return mayHaveDeadline(x.X, depth)
	case *ssa.ChangeInterface:
		return mayHaveDeadline(x.X, depth)
	}
	call, ok := conn.(*ssa.Call)
	if x, isResult := conn.(*ssa.Extract); isResult {
		call, ok = x.Tuple.(*ssa.Call)
	}
	if !ok || depth > 4 || isTold(conn) {
		return true
	}
	return slices.ContainsFunc(call.Common().Args, func(a ssa.Value) bool {
		return isConn(a.Type()) && mayHaveDeadline(a, depth+1)
	})
}

// isTold reports whether a connection is told when to give up, or given to
// somebody who may tell it. Who makes another connection of it is asked about
// where that one is used.
func isTold(conn ssa.Value) bool {
	return slices.ContainsFunc(program.Refs(conn), func(ref ssa.Instruction) bool {
		switch i := ref.(type) {
		case *ssa.MakeInterface:
			return isTold(i)
		case *ssa.ChangeInterface:
			return isTold(i)
		case *ssa.Store, *ssa.MakeClosure, *ssa.Phi:
			return true
		case ssa.CallInstruction:
			c := i.Common()
			if receiver(c) == conn {
				return strings.HasSuffix(methodName(c), "Deadline")
			}
			res := c.Signature().Results()
			return res.Len() == 0 || !isConn(res.At(0).Type())
		}
		return false
	})
}
