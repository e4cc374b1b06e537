package summary

import (
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// drain is a call that reads what an input has to its end, with no limit: as
// the catalogue says, or the shape of a dependency's function.
func (b *builder) drain(site ssa.CallInstruction, c program.Callee) (Op, bool) {
	if c.Func == nil || c.Body != nil {
		return Op{}, false
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		r := sym.Lib.Read(sym.Rel)
		if r == nil {
			continue
		}
		op := Op{Symbol: sym.Full()}
		switch r.Does {
		case model.DoesAll:
			op.Class = ClassRead
		case model.DoesUpload:
			op.Class = ClassUpload
		case model.DoesDecode:
			op.Class = ClassDecode
		default:
			return Op{}, false
		}
		if !b.keepsInMemory(c, r) {
			return Op{}, false
		}
		body := b.body(readFrom(c, r), site, 0)
		if op.Class == ClassUpload && b.hasUploaded(site, body.From) {
			return Op{}, false
		}
		return op.reading(body)
	}
	if b.opt.IsNode(c.Func) {
		return Op{}, false
	}
	if shape := b.shapeOf(c); shape != nil {
		for _, d := range shape.Drains {
			if d.Input >= len(c.Args) {
				continue
			}
			body := b.body(c.Args[d.Input], site, 0)
			if d.Inflated && body.From != 0 {
				body.Inflated, body.Limited = true, false
			}
			if op, ok := (Op{Class: d.Class, Symbol: program.Key(c.Func)}).reading(body); ok {
				return op, true
			}
		}
	}
	return Op{}, false
}

// hasUploaded reports whether the form of a request was read on every way to a
// call already: what asks for a file of it then reads no more.
func (b *builder) hasUploaded(site ssa.CallInstruction, from Inputs) bool {
	for _, block := range site.Parent().Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok || instr == site || !dominates(call, site) {
				continue
			}
			for _, c := range b.prog.Callees(call) {
				for _, sym := range b.prog.SymbolsOf(c) {
					r := sym.Lib.Read(sym.Rel)
					if r != nil && r.Does == model.DoesUpload && b.body(readFrom(c, r), call, 0).From&from != 0 {
						return true
					}
				}
			}
		}
	}
	return false
}

// reading is the operation on a body; ok is false where that has a limit.
func (o Op) reading(body Body) (op Op, ok bool) {
	o.From = body.From
	if body.Inflated {
		o.Flags |= Inflated
	}
	return o, body.From != 0 && body.From&Foreign == 0 && !body.Limited
}

// keepsInMemory reports whether what a row reads stays in memory: it says so
// itself, or what it is copied to is a buffer. What dumps a request can be told
// not to read its body.
func (b *builder) keepsInMemory(c program.Callee, r *model.Read) bool {
	if r.Into < 0 {
		return !slices.ContainsFunc(c.Args, func(a ssa.Value) bool {
			k, ok := a.(*ssa.Const)
			return ok && k.Value != nil && k.Value.Kind() == constant.Bool && !constant.BoolVal(k.Value)
		})
	}
	if r.Into >= len(c.Args) {
		return false
	}
	switch types.TypeString(unconverted(c.Args[r.Into]).Type(), nil) {
	case "*bytes.Buffer", "*strings.Builder":
		return true
	}
	return false
}

// givenBodies says whose data the inputs of a callee have, where it is data
// that may be read.
func (b *builder) givenBodies(site ssa.CallInstruction, c program.Callee) []Given {
	var out []Given
	for i, t := range inputTypes(c) {
		if !canRead(t) && !leadsToRequest(t) {
			continue
		}
		if v := c.InputValue(i); v != nil {
			if body := b.body(v, site, 0); body.From != 0 && body.From&Foreign == 0 {
				out = append(out, Given{i, body})
			}
		}
	}
	return out
}

// resultReaders finds the results of fn that read what its inputs have.
func (b *builder) resultReaders(fn *ssa.Function) []ResultReader {
	results := fn.Signature.Results()
	var out []ResultReader
	for i := range results.Len() {
		if t := results.At(i).Type(); !canRead(t) || leadsToRequest(t) {
			continue
		}
		var body Body
		for _, ret := range returns(fn) {
			if i < len(ret.Results) {
				body = body.join(b.body(ret.Results[i], ret, 0))
			}
		}
		if body.From != 0 && body.From&Foreign == 0 {
			out = append(out, ResultReader{i, body})
		}
	}
	return out
}

// replacement is a place where a request is given another body.
type replacement struct {
	at   ssa.Instruction
	of   Inputs // the input with the request
	body Body   // the new one; nothing when it is not made of an input's data
}

// replacements lists where fn, or what it calls, replaces the body of requests.
func (b *builder) replacements(fn *ssa.Function) []replacement {
	if rs, ok := b.replaced[fn]; ok {
		return rs
	}
	b.replaced[fn] = nil // a body made of the body that it replaces
	var out []replacement
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch x := instr.(type) {
			case *ssa.Store:
				if fa, ok := x.Addr.(*ssa.FieldAddr); ok && isBodyField(fa) {
					if of := b.requestOf(fa.X, 0); of.From != 0 {
						out = append(out, replacement{x, of.From, b.body(x.Val, x, 0)})
					}
				}
			case *ssa.Call:
				out = append(out, b.capsAt(x)...)
			}
		}
	}
	if b.shapes[fn] != nil { // else callees may still change
		b.replaced[fn] = out
	} else {
		delete(b.replaced, fn)
	}
	return out
}

// capsAt are the requests that a call gives a body that ends.
func (b *builder) capsAt(call *ssa.Call) []replacement {
	var out []replacement
	for _, c := range b.prog.Callees(call) {
		shape := b.shapeOf(c)
		if shape == nil || shape.Caps == 0 {
			continue
		}
		for i, a := range c.Args {
			if i < 64 && shape.Caps&(1<<i) != 0 {
				if of := b.requestOf(a, 0); of.From != 0 {
					out = append(out, replacement{call, of.From, Body{From: of.From, Limited: true}})
				}
			}
		}
	}
	return out
}

// capsIn lists where fn gives a request a body that ends: one with a limit, or
// of what was read before.
func (b *builder) capsIn(fn *ssa.Function) []replacement {
	var out []replacement
	for _, r := range b.replacements(fn) {
		if r.body.Limited || r.body.From == 0 {
			out = append(out, r)
		}
	}
	return out
}

// cappedParams is the set of parameters whose request fn gives a body that ends.
func (b *builder) cappedParams(fn *ssa.Function) uint64 {
	var out uint64
	for _, r := range b.capsIn(fn) {
		for i := range fn.Params {
			if i < 63 {
				out |= uint64(r.of) & (1 << i)
			}
		}
	}
	return out
}

// requestsOf are the inputs of fn that are, or lead to, an HTTP request, and the
// package of the first one's type.
func requestsOf(fn *ssa.Function) (in Inputs, carrier string) {
	for i, p := range fn.Params {
		if path := program.HTTPCarrier(p.Type()); path != "" {
			in |= bit(i)
			if carrier == "" {
				carrier = path
			}
		}
	}
	return in, carrier
}

// drains says which inputs a function of a dependency reads to the end, itself
// or through what it calls.
func drains(n *Node, known map[string][]Drain) []Drain {
	var out []Drain
	add := func(d Drain) {
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	for _, op := range n.Ops {
		for i := range 63 {
			if op.Class.IsRead() && op.From&(1<<i) != 0 {
				add(Drain{i, op.Class, op.Flags.Has(Inflated)})
			}
		}
	}
	for _, e := range n.Edges {
		for _, d := range known[e.Callee] {
			for _, g := range e.Bodies {
				if g.Input != d.Input || g.Body.Limited && !d.Inflated {
					continue
				}
				for i := range 63 {
					if g.Body.From&(1<<i) != 0 {
						add(Drain{i, d.Class, d.Inflated || g.Body.Inflated})
					}
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b Drain) int { return a.compare(b) })
	return out
}
