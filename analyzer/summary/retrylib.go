package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file knows retries that a library, or a helper of the user's own, does.

// givenRetry adds the call of a helper that calls a function again until it
// succeeds, without a limit, when that function waits for something.
func (b *builder) givenRetry(n *Node, site ssa.CallInstruction, helper, given program.Callee, flags Flags) {
	if !flags.Has(Endless) || given.Body == nil || helper.Func == nil {
		return
	}
	if shape := b.shapes[given.Body]; shape == nil || !shape.Reads {
		return
	}
	b.addOp(n, site, Op{Class: ClassRetry, Symbol: program.Key(helper.Func), Kind: model.KindSleep, Flags: flags, NoContext: true})
}

// libraryRetry is a call of a library that retries, when the policy that it is
// given has no limit, and its context, if any, never ends.
func (b *builder) libraryRetry(site ssa.CallInstruction, c program.Callee) (Op, bool) {
	if c.Func == nil || c.Body != nil {
		return Op{}, false
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		rows := sym.Lib.Callbacks(sym.Rel)
		i := slices.IndexFunc(rows, func(r *model.Callback) bool { return r.Mode == model.ModeRetried })
		if i < 0 {
			continue
		}
		p := policy{b: b, seen: map[ssa.Value]bool{}, endless: rows[i].Limit == "none"}
		for _, a := range c.Args {
			p.visit(a, 0)
		}
		if p.endless && !p.limited && b.calls(c) {
			return Op{Class: ClassRetry, Symbol: sym.Full(), Kind: model.KindSleep, NoContext: true}, true
		}
		return Op{}, false
	}
	return Op{}, false
}

// calls reports whether there is a function among the arguments.
func (b *builder) calls(c program.Callee) bool {
	return slices.ContainsFunc(c.Args, func(a ssa.Value) bool { return program.IsFunc(a.Type()) })
}

// policy is what the arguments of a call say about how often it retries.
type policy struct {
	b                *builder
	seen             map[ssa.Value]bool
	endless, limited bool
}

// visit follows an argument to the calls and literals that make it.
func (p *policy) visit(v ssa.Value, depth int) {
	if v == nil || p.seen[v] || depth > 12 {
		return
	}
	p.seen[v] = true
	if program.IsContext(v.Type()) {
		p.limited = p.limited || !p.b.ctx(v).Endless()
		return
	}
	switch x := v.(type) {
	case *ssa.Call:
		p.call(x, depth)
	case *ssa.Alloc:
		p.literal(x, depth)
	case *ssa.UnOp:
		p.loaded(x.X, depth)
	case *ssa.Phi:
		for _, e := range x.Edges {
			p.visit(e, depth+1)
		}
	case *ssa.Extract:
		p.visit(x.Tuple, depth+1)
	case *ssa.MakeInterface:
		p.visit(x.X, depth+1)
	case *ssa.ChangeInterface:
		p.visit(x.X, depth+1)
	case *ssa.ChangeType:
		p.visit(x.X, depth+1)
	case *ssa.Slice:
		if arr, ok := x.X.(*ssa.Alloc); ok {
			for _, e := range elementsOf(arr) {
				p.visit(e, depth+1)
			}
			return
		}
		p.limited = true // options from elsewhere
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Field:
		p.unknown(v)
	}
}

// unknown is a policy that comes from elsewhere, and may have a limit.
func (p *policy) unknown(v ssa.Value) {
	if _, isBasic := v.Type().Underlying().(*types.Basic); !isBasic && !program.IsFunc(v.Type()) {
		p.limited = true
	}
}

func (p *policy) loaded(addr ssa.Value, depth int) {
	switch a := addr.(type) {
	case *ssa.Alloc:
		for _, s := range program.StoredIn(a) {
			p.visit(s, depth+1)
		}
	case *ssa.Global:
		for _, s := range p.b.prog.Stored(a) {
			p.visit(s, depth+1)
		}
	case *ssa.FieldAddr:
		if f := program.FieldOf(a.X.Type(), a.Field); f != nil && f.Pkg() == p.b.prog.Pass.Pkg {
			for _, s := range p.b.prog.Stored(f) {
				p.visit(s, depth+1)
			}
			return
		}
		p.limited = true
	default:
		p.limited = true
	}
}

// call reads the catalogue's row of a constructor or option.
func (p *policy) call(call *ssa.Call, depth int) {
	for _, c := range p.b.prog.Callees(call) {
		if c.Body != nil || c.Func == nil || p.b.opt.IsNode(c.Func) {
			p.limited = true // a policy of the user's own
			return
		}
		for _, sym := range p.b.prog.SymbolsOf(c) {
			for _, row := range sym.Lib.Bounds(sym.Rel) {
				p.row(row, amountOf(c.Args))
			}
		}
		for _, a := range c.Args {
			p.visit(a, depth+1)
		}
	}
	p.literal(call, depth)
}

// row is what a bound says that is given a value: a zero may mean for ever.
func (p *policy) row(row *model.Bound, given ssa.Value) {
	n, isConst := int64(-1), false
	if given != nil {
		n, isConst = constInt(given)
	}
	switch row.Bounds {
	case model.BoundsNone:
		p.endless = p.endless || row.Default == "for ever"
	case model.BoundsTime, model.BoundsRetries:
		switch {
		case isConst && n == 0 && strings.Contains(row.Note, "0 means for ever"):
			p.endless = true
		case given != nil && (!isConst || n != 0):
			p.limited = true
		}
	}
}

// amountOf is the number or duration among the arguments of an option.
func amountOf(args []ssa.Value) ssa.Value {
	for _, a := range args {
		if basic, ok := a.Type().Underlying().(*types.Basic); ok && basic.Info()&types.IsNumeric != 0 {
			return a
		}
	}
	return nil
}

// literal reads the fields that are set in what v points to.
func (p *policy) literal(v ssa.Value, depth int) {
	for _, ref := range program.Refs(v) {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		f := program.FieldOf(fa.X.Type(), fa.Field)
		ptr, isPtr := fa.X.Type().Underlying().(*types.Pointer)
		if f == nil || f.Pkg() == nil || !isPtr {
			continue
		}
		named, ok := types.Unalias(ptr.Elem()).(*types.Named)
		if !ok {
			continue
		}
		lib := p.b.prog.Cat.Library(program.PathOf(f.Pkg()))
		for _, row := range lib.Bounds(named.Obj().Name() + "." + f.Name()) {
			for _, use := range program.Refs(fa) {
				if s, ok := use.(*ssa.Store); ok && s.Addr == ssa.Value(fa) {
					p.row(row, s.Val)
				}
			}
		}
	}
}
