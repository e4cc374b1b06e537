package summary

import (
	"go/types"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// duty is something acquired by an instruction: a call, or an operation on a
// channel that holds permits.
type duty struct {
	Owned
	call *ssa.Call // nil for an operation on a channel
	by   *transfer // nil for a call
	// inner is the call that acquires it, and cell the variable that it is left
	// in, when a literal does so that call runs.
	inner  *ssa.Call
	cell   *ssa.Alloc
	lock   *place // where the lock or semaphore is, which has no value of its own
	unlock int    // the result that unlocks it, -1 if there is none
	permit bool
	// wrapped says that a function of the user's takes the lock.
	wrapped bool
}

// origin is the instruction that acquires it.
func (d duty) origin() ssa.Instruction {
	if d.by != nil {
		return d.by.instr
	}
	return d.call
}

// duties are what fn acquires, and what its calls leave in its variables.
func (b *builder) duties(fn *ssa.Function) []duty {
	out := b.ownDuties(fn)
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if call, ok := instr.(*ssa.Call); ok {
				out = append(out, b.unended(fn, call, b.handedOut(call))...)
			}
		}
	}
	return out
}

// ownDuties are what fn acquires itself.
func (b *builder) ownDuties(fn *ssa.Function) []duty {
	var out []duty
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if call, ok := instr.(*ssa.Call); ok {
				out = append(out, b.unended(fn, call, append(b.acquired(call), b.lockDuties(call)...))...)
			}
			for _, d := range b.permitsOf(instr) {
				if b.isSemaphore(d.by) {
					out = append(out, d)
				}
			}
		}
	}
	return out
}

// unended are the duties of a call, none if they end by themselves.
func (b *builder) unended(fn *ssa.Function, call *ssa.Call, found []duty) []duty {
	if len(found) > 0 && (b.endsWithParent(fn, call) || asksHead(call)) {
		return nil
	}
	return found
}

// asksHead reports whether a call is given a HEAD request: the answer has no
// body, and its connection is free at once.
func asksHead(call *ssa.Call) bool {
	return slices.ContainsFunc(call.Common().Args, func(a ssa.Value) bool {
		return program.IsRequest(a.Type()) && isMadeWith(a, 0, "HEAD")
	})
}

// isMadeWith reports whether a request was made here with one of the methods.
func isMadeWith(req ssa.Value, depth int, methods ...string) bool {
	if depth > 4 {
		return false
	}
	switch x := req.(type) {
	case *ssa.Extract:
		return isMadeWith(x.Tuple, depth+1, methods...)
	case *ssa.UnOp:
		if a, ok := x.X.(*ssa.Alloc); ok {
			stored := program.StoredIn(a)
			return len(stored) > 0 && !slices.ContainsFunc(stored, func(v ssa.Value) bool { return !isMadeWith(v, depth+1, methods...) })
		}
	case *ssa.Call:
		fn := x.Common().StaticCallee()
		if fn == nil || fn.Pkg == nil || fn.Pkg.Pkg.Path() != "net/http" {
			return false
		}
		for _, a := range x.Common().Args {
			if fn.Name() == "WithContext" || fn.Name() == "Clone" {
				return isMadeWith(a, depth+1, methods...)
			}
			if method := program.ConstString(a); method != "" {
				return slices.Contains(methods, strings.ToUpper(method))
			}
		}
	}
	return false
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
			if o, ok := b.owned(r); ok {
				o.Symbol = model.Qualify(lib, o.Symbol)
				out = append(out, duty{Owned: o, call: call})
			}
		}
		if lib != "" {
			return out
		}
		if shape := b.shapeOf(c); shape != nil {
			for _, o := range shape.Owned {
				o.Symbol = calleeKey(c) // what the user called
				out = append(out, duty{Owned: o, call: call})
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

// owned is what a row says must be released. Duties that end with a context or
// a transaction, or by calling another result, are not followed; nor are
// answers without a body or read from a buffer, and listening sockets, which
// live as long as their server.
func (b *builder) owned(r *model.Resource) (Owned, bool) {
	name := r.Symbol[strings.LastIndex(r.Symbol, ".")+1:]
	if r.Duty != model.DutyLeak || r.Result < 0 || name == "Head" || name == "ReadResponse" || strings.HasPrefix(name, "Listen") ||
		strings.Contains(r.AutoRelease, "the end of the Tx") || strings.Contains(r.AutoRelease, "the end of the outer Tx") {
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
	o.Exhausts = strings.HasPrefix(r.AutoRelease, "Next returning false") || strings.HasPrefix(r.AutoRelease, "reading to the end")
	o.WithCtx = r.WithCtx
	o.Also = methodsIn(r.AutoRelease + " " + r.Transfer)
	o.Fails = b.failsOf(r.Type)
	return o, true
}

// failsOf are the methods of a type of rows, or of an iterator, that release it
// when they return an error.
func (b *builder) failsOf(typ string) []string {
	if r := b.typeRow(typ); r != nil {
		return r.Fails
	}
	return nil
}

// typeRow is the catalogue's row on a type whose values are released, nil if it
// has none.
func (b *builder) typeRow(typ string) *model.Resource {
	name := strings.TrimLeft(typ, "*")
	dot := strings.LastIndex(name, ".")
	if dot < 0 {
		return nil
	}
	for _, r := range b.prog.Cat.Library(name[:dot]).Resources(name[dot+1:]) {
		if r.Type == typ {
			return r
		}
	}
	return nil
}

// methodsIn finds what may be methods in prose such as "Do stops it": those
// release as well, or take over.
func methodsIn(prose string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(prose, func(r rune) bool { return !unicode.IsLetter(r) && r != '.' }) {
		first, method, _ := strings.Cut(word, ".") // a type, or a package
		if method == "" {
			method = first
		}
		if unicode.IsUpper(rune(word[0])) && method != "Close" && method != "Next" {
			out = append(out, method)
		}
	}
	return out
}

// byResultType covers calls through interfaces and function values that nobody
// can look into: whoever makes a request must close the response's body, and
// whoever runs a query its rows.
func (b *builder) byResultType(call *ssa.Call) []duty {
	res := call.Common().Signature().Results()
	if res.Len() != 2 || !isVerdictType(res.At(1).Type()) {
		return nil
	}
	name, symbol := b.callName(call)
	typ := types.TypeString(types.Unalias(res.At(0).Type()), nil)
	row := b.typeRow(typ)
	if row == nil || row.Calls == "" || row.Calls != "every" && !strings.HasPrefix(name, row.Calls) {
		return nil
	}
	o, ok := b.owned(row)
	if !ok {
		return nil
	}
	o.Symbol = symbol
	return []duty{{Owned: o, call: call}}
}

// callName names what a call calls, for messages.
func (b *builder) callName(call *ssa.Call) (name, symbol string) {
	for _, c := range b.prog.Callees(call) {
		if c.Func != nil {
			return c.Func.Name(), program.Key(c.Func)
		}
	}
	return "", "function value"
}

// track prepares the tracker of one duty.
func (b *builder) track(fn *ssa.Function, d duty) *tracker {
	t := b.newTracker(fn, append(slices.Clip(d.Release), d.Also...), d.Exhausts)
	t.origin, t.lock, t.fails = d.origin(), d.lock, d.Fails
	if d.by != nil {
		t.nth = d.by.nth
	}
	if d.WithCtx {
		t.endings = endings(d.call)
	}
	switch {
	case d.by != nil:
	case d.lock != nil:
		t.growTuple(d.call, d.unlock, d.Err)
	case d.cell != nil:
		t.growTuple(d.call, -1, d.Err)
		t.receive(d.cell)
	default:
		t.growTuple(d.call, d.Result, d.Err)
	}
	t.cur.state = unchecked
	if d.Err < 0 && len(t.verdicts) == 0 {
		t.cur.state = held
	}
	t.older()
	t.findDefers()
	t.assume(t.origin.Block())
	if d.cell != nil {
		t.learn(d.cell, isResource)
	}
	if d.call != nil && (t.alias[d.call] || t.parts[d.call]) {
		t.learn(d.call, isResource)
	}
	return t
}

// older notes that nothing that a path already knows can be what it is about
// to acquire: values of the loop's last turn are other resources.
func (t *tracker) older() {
	for _, set := range []map[ssa.Value]bool{t.alias, t.parts, t.verdicts, t.cells, t.verdictCells} {
		for v := range set {
			instr, ok := v.(ssa.Instruction)
			if !ok || instr.Block() == nil || instr.Parent() != t.fn {
				continue
			}
			if instr.Block() == t.origin.Block() && indexOf(instr) > indexOf(t.origin) {
				continue // computed after the acquisition before anything reads it
			}
			if reaches(instr.Block(), t.origin.Block()) && instr != t.origin {
				t.learn(v, isOther)
			}
		}
	}
}

// start is where the walk over the paths of a duty begins.
func (d duty) start() (*ssa.BasicBlock, int) {
	return d.origin().Block(), indexOf(d.origin()) + 1
}

// outcomeOf walks the paths of a duty.
func (b *builder) outcomeOf(fn *ssa.Function, d duty) outcome {
	return b.outcome(d, b.track(fn, d))
}

func (b *builder) outcome(d duty, t *tracker) outcome {
	t.findHomes()
	block, index := d.start()
	return t.run(block, index, t.cur)
}

// ownedResults finds the results of fn that its caller must release: what fn
// acquires and returns while it is held.
func (b *builder) ownedResults(fn *ssa.Function) []Owned {
	var out []Owned
	for _, d := range b.duties(fn) {
		if d.lock != nil {
			continue
		}
		res := b.handedOver(fn, d)
		if res.escaped && len(res.returned) > 0 {
			continue // kept for others, too, on some path: in a cache
		}
		returned := handleOf(fn, d, res.returned)
		for i := range fn.Signature.Results().Len() {
			o := d.Owned
			if !returned[i] {
				o.Release = wrappedForms(fn, d, res, i)
			}
			if len(o.Release) == 0 || slices.ContainsFunc(out, func(p Owned) bool { return p.Result == i }) {
				continue
			}
			o.Result, o.Err = i, -1
			if v := verdictOf(fn); v > i {
				o.Err = v
			}
			o.WithCtx = o.WithCtx && b.endsWithInput(d.call)
			out = append(out, o)
		}
	}
	return out
}

// handleOf are the results that the caller owes a release: of several that are
// one resource, the one whose type has the method for it. When several have, the
// caller may use any, and none is followed.
func handleOf(fn *ssa.Function, d duty, returned map[int]bool) map[int]bool {
	if len(returned) < 2 {
		return returned
	}
	out := map[int]bool{}
	for i := range returned {
		t := fn.Signature.Results().At(i).Type()
		if slices.ContainsFunc(d.Release, func(form string) bool { return program.HasMethod(t, form) }) {
			out[i] = true
		}
	}
	if len(out) > 1 {
		return nil
	}
	return out
}

// calleeKey names a callee in messages.
func calleeKey(c program.Callee) string {
	if c.Func != nil {
		return program.Key(c.Func)
	}
	key, _, _ := strings.Cut(program.FuncKey(c.Body), "$") // a literal: what makes it
	return key
}
