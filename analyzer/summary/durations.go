package summary

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// BadDeadline is a deadline that cannot do its job, wherever it is reached from.
type BadDeadline struct {
	Form BadForm
	// Name is what the deadline is of: a function, or a field of a struct.
	Name string
	// Lasts is the constant that it is given.
	Lasts time.Duration
	Pos   witness.Pos
	Node  ast.Node
	// Key is the function that applies neither of its parameters; it is one of
	// those only if it waits.
	Key     string
	Ignored []string
}

// BadForm is why a deadline does not do its job.
type BadForm uint8

const (
	// BareNumber: a number of nanoseconds, too few to be meant.
	BareNumber BadForm = iota
	// Unitless: the number in a field, which nobody gave a unit.
	Unitless
	// Passed: over when it is set.
	Passed
	// Unheard: nothing that waits is given the context.
	Unheard
	// Unapplied: a function is given a context and a timeout, and uses neither.
	Unapplied
)

// meant is the least duration that somebody may have meant by a number without
// a unit.
const meant = time.Millisecond

// durations finds the constants of timeouts that are no durations. They are
// looked for in syntax: a constant in SSA form does not say how it was written.
func (b *builder) durations() {
	for _, f := range b.prog.Pass.Files {
		if b.prog.IsTest(f.Name.Pos()) || b.prog.IsGenerated(f.Name.Pos()) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				b.callDurations(n)
			case *ast.CompositeLit:
				b.literalDurations(n)
			case *ast.AssignStmt:
				if len(n.Lhs) == len(n.Rhs) {
					for i, l := range n.Lhs {
						if sel, ok := l.(*ast.SelectorExpr); ok {
							b.fieldDuration(b.fieldObj(sel.Sel), n.Rhs[i], sel)
						}
					}
				}
			}
			return true
		})
	}
}

// callDurations looks at the arguments of a call of another package's function
// that are timeouts by the name of their parameter.
func (b *builder) callDurations(call *ast.CallExpr) {
	fn := b.calledFunc(call)
	if fn == nil || fn.Pkg() == nil || b.opt.IsNode(fn) {
		return
	}
	sig := fn.Signature()
	for i, a := range call.Args {
		if i >= sig.Params().Len() || sig.Variadic() && i >= sig.Params().Len()-1 {
			break
		}
		p := sig.Params().At(i)
		if !isDuration(p.Type()) || !isTimeoutName(p.Name()) && fn.FullName() != "time.After" {
			continue
		}
		d, ok := b.constant(a)
		switch {
		case !ok && b.isUnitless(a):
			b.addBad(Unitless, fn.FullName(), 0, call)
		case !ok:
		case d <= 0 && fn.Pkg().Path() == "context":
			b.addBad(Passed, fn.FullName(), d, call)
		case b.isBare(a, d):
			b.addBad(BareNumber, fn.FullName(), d, call)
		}
	}
	if fn.Pkg().Path() == "context" && strings.HasPrefix(fn.Name(), "WithDeadline") && len(call.Args) > 1 && b.isPassed(call.Args[1]) {
		b.addBad(Passed, fn.FullName(), 0, call)
	}
}

// isPassed reports whether a time is over when it is used: time.Now() as it is,
// or the zero time.
func (b *builder) isPassed(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		fn := b.calledFunc(e)
		return fn != nil && fn.FullName() == "time.Now"
	case *ast.CompositeLit:
		return len(e.Elts) == 0
	}
	return false
}

func (b *builder) literalDurations(lit *ast.CompositeLit) {
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok {
				b.fieldDuration(b.fieldObj(id), kv.Value, kv)
			}
		}
	}
}

// fieldDuration looks at what is stored in a field of another package's struct
// that is a timeout by its name. What the field of a struct of one's own means
// only its code knows.
func (b *builder) fieldDuration(f *types.Var, value ast.Expr, at ast.Node) {
	if f == nil || f.Pkg() == nil || f.Pkg() == b.prog.Pass.Pkg || !isDuration(f.Type()) || !isTimeoutName(f.Name()) || b.isOwnPackage(f.Pkg()) {
		return
	}
	name := f.Pkg().Name() + "." + f.Name()
	if d, ok := b.constant(value); ok && b.isBare(value, d) {
		b.addBad(BareNumber, name, d, at)
	} else if !ok && b.isUnitless(value) {
		b.addBad(Unitless, name, 0, at)
	}
}

// isOwnPackage asks about some function of a package.
func (b *builder) isOwnPackage(pkg *types.Package) bool {
	for _, name := range pkg.Scope().Names() {
		if fn, ok := pkg.Scope().Lookup(name).(*types.Func); ok {
			return b.opt.IsNode(fn)
		}
	}
	return false
}

func (b *builder) fieldObj(id *ast.Ident) *types.Var {
	v, ok := b.prog.Pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || !v.IsField() {
		return nil
	}
	return v
}

func (b *builder) calledFunc(call *ast.CallExpr) *types.Func {
	var id *ast.Ident
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		id = fun
	case *ast.SelectorExpr:
		id = fun.Sel
	default:
		return nil
	}
	fn, _ := b.prog.Pass.TypesInfo.Uses[id].(*types.Func)
	return fn
}

func (b *builder) addBad(form BadForm, name string, d time.Duration, n ast.Node) {
	b.out.BadDeadlines = append(b.out.BadDeadlines, &BadDeadline{
		Form: form, Name: name, Lasts: d, Pos: b.prog.Pos(n.Pos()), Node: n, Ignored: b.prog.Ignored(n.Pos()),
	})
}

// constant is the duration that an expression always is.
func (b *builder) constant(e ast.Expr) (time.Duration, bool) {
	tv := b.prog.Pass.TypesInfo.Types[e]
	if tv.Value == nil {
		return 0, false
	}
	n, ok := constant.Int64Val(constant.ToInt(tv.Value))
	return time.Duration(n), ok
}

// isBare reports whether a number without a unit is too small to be meant as
// the nanoseconds that it is.
func (b *builder) isBare(e ast.Expr, d time.Duration) bool {
	return 0 < d && d < meant && !b.hasUnit(e, 0)
}

// isUnitless reports whether an expression makes a duration of nothing but the
// number in a field whose type has no room for the nanoseconds of seconds, or is
// int, which nobody counts them in: who fills it, as from a file, meant seconds.
func (b *builder) isUnitless(e ast.Expr) bool {
	conv, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(conv.Args) != 1 || !b.prog.Pass.TypesInfo.Types[conv.Fun].IsType() {
		return false
	}
	sel, ok := ast.Unparen(conv.Args[0]).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	f := b.fieldObj(sel.Sel)
	if f == nil || f.Pkg() == nil || saysNano(f.Name()) {
		return false
	}
	own := f.Pkg() == b.prog.Pass.Pkg
	if !(own && !f.Exported()) && !((own || b.isOwnPackage(f.Pkg())) && isTagged(b.prog.Pass.TypesInfo.Types[sel.X].Type, f)) {
		return false // who else fills it is not known
	}
	basic, ok := types.Unalias(f.Type()).(*types.Basic)
	if !ok {
		return false
	}
	switch basic.Kind() {
	case types.Int, types.Int8, types.Int16, types.Int32, types.Uint, types.Uint8, types.Uint16, types.Uint32:
	default:
		return false
	}
	return !slices.ContainsFunc(b.prog.Stored(f), func(v ssa.Value) bool {
		n, isConst := constInt(v)
		conv, isConv := v.(*ssa.Convert)
		return isConst && n >= int64(meant) || isConv && isDuration(conv.X.Type())
	})
}

// isTagged reports whether the tag of a field says what it is called in a file.
func isTagged(of types.Type, f *types.Var) bool {
	if ptr, ok := of.Underlying().(*types.Pointer); ok {
		of = ptr.Elem()
	}
	st, ok := of.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := range st.NumFields() {
		if st.Field(i) == f {
			return st.Tag(i) != ""
		}
	}
	return false
}

// saysNano reports whether a name says that a number is of nanoseconds.
func saysNano(name string) bool {
	return strings.Contains(strings.ToLower(name), "nano") || strings.HasSuffix(name, "NS") || strings.HasSuffix(name, "Ns")
}

// hasUnit reports whether a unit of package time, or a constant of type Duration
// that has one, is part of an expression.
func (b *builder) hasUnit(e ast.Expr, depth int) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || found || depth > 4 {
			return !found
		}
		c, ok := b.prog.Pass.TypesInfo.Uses[id].(*types.Const)
		if !ok || c.Pkg() == nil || !isDuration(c.Type()) {
			return true
		}
		value := b.valueOf(c)
		found = c.Pkg() != b.prog.Pass.Pkg || value == nil || b.hasUnit(value, depth+1)
		return !found
	})
	return found
}

// valueOf is the expression that a constant of this package is declared with,
// nil if there is none of its own.
func (b *builder) valueOf(c *types.Const) ast.Expr {
	f := b.prog.Syntax(c.Pos())
	if f == nil {
		return nil
	}
	var out ast.Expr
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return out == nil
		}
		for i, name := range spec.Names {
			if name.Pos() == c.Pos() && i < len(spec.Values) {
				out = spec.Values[i]
			}
		}
		return false
	})
	return out
}

// isDuration reports whether t is time.Duration.
func isDuration(t types.Type) bool { return program.TypeKey(t) == "time.Duration" }

// isTimeoutName reports whether a parameter or field is a timeout, as its name
// says.
func isTimeoutName(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "timeout") || strings.Contains(name, "deadline")
}
