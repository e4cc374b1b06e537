package summary

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Package is the summary of one package.
type Package struct {
	Nodes []*Node // in source order; only those with something to say
	Leaks []*Leak
	Lates []*Late
	// Servers are those that a slow peer can hold.
	Servers []*Server
	// Sources are the data source names without timeouts.
	Sources []*Source
	// BadDeadlines are those that cannot do their job.
	BadDeadlines []*BadDeadline
	Shapes       map[*types.Func]*Shape
	// Limited says what the package puts behind limiting middleware.
	Limited Limited
	// Clients say where clients go that may wait for ever.
	Clients []ClientFlow
	// Assets are what the package has for as long as the program runs, Settled
	// what it does to those of others.
	Assets  []Asset
	Settled []string
	// Mismatches are settings of one pool that contradict each other.
	Mismatches []*Mismatch
	sites      map[siteKey]ssa.Instruction
	literals   map[witness.Pos]*ast.CompositeLit
	b          *builder // answers Explain
	// rooms are where channels are made that need room for one value, by the
	// position of the go statement that starts who sends it.
	rooms map[witness.Pos]token.Pos
}

// Options say what the builder cannot see for itself.
type Options struct {
	// Import returns the shape of a function of another package, or nil.
	Import func(*types.Func) *Shape
	// IsNode reports whether a function of another package is a node of the
	// graph: it belongs to the user's own modules.
	IsNode func(*types.Func) bool
	// Ignored returns the rules that a directive silences at an instruction.
	Ignored func(ssa.Instruction) []string
}

// builder computes the summary of one package.
type builder struct {
	binders   map[*types.TypeName]bool // types whose values are bound to contexts
	called    map[string]bool          // functions of libraries that the package calls; nil until asked
	prog      *program.Package
	opt       Options
	contexts  map[ssa.Value]Ctx
	shapes    map[*ssa.Function]*Shape
	kept      map[keepKey]fate
	conds     map[*ssa.Function]*conditions
	shared    map[ssa.Value]sharing
	disposing map[*ssa.Function]bool
	ends      map[*ssa.Function]bool
	over      map[*ssa.Function]map[*ssa.BasicBlock][]ended
	guards    map[*ssa.Function][]guard
	orderings map[*ssa.Function][]*ssa.BinOp
	knobs     map[*types.TypeName][]string
	setters   map[string][]string // of modules
	overHTTP  map[string]bool     // of modules
	replaced  map[*ssa.Function][]replacement
	held      map[*ssa.Function][]region
	loops     map[*ssa.Function][]*loop
	final     bool            // all shapes are known
	writers   map[string]bool // locks that are taken for writing; nil until asked
	// connections remembers which types are connections to one peer.
	connections map[types.Type]bool
	filled      map[any]bool       // channels that are made full of permits; nil until asked
	transfers   map[any][]transfer // what is done with each channel; nil until asked
	settledHere map[ssa.Value]bool // assets that one function makes and settles
	empties     []string           // what the package says of maps; nil until asked
	all         bool               // keep operations that no rule asks about
	out         *Package
	clients     map[*types.TypeName]*clientKind
	handles     map[*types.TypeName]bool // types that queries are made through
	locals      []string                 // names of local drivers; nil until asked
}

// Build summarises a package.
func Build(prog *program.Package, opt Options) *Package {
	b := &builder{
		prog: prog, opt: opt,
		knobs:       map[*types.TypeName][]string{},
		setters:     map[string][]string{},
		overHTTP:    map[string]bool{},
		binders:     map[*types.TypeName]bool{},
		contexts:    map[ssa.Value]Ctx{},
		shapes:      map[*ssa.Function]*Shape{},
		kept:        map[keepKey]fate{},
		conds:       map[*ssa.Function]*conditions{},
		shared:      map[ssa.Value]sharing{},
		disposing:   map[*ssa.Function]bool{},
		settledHere: map[ssa.Value]bool{},
		ends:        map[*ssa.Function]bool{},
		over:        map[*ssa.Function]map[*ssa.BasicBlock][]ended{},
		guards:      map[*ssa.Function][]guard{},
		held:        map[*ssa.Function][]region{},
		loops:       map[*ssa.Function][]*loop{},
		orderings:   map[*ssa.Function][]*ssa.BinOp{},
		replaced:    map[*ssa.Function][]replacement{},
		connections: map[types.Type]bool{},
		clients:     map[*types.TypeName]*clientKind{},
		handles:     map[*types.TypeName]bool{},
		out: &Package{
			Shapes: map[*types.Func]*Shape{}, sites: map[siteKey]ssa.Instruction{},
			literals: map[witness.Pos]*ast.CompositeLit{}, rooms: map[witness.Pos]token.Pos{},
		},
	}
	b.out.b = b
	order := bottomUp(prog)
	for _, component := range order {
		b.component(component)
	}
	b.final = true
	for _, fn := range prog.Funcs {
		if n := b.node(fn); n != nil {
			if prog.Own {
				n.Pendings = b.pendings(fn)
			}
			b.out.Nodes = append(b.out.Nodes, n)
		}
		if prog.Own {
			b.leaks(fn)
			b.servers(fn)
			b.unheard(fn)
			b.assets(fn)
			b.mismatches(fn)
		}
	}
	if prog.Own {
		b.makers()
		b.durations()
		b.out.Limited = b.limited()
	} else {
		b.collapse(order)
	}
	for fn, s := range b.shapes {
		if obj, ok := fn.Object().(*types.Func); ok && !s.isEmpty() {
			b.out.Shapes[obj] = s
		}
	}
	return b.out
}

// component computes the shapes of functions that call one another, until they
// no longer change. Shapes only grow while they are computed, except Uses,
// which begins full; a bound ends what does not settle.
func (b *builder) component(fns []*ssa.Function) {
	for range 4 {
		changed := false
		for _, fn := range fns {
			s := b.shape(fn)
			if old := b.shapes[fn]; old == nil || old.String() != s.String() {
				changed = true
			}
			b.shapes[fn] = s
		}
		if !changed || len(fns) == 1 && !callsItself(b.prog, fns[0]) {
			return
		}
		clear(b.contexts)
		b.unkeep(fns)
	}
}

func callsItself(prog *program.Package, fn *ssa.Function) bool {
	return slices.Contains(successors(prog, fn), fn)
}

// shapeOf is what is known of a callee: computed here, or imported.
func (b *builder) shapeOf(c program.Callee) *Shape {
	if c.Body != nil {
		return b.shapes[c.Body]
	}
	if c.Func != nil && !c.Invoke && c.Func.Pkg() != b.prog.Pass.Pkg {
		return b.opt.Import(c.Func)
	}
	return nil
}

// successors are the functions of the package that fn calls or contains.
func successors(prog *program.Package, fn *ssa.Function) []*ssa.Function {
	var out []*ssa.Function
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			site, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			for _, c := range prog.Callees(site) {
				if c.Body != nil {
					out = append(out, c.Body)
				}
			}
		}
	}
	return append(out, fn.AnonFuncs...)
}

// bottomUp lists the strongly connected components of the package's call
// graph, callees first, by Tarjan's algorithm.
func bottomUp(prog *program.Package) [][]*ssa.Function {
	var (
		out     [][]*ssa.Function
		stack   []*ssa.Function
		index   = map[*ssa.Function]int{}
		low     = map[*ssa.Function]int{}
		onStack = map[*ssa.Function]bool{}
		visit   func(fn *ssa.Function)
	)
	visit = func(fn *ssa.Function) {
		index[fn] = len(index) + 1
		low[fn] = index[fn]
		stack = append(stack, fn)
		onStack[fn] = true
		for _, s := range successors(prog, fn) {
			if index[s] == 0 {
				visit(s)
				low[fn] = min(low[fn], low[s])
			} else if onStack[s] {
				low[fn] = min(low[fn], index[s])
			}
		}
		if low[fn] != index[fn] {
			return
		}
		i := slices.Index(stack, fn)
		component := slices.Clone(stack[i:])
		stack = stack[:i]
		for _, f := range component {
			onStack[f] = false
		}
		slices.Reverse(component)
		out = append(out, component)
	}
	for _, fn := range prog.Funcs {
		if index[fn] == 0 {
			visit(fn)
		}
	}
	return out
}

// noReturn reports whether control does not come back from the call.
func (b *builder) noReturn(site ssa.CallInstruction) bool {
	callees := b.prog.Callees(site)
	if len(callees) == 0 {
		return false
	}
	for _, c := range callees {
		if !b.calleeEnds(c) {
			return false
		}
	}
	return true
}

func (b *builder) calleeEnds(c program.Callee) bool {
	for _, sym := range b.prog.SymbolsOf(c) {
		if row := sym.Lib.NoReturn(sym.Rel); row != nil {
			return !row.Conditional
		}
	}
	if c.Body != nil {
		return b.ends[c.Body]
	}
	shape := b.shapeOf(c)
	return shape != nil && shape.NoReturn
}

// neverReturns reports whether no path through fn reaches a return: it panics,
// exits, or calls what does.
func (b *builder) neverReturns(fn *ssa.Function) bool {
	seen := map[*ssa.BasicBlock]bool{fn.Blocks[0]: true}
	todo := []*ssa.BasicBlock{fn.Blocks[0]}
	ended := false
	for len(todo) > 0 {
		block := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if b.endsIn(block) {
			ended = true
			continue
		}
		switch block.Instrs[len(block.Instrs)-1].(type) {
		case *ssa.Return:
			return false
		case *ssa.Panic:
			ended = true
		}
		for _, s := range block.Succs {
			if !seen[s] {
				seen[s] = true
				todo = append(todo, s)
			}
		}
	}
	return ended && fn.Recover == nil
}

// endsIn reports whether a call in the block does not come back.
func (b *builder) endsIn(block *ssa.BasicBlock) bool {
	for _, instr := range block.Instrs {
		if c, ok := instr.(*ssa.Call); ok && b.noReturn(c) {
			return true
		}
	}
	return false
}
