package summary

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// place is where a lock or semaphore is kept: the value that a path begins
// with, and the fields and loads that lead on from there. Two places that are
// equal are the same lock, unless something on the way was assigned to.
type place struct {
	root ssa.Value
	path string
}

func (p place) equal(q place) bool { return p == q }

// in is the place at the end of a further path.
func (p place) in(path string) place { return place{p.root, p.path + path} }

// isStable reports whether the place is the same each time that its code runs
// in one call of the function.
func (p place) isStable() bool {
	switch root := p.root.(type) {
	case *ssa.Parameter, *ssa.Global:
		for _, r := range p.path {
			if r == '[' || r == '(' {
				return false
			}
		}
		return true
	case *ssa.MakeChan:
		return !reaches(root.Block(), root.Block())
	}
	return false
}

// placeOf follows a value back to where it is kept. What two calls of the same
// function with the same arguments return is taken to be the same lock.
func (b *builder) placeOf(v ssa.Value) place {
	p := b.pathOf(v)
	if call, ok := p.root.(*ssa.Call); ok {
		return b.calledPlace(call, p.path)
	}
	return p
}

// pathOf follows a value back to where it is kept, or to the call that made it.
func (b *builder) pathOf(v ssa.Value) place {
	path := ""
	for range 24 {
		switch x := v.(type) {
		case *ssa.FieldAddr:
			path, v = fieldStep(x.X, x.Field)+path, x.X
		case *ssa.Field:
			path, v = fieldStep(x.X, x.Field)+path, x.X
		case *ssa.IndexAddr:
			path, v = "["+b.placeKey(x.Index)+"]"+path, x.X
		case *ssa.Lookup:
			path, v = "["+b.placeKey(x.Index)+"]"+path, x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.Extract:
			lookup, ok := x.Tuple.(*ssa.Lookup)
			if !ok {
				return place{v, path}
			}
			v = lookup
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return place{v, path}
			}
			if one := b.onlyValue(x.X); one != nil {
				v = one
			} else {
				path, v = "*"+path, x.X
			}
		case *ssa.FreeVar:
			bound := b.prog.Bound(x)
			if len(bound) != 1 {
				return place{v, path}
			}
			v = bound[0]
		default:
			return place{v, path}
		}
	}
	return place{v, path}
}

func fieldStep(of ssa.Value, index int) string {
	if f := program.FieldOf(of.Type(), index); f != nil {
		return "." + f.Name()
	}
	return fmt.Sprintf(".%d", index)
}

// onlyValue is what a variable always holds: it is assigned to once, as a
// parameter is that a literal captures.
func (b *builder) onlyValue(addr ssa.Value) ssa.Value {
	for range 8 { // of literals in literals
		fv, ok := addr.(*ssa.FreeVar)
		if !ok {
			break
		}
		bound := b.prog.Bound(fv)
		if len(bound) != 1 {
			return nil
		}
		addr = bound[0]
	}
	if a, ok := addr.(*ssa.Alloc); ok {
		if vs := program.StoredIn(a); len(vs) == 1 {
			return vs[0]
		}
	}
	return nil
}

// calledPlace is what a call returns, named by the function and its arguments.
func (b *builder) calledPlace(call *ssa.Call, path string) place {
	c := call.Common()
	fn := c.StaticCallee()
	if fn == nil {
		return place{call, path}
	}
	args := ""
	for _, a := range c.Args {
		args += b.placeKey(a) + ","
	}
	return place{fn, "(" + args + ")" + path}
}

// placeKey names a value in a path.
func (b *builder) placeKey(v ssa.Value) string {
	if c, ok := v.(*ssa.Const); ok {
		return c.String()
	}
	p := b.placeOf(v)
	return fmt.Sprintf("%p%s", p.root, p.path)
}
