package summary

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Instr is one call, or another instruction that may take long, with all that
// is known of it: what no rule asks about is not left out.
type Instr struct {
	In     *Node    // the function that it stands in
	Inputs []string // names of its inputs, as Ctx numbers them
	Pos    witness.Pos
	Last   int           // last line of the expression
	Call   *ast.CallExpr // nil for what is no call
	// Generated says that it is in a file that a tool made.
	Generated bool
	// Flags say how it runs.
	Flags Flags
	// Callees are what a call may call; none when that is not known.
	Callees []Target
	// Does has its operations and its calls of other nodes.
	Does *Node
	// Owes are the resources that it acquires.
	Owes []Owed
}

// Target is one function that a call may call.
type Target struct {
	Key string // "" for a parameter
	How string // how the call leads to it
	// Method says that it is an interface's: linking finds what is behind it.
	Method bool
	// Rows are what the catalogue says of it.
	Rows []model.Row
	// Fact is what is known of its body, "" if nothing worth saying.
	Fact string
	// Unread says that nobody has looked at its body: it belongs to the standard
	// library or to a module that the catalogue describes.
	Unread bool
}

// Owed is a resource that an instruction acquires, and what becomes of it.
type Owed struct {
	Type, Fate string
}

// Bare is the graph's node of a function, without what it does.
func (p *Package) Bare(fn *ssa.Function) *Node {
	n := &Node{
		Key:        program.FuncKey(fn),
		Pos:        p.b.prog.Pos(fn.Pos()),
		Root:       p.b.prog.Root(fn),
		HasContext: p.b.hasContext(fn),
		Marshals:   p.b.prog.Marshaler(fn),
	}
	if n.Root != program.NotRoot {
		n.Asked, n.Given = asked(fn), given(fn)
	}
	return n
}

// Explain lists what there is to say in a file, given by its base name, in
// source order of functions.
func (p *Package) Explain(base string) []*Instr {
	var out []*Instr
	for _, fn := range p.b.prog.Funcs {
		if p.b.prog.Pos(fn.Pos()).File != base {
			continue
		}
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if i := p.explain(fn, instr); i != nil {
					out = append(out, i)
				}
			}
		}
	}
	return out
}

// explain asks the builder about one instruction, nil when it has nothing to
// say.
func (p *Package) explain(fn *ssa.Function, instr ssa.Instruction) *Instr {
	b := p.b
	out := &Instr{Does: &Node{}}
	b.all = true
	defer func() { b.all = false }()
	switch i := instr.(type) {
	case ssa.CallInstruction:
		if _, builtin := i.Common().Value.(*ssa.Builtin); builtin || !i.Pos().IsValid() {
			return nil
		}
		b.call(out.Does, i)
		p.explainCall(out, fn, i)
	case *ssa.Alloc:
		b.literal(out.Does, i)
		b.endlessLiteral(out.Does, i)
	case *ssa.MapUpdate:
		b.grow(out.Does, i)
	case *ssa.UnOp, *ssa.Select:
		b.block(out.Does, i)
		b.queue(out.Does, i)
	case *ssa.Send:
		b.queue(out.Does, i)
	}
	if out.Call == nil {
		if len(out.Does.Ops) == 0 {
			return nil
		}
		op := out.Does.Ops[0]
		out.Pos, out.Last, out.Flags = op.Pos, op.Pos.Line, op.Flags
	}
	out.Generated = b.prog.IsGenerated(fn.Pos())
	out.In = p.Bare(fn)
	if loop, body := b.receiveLoop(out.In, fn); body[instr.Block()] {
		out.In = loop
	}
	for _, v := range fn.Params {
		out.Inputs = append(out.Inputs, v.Name())
	}
	for _, v := range fn.FreeVars {
		out.Inputs = append(out.Inputs, v.Name())
	}
	return out
}

func (p *Package) explainCall(out *Instr, fn *ssa.Function, site ssa.CallInstruction) {
	b := p.b
	if out.Call = b.prog.CallExpr(site); out.Call == nil {
		return // SSA's own
	}
	out.Pos = b.prog.Pos(b.prog.CallPos(site))
	out.Last = b.prog.Pos(out.Call.Rparen).Line
	out.Flags = siteFlags(site)
	if b.isOver(site) {
		out.Flags |= Cleanup
	}
	if b.isGuarded(site) {
		out.Flags |= Guarded
	}
	for _, c := range b.prog.Callees(site) {
		out.Callees = append(out.Callees, b.target(c))
	}
	call, ok := site.(*ssa.Call)
	if !ok {
		return
	}
	for _, d := range b.acquired(call) {
		out.Owes = append(out.Owes, Owed{resultType(call, d.Result), b.fate(fn, d)})
	}
}

func resultType(call *ssa.Call, result int) string {
	res := call.Common().Signature().Results()
	if result < 0 || result >= res.Len() {
		return "it"
	}
	return types.TypeString(res.At(result).Type(), (*types.Package).Name)
}

// target says what is known of one callee.
func (b *builder) target(c program.Callee) Target {
	var t Target
	switch {
	case c.Param >= 0:
		return Target{How: "a parameter, which callers give"}
	case c.Invoke:
		t.How, t.Method = "interface", true
	case c.Dynamic != "":
		t.How = c.Dynamic + ", followed to what is stored there"
	default:
		t.How = "static"
	}
	if c.Body != nil {
		t.Key = program.FuncKey(c.Body)
	} else {
		t.Key = program.Key(c.Func)
		t.Unread = c.Func.Pkg() != nil && b.isBoundary(c.Func)
	}
	t.Rows = b.rows(c)
	if s := b.shapeOf(c); s != nil {
		t.Fact = s.words()
	}
	return t
}

// words are the shape for a reader, but for what only says that an argument is
// used.
func (s *Shape) words() string {
	var out []string
	for _, w := range s.Waits {
		out = append(out, "waits for "+w.Kind.String())
	}
	for _, part := range []struct {
		has  bool
		text string
	}{
		{s.NoReturn, "does not return"},
		{s.Reads && len(s.Waits) == 0, "waits for something outside"},
		{len(s.Owned) > 0, "returns what its caller must release"},
		{s.Releases != 0, "releases what it is given"},
		{s.Keeps != 0, "keeps what it is given"},
		{s.Acquires, "returns with a permit held"},
		{s.GivesBack, "gives a permit back"},
		{s.Limits.Has(LimitsRate), "limits how many requests get through"},
		{s.Limits.Has(LimitsTime), "gives requests a deadline"},
		{s.Limits.Has(LimitsSize) || s.Caps != 0, "limits how much a request's body may hold"},
		{len(s.Contexts) > 0, "returns a context"},
		{len(s.Calls) > 0, "calls a function that it is given"},
	} {
		if part.has {
			out = append(out, part.text)
		}
	}
	return strings.Join(slices.Compact(out), ", ")
}

// rows are those of the first symbol that the catalogue knows a callee by, or
// the one that stands for all methods of its type.
func (b *builder) rows(c program.Callee) []model.Row {
	if c.Func == nil {
		return nil // a literal
	}
	syms := b.prog.SymbolsOf(c)
	var out []model.Row
	for _, sym := range syms {
		for row := range sym.Lib.All() {
			if row.Symbol == sym.Rel {
				out = append(out, row)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	if w, sym := b.wildcard(c, syms); w != nil {
		for row := range sym.Lib.All() {
			if row.Entry == model.Entry(w) {
				out = append(out, row)
			}
		}
	}
	return out
}

// fate is what becomes of a resource.
func (b *builder) fate(fn *ssa.Function, d duty) string {
	if !b.wanted(fn) {
		return "lives as long as the process, or is in generated code"
	}
	switch out := b.outcomeOf(fn, d); {
	case d.lock == nil && len(out.leaks) > 0 || d.lock != nil && len(b.lockLeaks(fn, d)) > 0:
		return "is still held on some way out"
	case out.escaped || len(out.returned) > 0:
		return "is handed on: returned, stored, or given to something that may keep it"
	case out.released:
		return "is released on every path"
	}
	return "is not held on any path"
}
