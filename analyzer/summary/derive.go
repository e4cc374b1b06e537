package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// derives is the set of inputs that a value derives from. What is read at run
// time, from a database or a peer, is Foreign; configuration is nothing.
// Contexts are nothing either, except what is taken out of them.
func (b *builder) derives(v ssa.Value) Inputs {
	d := deriver{b: b, seen: map[ssa.Value]bool{}}
	d.visit(v, 0)
	return d.out
}

// partsDerive is what the values derive from that are stored in parts of what
// v points to. Unlike [builder.derives] it leaves out what v is passed to: that
// a client is used for a request does not mean that it is made for it.
func (b *builder) partsDerive(v ssa.Value) Inputs {
	d := deriver{b: b, seen: map[ssa.Value]bool{}, elements: true}
	d.parts(v, 0)
	return d.out
}

// derivesOne is like [builder.derives], and marks elements.
func (b *builder) derivesOne(v ssa.Value) Inputs {
	d := deriver{b: b, seen: map[ssa.Value]bool{}, elements: true}
	d.visit(v, 0)
	return d.out
}

type deriver struct {
	b    *builder
	seen map[ssa.Value]bool
	out  Inputs
	// elements says that what is read from a slice or map is marked.
	elements bool
}

// maxDerive bounds how far a value is followed; what lies further says nothing.
const maxDerive = 40

func (d *deriver) visit(v ssa.Value, depth int) {
	if v == nil || d.seen[v] || depth > maxDerive || isContextValue(v) {
		return
	}
	d.seen[v] = true
	switch x := v.(type) {
	case *ssa.Const, *ssa.Global, *ssa.Function, *ssa.Builtin:
	case *ssa.Parameter:
		d.out |= bit(slices.Index(x.Parent().Params, x))
	case *ssa.FreeVar:
		d.out |= bit(len(x.Parent().Params) + slices.Index(x.Parent().FreeVars, x))
	case *ssa.Alloc:
		d.alloc(x, depth)
	case *ssa.Call:
		d.call(x, depth)
	default:
		if d.elements && d.b.isElement(v) {
			d.out |= Element
		}
		if instr, ok := v.(ssa.Instruction); ok {
			for _, op := range instr.Operands(nil) {
				d.visit(*op, depth+1)
			}
		}
	}
}

// isElement reports whether v is one of the elements of a slice or map that is
// kept or given, not of one that stands in the code.
func (b *builder) isElement(v ssa.Value) bool {
	var of, key ssa.Value
	switch x := v.(type) {
	case *ssa.IndexAddr:
		of, key = x.X, x.Index
	case *ssa.Lookup:
		of, key = x.X, x.Index
	case *ssa.Next:
		r, ok := x.Iter.(*ssa.Range)
		if !ok {
			return false
		}
		of = r.X
	default:
		return false
	}
	if _, ok := key.(*ssa.Const); ok {
		return false // always the same one
	}
	switch root := b.pathOf(of).root.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Call, *ssa.Extract:
		return true
	case *ssa.Global:
		return !slices.ContainsFunc(b.prog.Stored(root), isWritten)
	}
	return false
}

// isWritten reports whether the elements of what is stored in a variable of the
// package stand in the code.
func isWritten(v ssa.Value) bool {
	return v.Parent() != nil && v.Parent().Name() == "init" && slices.ContainsFunc(program.Refs(v), func(ref ssa.Instruction) bool {
		_, isElement := ref.(*ssa.MapUpdate)
		return isElement
	}) || isSlice(v)
}

// isSlice reports whether v is a slice of an array that is made here.
func isSlice(v ssa.Value) bool {
	s, ok := v.(*ssa.Slice)
	if !ok {
		return false
	}
	_, ok = s.X.(*ssa.Alloc)
	return ok
}

// isContextValue reports whether v is a context, or a variable that holds one.
func isContextValue(v ssa.Value) bool {
	t := v.Type()
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	return program.IsContext(t)
}

func bit(i int) Inputs {
	if i < 0 || i > 61 {
		return Foreign
	}
	return 1 << i
}

// asked are the inputs of a root that come with the request: its parameters,
// but neither its receiver nor what a literal captures, which are there before.
func asked(fn *ssa.Function) Inputs {
	var out Inputs
	requests, _ := requestsOf(fn)
	for i, p := range fn.Params {
		if (i > 0 || fn.Signature.Recv() == nil) && !program.IsContext(p.Type()) && (requests == 0 || requests&bit(i) != 0 || !isClosed(p.Type())) {
			out |= bit(i)
		}
	}
	return out
}

// isClosed reports whether t is a struct, or a pointer to one, that nothing of
// which is exported: beside a request it is what the program knows of its
// client, not what was read from the request.
func isClosed(t types.Type) bool {
	named := namedOf(t)
	if named == nil {
		return false
	}
	st, ok := named.Underlying().(*types.Struct)
	if !ok || st.NumFields() == 0 {
		return false
	}
	for f := range st.Fields() {
		if f.Exported() {
			return false
		}
	}
	return true
}

// given are the inputs of a root that are made for each request.
func given(fn *ssa.Function) Inputs {
	var out Inputs
	for i := range fn.Params {
		if i > 0 || fn.Signature.Recv() == nil {
			out |= bit(i)
		}
	}
	return out
}

// alloc derives from all that is stored in the variable or its parts.
func (d *deriver) alloc(a *ssa.Alloc, depth int) {
	for _, v := range program.StoredIn(a) {
		d.visit(v, depth+1)
	}
	d.filled(a, depth)
}

// filled follows what is stored through an address, and calls that are given
// the address and fill what is there, such as json.Unmarshal(body, &v).
func (d *deriver) filled(addr ssa.Value, depth int) {
	if depth > maxDerive || addr.Referrers() == nil {
		return
	}
	for _, ref := range program.Refs(addr) {
		switch x := ref.(type) {
		case *ssa.Store:
			if x.Addr == addr {
				d.visit(x.Val, depth+1)
			} else if ia, ok := x.Addr.(*ssa.IndexAddr); ok { // a variadic argument
				d.given(ia.X, depth+1)
			}
		case *ssa.FieldAddr:
			d.filled(x, depth+1)
		case *ssa.IndexAddr:
			d.filled(x, depth+1)
		case *ssa.MakeInterface:
			d.filled(x, depth+1)
		case *ssa.Call:
			d.visit(x, depth+1)
		}
	}
}

// parts follows what is stored in the fields and elements of what v points to.
func (d *deriver) parts(v ssa.Value, depth int) {
	if depth > maxDerive || v.Referrers() == nil {
		return
	}
	for _, ref := range program.Refs(v) {
		switch x := ref.(type) {
		case *ssa.Store:
			if x.Addr == v {
				d.visit(x.Val, depth+1)
			}
		case *ssa.FieldAddr:
			d.parts(x, depth+1)
		case *ssa.IndexAddr:
			d.parts(x, depth+1)
		case *ssa.Extract:
			d.parts(x, depth+1)
		}
	}
}

// given follows the call that variadic arguments belong to.
func (d *deriver) given(array ssa.Value, depth int) {
	for _, ref := range program.Refs(array) {
		if sl, ok := ref.(*ssa.Slice); ok {
			for _, use := range program.Refs(sl) {
				if call, ok := use.(*ssa.Call); ok {
					d.visit(call, depth+1)
				}
			}
		}
	}
}

// call derives from the arguments, and is Foreign when the callee itself goes
// and reads something.
func (d *deriver) call(c *ssa.Call, depth int) {
	common := c.Common()
	if common.IsInvoke() {
		if program.IsContext(common.Value.Type()) && common.Method.Name() == "Value" {
			d.out |= Foreign // what middleware found out about the request
			return
		}
		d.visit(common.Value, depth+1)
	}
	for _, a := range common.Args {
		if program.IsContext(a.Type()) && !isConstructor(common) {
			d.out |= Foreign // what takes a context reads something
			return
		}
		d.visit(a, depth+1)
	}
	if d.b.readsAt(c) && !d.b.isBuild(c) { // a client may wait for its server
		d.out |= Foreign
	}
	if makes(common) {
		d.configured(c, depth)
	}
}

// configured follows what methods such as WithProxy set in what was made.
func (d *deriver) configured(v ssa.Value, depth int) {
	if depth > maxDerive || v.Referrers() == nil {
		return
	}
	for _, ref := range program.Refs(v) {
		switch x := ref.(type) {
		case *ssa.Extract:
			d.configured(x, depth+1)
		case *ssa.Call:
			if receiver(x.Common()) != v || !isSetter(methodName(x.Common())) {
				continue
			}
			for _, a := range x.Common().Args {
				if a != v {
					d.visit(a, depth+1)
				}
			}
			d.configured(x, depth+1)
		}
	}
}

func isSetter(name string) bool {
	for _, prefix := range []string{"With", "Set", "Use", "Add"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// isConstructor tells functions that build something under a context from
// those that read something.
func isConstructor(c *ssa.CallCommon) bool {
	fn := c.StaticCallee()
	if fn == nil {
		return false
	}
	for _, prefix := range []string{"New", "Load", "With", "new"} {
		if strings.HasPrefix(fn.Name(), prefix) {
			return true
		}
	}
	return false
}

// reads reports whether fn waits for something outside, itself or through what
// it calls and waits for.
func (b *builder) reads(fn *ssa.Function) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if call, ok := instr.(*ssa.Call); ok && b.readsAt(call) {
				return true
			}
		}
	}
	return false
}

// readsAt reports whether a call reads data from outside. A method of an
// interface of the user's own is taken for one: a repository, a settings store.
// What is read from a stream derives from that.
func (b *builder) readsAt(call *ssa.Call) bool {
	for _, c := range b.prog.Callees(call) {
		if c.Func != nil && c.Invoke && b.isOpenMethod(c.Func) {
			return true
		}
		if shape := b.shapeOf(c); shape != nil && shape.Reads {
			return true
		}
		if c.Func == nil || c.Body != nil {
			continue
		}
		for _, sym := range b.prog.SymbolsOf(c) {
			if w := sym.Lib.Wait(sym.Rel); w != nil && w.Kind.Outside() && w.Kind != model.KindSleep && w.Kind != model.KindNet {
				return true
			}
		}
	}
	return false
}

// needs says which inputs of the caller each input of the callee derives from.
func (b *builder) needs(site ssa.CallInstruction, c program.Callee) []Need {
	var out []Need
	for i := range inputTypes(c) {
		v := c.InputValue(i)
		if v == nil {
			continue
		}
		if from := b.derivesOne(v); from != 0 {
			out = append(out, Need{i, from, b.asksInput(v, site.Block()), isSlice(v)})
		}
	}
	return out
}
