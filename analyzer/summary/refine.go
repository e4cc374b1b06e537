package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// refine updates the path for a branch: cond is known to be truth. It is false
// when the resource does not exist there, or the branch cannot be taken.
func (t *tracker) refine(cond ssa.Value, truth bool) bool {
	cond = t.conds.canonical(cond)
	if sel, nth := caseOf(cond); sel != nil && ssa.Instruction(sel) == t.origin {
		return truth == (nth == t.nth)
	}
	if f := t.known(cond); f == isTrue || f == isFalse {
		return f == truthFact(truth)
	}
	if t.status(cond) == isVerdict { // an ok that came with the resource
		t.settle(cond, truthFact(truth))
		return truth
	}
	ok := true
	switch c := cond.(type) {
	case *ssa.UnOp:
		if c.Op == token.NOT {
			ok = t.refine(c.X, !truth)
		}
	case *ssa.BinOp:
		if !t.refineCount(c, truth) {
			return false
		}
		if c.Op == token.EQL || c.Op == token.NEQ {
			ok = t.refineEqual(c.X, c.Y, truth == (c.Op == token.EQL))
		}
	case *ssa.Call:
		ok = t.refineCall(c, truth)
	case *ssa.Extract:
		ok = t.refineAssert(c, truth)
	}
	t.remember(cond, truthFact(truth))
	return ok
}

// remember notes the result of a test if another may depend on it.
func (t *tracker) remember(v ssa.Value, f fact) {
	if t.conds.uses[t.conds.canonical(v)] > 1 || t.isKept(v) {
		t.learn(t.conds.canonical(v), f)
	}
}

// isKept reports whether a variable holds v, which a literal may test.
func (t *tracker) isKept(v ssa.Value) bool {
	id := t.ids.number(t.root(v))
	for _, x := range t.cur.env {
		if x.same == id || x.value == id && isCell(v) {
			return true
		}
	}
	return false
}

// settle notes that the verdict says that the resource exists: every value
// that holds the verdict is as v is.
func (t *tracker) settle(v ssa.Value, f fact) {
	t.cur.state = held
	for _, x := range t.cur.env {
		if x.fact == isVerdict {
			x.fact = f
			t.cur.env = t.cur.env.with(x)
		}
	}
	t.learn(v, f)
}

// hasBool reports whether a boolean came with the resource, besides an error:
// the error alone does not tell then.
func (t *tracker) hasBool() bool {
	for v := range t.verdicts {
		if isBool(v.Type()) {
			return true
		}
	}
	return false
}

// refineEqual handles err == nil, err == ErrX and rows == nil.
func (t *tracker) refineEqual(x, y ssa.Value, equal bool) bool {
	if isNil(x) {
		x, y = y, x
	}
	if !equal && isNil(y) && t.hasFailed(x) {
		t.drained = true
		return false
	}
	fx, fy := t.status(x), t.status(y)
	if !isNil(y) {
		switch {
		case equal && t.cur.state == unchecked && (fx == isVerdict || fy == isVerdict) && !isBool(x.Type()):
			return false // equal to some error: not nil
		case equal && (fx == isNilValue && isSentinel(y) || fy == isNilValue && isSentinel(x)):
			return false
		}
		return true
	}
	if fx == unknown { // another load of a field that was tested before
		fx = t.known(t.conds.canonical(x))
	}
	switch fx {
	case isResource:
		return !equal
	case isVerdict:
		if t.cur.state == unchecked {
			if equal && !t.hasBool() {
				t.settle(x, isNilValue)
			} else if equal {
				t.learn(x, isNilValue)
			}
			return equal
		}
	case isNilValue:
		return equal
	case notNilValue:
		return !equal
	}
	t.remember(x, nilFact(equal))
	return true
}

// hasFailed reports whether v is the error of a method that releases the
// resource when it fails.
func (t *tracker) hasFailed(v ssa.Value) bool {
	v = t.root(v)
	if ex, ok := v.(*ssa.Extract); ok {
		v = ex.Tuple
	}
	call, ok := v.(*ssa.Call)
	return ok && slices.Contains(t.fails, methodName(call.Common())) && t.isAlias(receiver(call.Common()))
}

// isSentinel reports whether a value is an error kept in a variable of a
// package, which is not nil.
func isSentinel(v ssa.Value) bool {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		v = mi.X
	}
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	_, ok = load.X.(*ssa.Global)
	return ok
}

// refineCall handles rows.Next(), errors.Is(err, …) and helpers that tell
// whether an error is nil.
func (t *tracker) refineCall(c *ssa.Call, truth bool) bool {
	common := c.Common()
	if t.drains && !truth && methodName(common) == "Next" && t.isAlias(receiver(common)) {
		t.drained = true
		return false
	}
	for _, callee := range t.b.prog.Callees(c) {
		for i, arg := range callee.Args {
			if f := t.status(arg); f == isVerdict || f == isNilValue && isError(arg.Type()) {
				return t.refineCheck(t.b.errCheckOf(callee, i), f, arg, truth)
			}
		}
	}
	return true
}

// tellVerdict notes a call that is given the verdict: one that returns only
// when the error is nil settles it, others may pass it on.
func (t *tracker) tellVerdict(call *ssa.Call) {
	if t.cur.state != unchecked {
		return
	}
	for _, callee := range t.b.prog.Callees(call) {
		for i, arg := range callee.Args {
			if t.status(arg) != isVerdict {
				continue
			}
			check := t.b.errCheckOf(callee, i)
			switch {
			case check != nil && check.Must:
				t.settle(arg, isNilValue)
			case !isBool(call.Type()) && !isError(call.Type()) && callee.Func != nil && !prints(program.Key(callee.Func)):
				t.cur.told = true
			}
		}
	}
}

// refineCheck is the branch on a call that is given an error, which is the
// verdict, or nil.
func (t *tracker) refineCheck(check *ErrCheck, f fact, arg ssa.Value, truth bool) bool {
	if check == nil { // errors.Is and its like: true only of an error
		check = &ErrCheck{OfErr: maybe, OfNil: never}
	}
	result := never
	if truth {
		result = always
	}
	whenNil := check.OfNil == maybe || check.OfNil == result
	whenErr := check.OfErr == maybe || check.OfErr == result
	if f == isNilValue {
		return whenNil
	}
	if t.cur.state != unchecked {
		return true
	}
	if whenNil && !whenErr {
		t.settle(arg, isNilValue)
	}
	return whenNil
}

// refineAssert handles if e, ok := err.(T); ok, and the same for the resource:
// what cannot be closed need not be.
func (t *tracker) refineAssert(ex *ssa.Extract, truth bool) bool {
	ta, ok := ex.Tuple.(*ssa.TypeAssert)
	if !ok || ex.Index != 1 {
		return true
	}
	switch t.status(ta.X) {
	case isVerdict:
		return !truth || t.cur.state != unchecked
	case isNilValue:
		return !truth
	case isResource:
		return truth || !t.canRelease(ta.AssertedType)
	}
	return true
}

// makesError reports whether a call returns an error that is never nil.
func (t *tracker) makesError(call *ssa.Call) bool {
	fn := call.Common().StaticCallee()
	if fn == nil {
		return false
	}
	obj, ok := fn.Object().(*types.Func)
	if !ok || obj.Pkg() == nil {
		return false
	}
	switch obj.Pkg().Path() + "." + obj.Name() {
	case "errors.New", "fmt.Errorf", "github.com/pkg/errors.New", "github.com/pkg/errors.Errorf":
		return true
	}
	return false
}

// assume notes the branches that dominate a block: they were taken.
func (t *tracker) assume(b *ssa.BasicBlock) {
	for d := b.Idom(); d != nil; b, d = d, d.Idom() {
		cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok || len(b.Preds) != 1 {
			continue
		}
		for i, succ := range d.Succs {
			if succ == b {
				t.suppose(cond.Cond, i == 0)
			}
		}
	}
}

// suppose notes one such branch.
func (t *tracker) suppose(cond ssa.Value, truth bool) {
	if v, not := negated(cond); not {
		t.suppose(v, !truth)
		return
	}
	t.remember(cond, truthFact(truth))
	cmp, ok := cond.(*ssa.BinOp)
	if !ok {
		return
	}
	t.refineCount(cmp, truth)
	if (cmp.Op == token.EQL || cmp.Op == token.NEQ) && isNil(cmp.Y) {
		t.remember(cmp.X, nilFact(truth == (cmp.Op == token.EQL)))
	}
}

// negated is what a condition denies, or the condition if it denies nothing.
func negated(cond ssa.Value) (v ssa.Value, not bool) {
	if u, ok := cond.(*ssa.UnOp); ok && u.Op == token.NOT {
		return u.X, true
	}
	return cond, false
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}
