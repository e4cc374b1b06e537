package summary

import (
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file knows what limits a number that a request asks for.

// isCapped reports whether a comparison limits v wherever control comes to the
// block from: on the way it was less than something.
func (b *builder) isCapped(v ssa.Value, at *ssa.BasicBlock) bool {
	if at == nil || v.Parent() != nil && v.Parent() != at.Parent() {
		return false
	}
	for d := at; d != nil; d = d.Idom() {
		up := d.Idom()
		if up == nil {
			break
		}
		cond, ok := up.Instrs[len(up.Instrs)-1].(*ssa.If)
		if ok && len(d.Preds) == 1 && up.Succs[0] != up.Succs[1] && b.caps(cond.Cond, up.Succs[0] == d, v) {
			return true
		}
	}
	return isAsserted(v) || b.isCheckedValue(v, at)
}

// caps reports whether a condition with this value says that v is no more
// than something, or was looked at by a function that judges it.
func (b *builder) caps(cond ssa.Value, truth bool, v ssa.Value) bool {
	switch x := cond.(type) {
	case *ssa.UnOp:
		return x.Op == token.NOT && b.caps(x.X, !truth, v)
	case *ssa.BinOp:
		op := x.Op
		switch {
		case sameAmount(x.X, v) && !isTurn(x.Y):
		case sameAmount(x.Y, v) && !isTurn(x.X):
			op = mirrored(op)
		default:
			return false
		}
		switch op {
		case token.LSS, token.LEQ, token.EQL:
			return truth
		case token.GTR, token.GEQ, token.NEQ:
			return !truth
		}
	case *ssa.Call: // slices.Contains(allowed, n)
		for _, a := range x.Common().Args {
			if sameAmount(a, v) {
				return true
			}
		}
	}
	return false
}

func mirrored(op token.Token) token.Token {
	switch op {
	case token.LSS:
		return token.GTR
	case token.LEQ:
		return token.GEQ
	case token.GTR:
		return token.LSS
	case token.GEQ:
		return token.LEQ
	}
	return op
}

// sameAmount reports whether two values are one number: the same one converted,
// loaded again from where it is kept, or the length of one list.
func sameAmount(p, v ssa.Value) bool {
	p, v = unconverted(p), unconverted(v)
	if p == v {
		return true
	}
	if l := lengthOf(p); l != nil {
		return sameAmount(l, v)
	}
	if c, ok := p.(*ssa.Call); ok {
		d, ok := v.(*ssa.Call)
		return ok && len(c.Common().Args) == 1 && len(d.Common().Args) == 1 && c.Common().StaticCallee() != nil &&
			c.Common().StaticCallee() == d.Common().StaticCallee() && sameAmount(c.Common().Args[0], d.Common().Args[0])
	}
	x, ok := p.(*ssa.UnOp)
	y, ok2 := v.(*ssa.UnOp)
	return ok && ok2 && x.Op == token.MUL && y.Op == token.MUL && (samePlace(x.X, y.X) || sameAmount(x.X, y.X))
}

// lengthOf is the list that a value is the length of, or nil.
func lengthOf(v ssa.Value) ssa.Value {
	call, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	if builtin, ok := call.Common().Value.(*ssa.Builtin); ok && builtin.Name() == "len" {
		return call.Common().Args[0]
	}
	return nil
}

// isAsserted reports whether a comparison of v is an argument of a call, as in
// v.Check(n <= 100, …).
func isAsserted(v ssa.Value) bool {
	for _, ref := range program.Refs(v) {
		cmp, ok := ref.(*ssa.BinOp)
		if !ok || !isBool(cmp.Type()) {
			continue
		}
		for _, use := range program.Refs(cmp) {
			if _, isCall := use.(*ssa.Call); isCall {
				return true
			}
		}
	}
	return false
}

// isPlaceLimited reports whether the variable or field at an address is
// compared with more than one anywhere on the way to a block, or its comparison
// is asserted. What is assigned to it then, paths would have to tell.
func (b *builder) isPlaceLimited(addr ssa.Value, at *ssa.BasicBlock) bool {
	fn := addr.Parent()
	if fn == nil {
		return false
	}
	for _, cmp := range b.orderingsIn(fn) {
		for i, side := range []ssa.Value{cmp.X, cmp.Y} {
			if l := lengthOf(unconverted(side)); l != nil {
				side = l
			}
			load, ok := unconverted(side).(*ssa.UnOp)
			if !ok || load.Op != token.MUL || !samePlace(load.X, addr) {
				continue
			}
			other := []ssa.Value{cmp.Y, cmp.X}[i]
			if n, isConst := constInt(other); isConst && n <= 1 || isTurn(other) {
				continue
			}
			if cmp.Block() == at || reaches(cmp.Block(), at) {
				return true
			}
		}
	}
	return false
}

// orderingsIn lists the comparisons of a function by size, once.
func (b *builder) orderingsIn(fn *ssa.Function) []*ssa.BinOp {
	if out, ok := b.orderings[fn]; ok {
		return out
	}
	var out []*ssa.BinOp
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if cmp, ok := instr.(*ssa.BinOp); ok && isOrdering(cmp.Op) {
				out = append(out, cmp)
			}
		}
	}
	b.orderings[fn] = out
	return out
}

// isTurn reports whether a value counts the turns of a loop: that a loop ends
// at a number does not limit it.
func isTurn(v ssa.Value) bool {
	switch x := unconverted(v).(type) {
	case *ssa.Phi:
		return true
	case *ssa.BinOp:
		_, isPhi := x.X.(*ssa.Phi)
		return isPhi
	}
	return false
}

func isOrdering(op token.Token) bool {
	return op == token.LSS || op == token.LEQ || op == token.GTR || op == token.GEQ
}

// isChecked reports whether a struct, or what points to it, is given to a
// function that judges or changes it on the way to a block.
func (b *builder) isChecked(base ssa.Value, at *ssa.BasicBlock) bool {
	for range 4 {
		if b.isCheckedValue(base, at) {
			return true
		}
		load, ok := base.(*ssa.UnOp)
		if !ok || load.Op != token.MUL {
			return false
		}
		base = load.X
	}
	return false
}

func (b *builder) isCheckedValue(v ssa.Value, at *ssa.BasicBlock) bool {
	if at == nil {
		return false
	}
	for _, ref := range program.Refs(v) {
		switch x := ref.(type) {
		case *ssa.Call:
			if judges(calledBy(x)) && (x.Block() == at || reaches(x.Block(), at)) {
				return true
			}
		case *ssa.MakeInterface, *ssa.ChangeType, *ssa.ChangeInterface:
			if b.isCheckedValue(x.(ssa.Value), at) {
				return true
			}
		case *ssa.UnOp: // the struct itself
			if _, isStruct := x.Type().Underlying().(*types.Struct); isStruct && b.isCheckedValue(x, at) {
				return true
			}
		}
	}
	return false
}

// judges tells by its name a function that checks or limits what it is given.
func judges(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"valid", "check", "verify", "clamp", "limit", "normal", "sanit", "ensure", "default", "constrain", "bound", "enforce"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return name == "struct" || name == "structctx" || name == "struct_"
}
