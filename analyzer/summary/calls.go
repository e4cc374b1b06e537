package summary

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file follows channels through a struct that a function makes for one
// goroutine, as for a call that is under way:
//
//	c := &call{done: make(chan error)}
//	go s.run(c) // c.done <- err
//	select {
//	case err := <-c.done:
//	case <-ctx.Done():
//	}

// fieldAtStart is the channel, as the function knows it that starts a goroutine,
// that is in a field of a struct which the goroutine's function is given and
// nobody else knows; nil for others.
func fieldAtStart(c program.Callee, ch ssa.Value) ssa.Value {
	load, ok := ch.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil
	}
	field, ok := load.X.(*ssa.FieldAddr)
	if !ok {
		return nil
	}
	param, ok := field.X.(*ssa.Parameter)
	if !ok || !isOwn(param, 0) {
		return nil
	}
	made, ok := c.InputValue(slices.Index(c.Body.Params, param)).(*ssa.Alloc)
	if !ok || !isOwn(made, 0) {
		return nil
	}
	for _, ref := range program.Refs(made) {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || fa.Field != field.Field {
			continue
		}
		for _, ref := range program.Refs(fa) {
			if v, ok := ref.(*ssa.UnOp); ok {
				return v
			}
		}
	}
	return nil
}

// isOwnField reports whether an address is in a struct of the function's own,
// which it shares with goroutines that it starts and with nobody else.
func isOwnField(addr ssa.Value) bool {
	fa, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return false
	}
	made, ok := fa.X.(*ssa.Alloc)
	return ok && isOwn(made, 0)
}

// isOwn reports whether a struct, or the variable that it is in, is known to
// nobody but the function, its literals and goroutines.
func isOwn(v ssa.Value, depth int) bool {
	return depth < 6 && !slices.ContainsFunc(program.Refs(v), func(ref ssa.Instruction) bool {
		switch i := ref.(type) {
		case *ssa.DebugRef, *ssa.Go:
			return false
		case *ssa.FieldAddr:
			return slices.ContainsFunc(program.Refs(i), func(ref ssa.Instruction) bool {
				switch at := ref.(type) {
				case *ssa.UnOp, *ssa.DebugRef:
					return false
				case *ssa.Store:
					return at.Addr != ssa.Value(i)
				}
				return true
			})
		case *ssa.UnOp:
			return i.Op != token.MUL || !isOwn(i, depth+1)
		case *ssa.Store:
			cell, isVar := i.Addr.(*ssa.Alloc)
			return i.Addr != v && (!isVar || !isOwn(cell, depth+1))
		case *ssa.MakeClosure:
			n := slices.Index(i.Bindings, v)
			return n < 0 || !isOwn(i.Fn.(*ssa.Function).FreeVars[n], depth+1)
		}
		return true
	})
}
