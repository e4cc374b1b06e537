package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Outcome is where a function answers that all went well, or that there is no
// such thing, for any error of a call. Linking finds whether the call waits.
type Outcome struct {
	Symbol string // what answers, or the error that is returned instead
	Code   int    // the status, 0 for such an error
	Pos    witness.Pos
	// From is where the call is whose error it was.
	From    witness.Pos
	Ignored []string
}

// outcomes finds them in fn.
func (b *builder) outcomes(n *Node, fn *ssa.Function) {
	if !b.prog.Own || b.prog.IsTest(fn.Pos()) || b.prog.IsGenerated(fn.Pos()) {
		return
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			symbol, code, ok := b.answer(instr)
			if !ok {
				continue
			}
			err := failed(block)
			if err == nil || isDistinguished(err) {
				continue
			}
			from := b.failing(err)
			if from == nil {
				continue
			}
			o := Outcome{Symbol: symbol, Code: code, Pos: b.prog.Pos(instr.Pos()), From: b.prog.Pos(b.prog.CallPos(from)), Ignored: b.opt.Ignored(instr)}
			if last := block.Instrs[len(block.Instrs)-1]; !o.Pos.IsValid() { // of a named result
				o.Pos, o.Ignored = b.prog.Pos(last.Pos()), b.opt.Ignored(last)
			}
			if site, isCall := instr.(ssa.CallInstruction); isCall {
				o.Pos = b.prog.Pos(b.prog.CallPos(site))
				b.out.sites[siteKey{o.Pos, symbol}] = site
			}
			if o.Pos.IsValid() {
				n.Outcomes = append(n.Outcomes, o)
			}
		}
	}
}

// answer is the status that an instruction answers with, if that hides a
// failure.
func (b *builder) answer(instr ssa.Instruction) (symbol string, code int, ok bool) {
	switch i := instr.(type) {
	case *ssa.Call:
		for _, c := range b.prog.Callees(i) {
			if a := b.answering(c); a != nil {
				code := a.code
				if a.status != nil {
					code = constOf(a.status)
				}
				row := model.Status{GRPC: a.grpc}
				return a.symbol, int(code), row.Hides(code)
			}
		}
	case *ssa.Return:
		for _, r := range i.Results {
			if name := notFound(r); name != "" {
				return name, 0, true
			}
		}
	case *ssa.Store: // a named result
		if _, ok := i.Addr.(*ssa.Alloc); ok {
			name := notFound(i.Val)
			return name, 0, name != ""
		}
	}
	return "", 0, false
}

// answering is a call that answers with a status: a constant one, or what it is
// given.
type answering struct {
	symbol string
	code   int64
	status ssa.Value
	grpc   bool
}

// answering says how a callee answers, nil if it does not: a function of a
// library, or one that hands the status on to such a function.
func (b *builder) answering(c program.Callee) *answering {
	if c.Func == nil {
		return nil
	}
	at := -1
	var a answering
	for _, sym := range b.prog.SymbolsOf(c) {
		row := sym.Lib.Status(sym.Rel)
		if row == nil || c.Body != nil {
			continue
		}
		a = answering{symbol: sym.Full(), code: int64(row.Code), grpc: row.GRPC}
		if row.Arg < 0 {
			return &a
		}
		if at = row.Arg; c.Recv != nil {
			at++
		}
		break
	}
	if shape := b.shapeOf(c); at < 0 && shape != nil && shape.Status != nil {
		a, at = answering{symbol: calleeKey(c), grpc: shape.Status.GRPC}, shape.Status.Param
	}
	if at < 0 || at >= len(c.Args) {
		return nil
	}
	a.status = unconverted(c.Args[at])
	return &a
}

// statusParam is the parameter of fn that a call in it answers with, nil if
// there is none.
func (b *builder) statusParam(fn *ssa.Function) *StatusParam {
	if !slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return isInteger(p.Type()) }) {
		return nil
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			for _, c := range b.prog.Callees(call) {
				a := b.answering(c)
				if a == nil {
					continue
				}
				if p, ok := a.status.(*ssa.Parameter); ok {
					return &StatusParam{slices.Index(fn.Params, p), a.grpc}
				}
			}
		}
	}
	return nil
}

// constOf is a constant number, -1 for anything else.
func constOf(v ssa.Value) int64 {
	if n, ok := constInt(v); ok {
		return n
	}
	return -1
}

// notFound is the slot of a package's error that says so by its name, ""
// otherwise.
func notFound(v ssa.Value) string {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL || !isError(v.Type()) {
		return ""
	}
	if g, ok := load.X.(*ssa.Global); ok && strings.Contains(strings.ToLower(g.Name()), "notfound") {
		return program.GlobalSlot(g)
	}
	return ""
}

// failed is the error that is known not to be nil in a block, because the
// nearest test before it says so.
func failed(block *ssa.BasicBlock) ssa.Value {
	for d := block; d.Idom() != nil; d = d.Idom() {
		cond, ok := d.Idom().Instrs[len(d.Idom().Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		cmp, ok := cond.Cond.(*ssa.BinOp)
		if !ok {
			return nil // something else decides, too
		}
		err := cmp.X
		if isNil(err) {
			err = cmp.Y
		}
		if !isNil(cmp.X) && !isNil(cmp.Y) || !isError(err.Type()) {
			return nil
		}
		failing := d.Idom().Succs[0]
		if cmp.Op == token.EQL {
			failing = d.Idom().Succs[1]
		}
		if failing == d && len(d.Preds) == 1 {
			return err
		}
		return nil
	}
	return nil
}

// isDistinguished reports whether an error is told from others, here or in what
// it is given to and that answers with a boolean or a number.
func isDistinguished(err ssa.Value) bool {
	for _, v := range sameErrors(err) {
		if slices.ContainsFunc(program.Refs(v), distinguishes(v)) {
			return true
		}
	}
	return false
}

// distinguishes tells instructions that tell the error v from others.
func distinguishes(v ssa.Value) func(ssa.Instruction) bool {
	return func(ref ssa.Instruction) bool {
		switch i := ref.(type) {
		case ssa.CallInstruction:
			res := i.Common().Signature().Results()
			for r := range res.Variables() {
				if isBool(r.Type()) || isInteger(r.Type()) {
					return true
				}
			}
			return strings.HasPrefix(methodName(i.Common()), "As") || strings.HasPrefix(methodName(i.Common()), "Is")
		case *ssa.BinOp:
			return !isNil(i.X) && !isNil(i.Y)
		case *ssa.TypeAssert:
			return true
		case *ssa.MakeInterface, *ssa.ChangeInterface:
			return v != i.(ssa.Value) && slices.ContainsFunc(program.Refs(i.(ssa.Value)), distinguishes(i.(ssa.Value)))
		}
		return false
	}
}

// sameErrors are the values that an error is, loaded again from where it is
// kept, such as the field of a result.
func sameErrors(err ssa.Value) []ssa.Value {
	out := []ssa.Value{err}
	load, ok := err.(*ssa.UnOp)
	if !ok {
		return out
	}
	addr := load.X
	if fa, ok := addr.(*ssa.FieldAddr); ok && fa.X.Referrers() != nil {
		for _, ref := range program.Refs(fa.X) {
			if other, ok := ref.(*ssa.FieldAddr); ok && other.Field == fa.Field {
				out = append(out, loadedFrom(other)...)
			}
		}
		return out
	}
	return append(out, loadedFrom(addr)...)
}

func loadedFrom(addr ssa.Value) []ssa.Value {
	var out []ssa.Value
	for _, ref := range program.Refs(addr) {
		if load, ok := ref.(*ssa.UnOp); ok && load.Op == token.MUL {
			out = append(out, load)
		}
	}
	return out
}

// failing is the call whose error it is: of a chain, such as
// db.QueryRow(q).Scan(&v), the first one that is an operation or a call of the
// user's own.
func (b *builder) failing(err ssa.Value) *ssa.Call {
	v := err
	for range 12 {
		switch x := v.(type) {
		case *ssa.Extract:
			v = x.Tuple
		case *ssa.UnOp:
			if _, ok := x.X.(*ssa.Alloc); ok {
				v = storedBefore(x)
			} else {
				v = x.X
			}
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.Call:
			next := receiver(x.Common())
			if _, chained := next.(*ssa.Call); !chained {
				return x
			}
			v = next
		default:
			return nil
		}
	}
	return nil
}

// isInteger reports whether a type is one of whole numbers, such as a status.
func isInteger(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsInteger != 0
}

// storedBefore is what was last stored in the variable that is loaded, on every
// way to there, nil if that is not known.
func storedBefore(load *ssa.UnOp) ssa.Value {
	at := slices.Index(load.Block().Instrs, ssa.Instruction(load))
	for block := load.Block(); block != nil; block = block.Idom() {
		for i := at - 1; i >= 0; i-- {
			if s, ok := block.Instrs[i].(*ssa.Store); ok && s.Addr == load.X {
				return s.Val
			}
		}
		if len(block.Preds) > 1 {
			return nil // another way may store something else
		}
		if block.Idom() != nil {
			at = len(block.Idom().Instrs)
		}
	}
	return nil
}
