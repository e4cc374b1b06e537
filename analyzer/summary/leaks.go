package summary

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Leak is a resource that is still held on some way out of the function that
// acquired it.
type Leak struct {
	Symbol  string // what acquired it
	Result  int
	Type    string // what it is, as a person names it: "*sql.Rows"
	Release []string
	Pos     witness.Pos
	Call    *ast.CallExpr
	Exits   []LeakExit
	// Never says that no path releases it, so a deferred release is right.
	Never   bool
	InLoop  bool
	Ignored []string
}

// LeakExit is a way out on which the resource is still held.
type LeakExit struct {
	Pos  witness.Pos // of the return; not valid at the end of the function
	At   token.Pos
	Loop bool // it is acquired again instead
}

// duty is something acquired by an instruction.
type duty struct {
	Owned
	call *ssa.Call
}

// duties are what the calls in fn acquire.
func (b *builder) duties(fn *ssa.Function) []duty {
	var out []duty
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if call, ok := instr.(*ssa.Call); ok {
				out = append(out, b.acquired(call)...)
			}
		}
	}
	return out
}

// acquired is what one call acquires: by the catalogue, by the shape of the
// callee, or by the type that an unknown callee returns.
func (b *builder) acquired(call *ssa.Call) []duty {
	var out []duty
	callees := b.prog.Callees(call)
	if len(callees) == 0 {
		return b.byResultType(call)
	}
	for _, c := range callees {
		rows, lib := b.resourceRows(c)
		for _, r := range rows {
			if o, ok := owned(r); ok {
				o.Symbol = model.Qualify(lib, o.Symbol)
				out = append(out, duty{o, call})
			}
		}
		if lib != "" {
			return out
		}
		if shape := b.shapeOf(c); shape != nil {
			for _, o := range shape.Owned {
				out = append(out, duty{o, call})
			}
			return out
		}
		if c.Invoke {
			return b.byResultType(call)
		}
	}
	return out
}

// resourceRows are the catalogue's rows on what the callee acquires, and
// the library that they stand in, "" when the catalogue has none.
func (b *builder) resourceRows(c program.Callee) ([]*model.Resource, string) {
	for _, sym := range b.prog.SymbolsOf(c) {
		if rows := sym.Lib.Resources(sym.Rel); len(rows) > 0 {
			return rows, sym.Lib.Path()
		}
	}
	return nil, ""
}

// owned is what a row says must be released. Duties that end with a context,
// or by calling another result, are not followed.
func owned(r *model.Resource) (Owned, bool) {
	if r.Duty != model.DutyLeak || r.Result < 0 {
		return Owned{}, false
	}
	o := Owned{Result: r.Result, Err: r.Err, Symbol: r.Symbol}
	for _, form := range r.Release {
		switch form.By {
		case model.ByContext, model.ByResult:
			return Owned{}, false
		case model.ByGetter:
			o.Release = append(o.Release, form.Via)
		default:
			o.Release = append(o.Release, form.String())
		}
	}
	o.Exhausts = strings.HasPrefix(r.AutoRelease, "Next returning false")
	return o, true
}

// byResultType covers calls through interfaces and function values that nobody
// can look into: whoever makes a request must close the response's body, and
// whoever runs a query its rows. Other resources may be kept by the callee.
func (b *builder) byResultType(call *ssa.Call) []duty {
	res := call.Common().Signature().Results()
	if res.Len() != 2 || !isError(res.At(1).Type()) {
		return nil
	}
	_, named := types.Unalias(res.At(0).Type()).(*types.Pointer)
	typ := types.TypeString(res.At(0).Type(), nil)
	if typ == "*net/http.Response" {
		return []duty{{Owned{Err: 1, Symbol: b.callName(call), Release: []string{"field:Body.Close"}}, call}}
	}
	if !named || typ != "*database/sql.Rows" {
		return nil
	}
	return []duty{{Owned{Err: 1, Symbol: b.callName(call), Release: []string{"Close"}, Exhausts: true}, call}}
}

// callName names what a call calls, for messages.
func (b *builder) callName(call *ssa.Call) string {
	for _, c := range b.prog.Callees(call) {
		if c.Func != nil {
			return program.Key(c.Func)
		}
	}
	return "function value"
}

// track prepares the tracker of one duty.
func (b *builder) track(fn *ssa.Function, d duty) *tracker {
	t := b.newTracker(fn, d.Release, d.Exhausts)
	t.origin = d.call
	t.given = conditionsAt(d.call.Block())
	if _, isTuple := d.call.Type().(*types.Tuple); !isTuple {
		t.growOwned(d.call)
		return t
	}
	for _, ref := range *d.call.Referrers() {
		ex, ok := ref.(*ssa.Extract)
		if !ok {
			continue
		}
		switch ex.Index {
		case d.Result:
			t.growOwned(ex)
		case d.Err:
			t.growErr(ex)
		}
	}
	return t
}

// growOwned begins with the resource itself, or with the body that a function
// returns instead of the whole response.
func (t *tracker) growOwned(v ssa.Value) {
	if field, ok := t.bodyField(); ok && !hasField(v.Type(), field) {
		t.growPart(v)
		return
	}
	t.grow(v)
}

// start is where the walk over the paths of a duty begins.
func (d duty) start() point {
	block := d.call.Block()
	s := unchecked
	if d.Err < 0 {
		s = held
	}
	return point{block, slices.Index(block.Instrs, ssa.Instruction(d.call)) + 1, s}
}

// ownedResults finds the results of fn that its caller must release.
func (b *builder) ownedResults(fn *ssa.Function) []Owned {
	var out []Owned
	for _, d := range b.duties(fn) {
		t := b.track(fn, d)
		for _, ret := range returns(fn) {
			for i, r := range ret.Results {
				if !t.isAlias(r) || !t.canRelease(r.Type()) {
					continue
				}
				o := Owned{Result: i, Err: -1, Symbol: d.Symbol, Release: d.Release, Exhausts: d.Exhausts}
				if last := len(ret.Results) - 1; last > i && isError(fn.Signature.Results().At(last).Type()) {
					o.Err = last
				}
				if !slices.ContainsFunc(out, func(p Owned) bool { return p.Result == i }) {
					out = append(out, o)
				}
			}
		}
	}
	return out
}

// leaks reports the duties of fn that some path does not discharge.
func (b *builder) leaks(fn *ssa.Function) {
	if !b.wanted(fn) {
		return
	}
	for _, d := range b.duties(fn) {
		t := b.track(fn, d)
		out := t.run(d.start())
		if len(out.leaks) == 0 {
			continue
		}
		b.out.Leaks = append(b.out.Leaks, b.leak(d, out))
	}
}

// wanted reports whether findings in fn can be acted on. Resources of main and
// of initialisers live as long as the process.
func (b *builder) wanted(fn *ssa.Function) bool {
	if fn.Synthetic != "" || b.prog.IsGenerated(fn.Pos()) {
		return false
	}
	top := fn
	for top.Parent() != nil {
		top = top.Parent()
	}
	isMain := b.prog.Pass.Pkg.Name() == "main" && top.Name() == "main" && top.Signature.Recv() == nil
	return top.Name() != "init" && !isMain
}

func (b *builder) leak(d duty, out outcome) *Leak {
	l := &Leak{
		Symbol:  d.Symbol,
		Result:  d.Result,
		Release: d.Release,
		Pos:     b.prog.Pos(b.prog.CallPos(d.call)),
		Call:    b.prog.CallExpr(d.call),
		Never:   !out.released && !out.escaped,
		InLoop:  reaches(d.call.Block(), d.call.Block()),
		Ignored: b.opt.Ignored(d.call),
	}
	res := d.call.Common().Signature().Results()
	if d.Result < res.Len() {
		l.Type = types.TypeString(res.At(d.Result).Type(), (*types.Package).Name)
	}
	for _, e := range out.leaks {
		l.Exits = append(l.Exits, LeakExit{Pos: b.prog.Pos(e.pos), At: e.pos, Loop: e.loop})
	}
	return l
}
