package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/callgraph/vta"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// whole is the service as VTA sees it.
type whole struct {
	s     *service
	graph *callgraph.Graph
	funcs map[string][]*callgraph.Node // the user's functions, by key
	keys  map[*ssa.Function]string
	lines map[string]map[int]*ast.CallExpr // of the user's files, by offset of the parenthesis
	fset  *token.FileSet
	next  map[*callgraph.Node][]step
	leads map[[2]*ssa.Function]bool
}

// step is a call from one of the user's functions to another, perhaps through
// a library.
type step struct {
	to   *callgraph.Node
	site ssa.CallInstruction
	via  *ssa.Function // the library's function that calls back
}

// vtaOf builds the program and its call graph. What main does not lead to is
// left out, so that what only tests use says nothing, unless all is wanted.
func vtaOf(s *service, roots map[string]bool, everything bool) *whole {
	prog, _ := ssautil.AllPackages(s.initial, ssa.InstantiateGenerics)
	prog.Build()
	w := &whole{s: s, keys: map[*ssa.Function]string{}, fset: prog.Fset, next: map[*callgraph.Node][]step{}, leads: map[[2]*ssa.Function]bool{}}
	all := ssautil.AllFunctions(prog)
	first := vta.CallGraph(all, nil)
	methods := map[string][]*ssa.Function{}
	for fn := range all {
		if fn.Signature.Recv() != nil && s.isOwnFunc(fn) {
			methods[fn.Name()] = append(methods[fn.Name()], fn)
		}
	}
	w.complete(first, methods)
	live := map[*ssa.Function]bool{}
	var todo []*ssa.Function
	enter := func(fn *ssa.Function) {
		if fn != nil && !live[fn] {
			live[fn] = true
			todo = append(todo, fn)
		}
	}
	for fn := range all {
		entry := everything || fn.Synthetic == "package initializer" || fn.Name() == "main" && fn.Pkg != nil && fn.Pkg.Pkg.Name() == "main" && fn.Parent() == nil
		if entry || s.isOwnFunc(fn) && roots[w.key(fn)] {
			enter(fn)
		}
	}
	for len(todo) > 0 {
		fn := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if n := first.Nodes[fn]; n != nil {
			for _, e := range n.Out {
				enter(e.Callee.Func)
			}
		}
		for _, lit := range fn.AnonFuncs {
			enter(lit)
		}
	}
	w.graph = vta.CallGraph(live, first)
	w.complete(w.graph, methods)
	w.funcs = map[string][]*callgraph.Node{}
	for fn, n := range w.graph.Nodes {
		if fn != nil && w.isReal(fn) {
			w.funcs[w.key(fn)] = append(w.funcs[w.key(fn)], n)
		}
	}
	for _, ns := range w.funcs {
		slices.SortFunc(ns, func(a, b *callgraph.Node) int { return strings.Compare(a.Func.String(), b.Func.String()) })
	}
	w.readCalls()
	return w
}

// complete adds what VTA misses: calls of generic interfaces often have no
// callee at all. The types of the methods' receivers say what they may be.
func (w *whole) complete(graph *callgraph.Graph, methods map[string][]*ssa.Function) {
	for fn, n := range graph.Nodes {
		if fn == nil || !w.s.isOwnFunc(fn) {
			continue
		}
		known := map[ssa.CallInstruction]bool{}
		for _, e := range n.Out {
			known[e.Site] = true
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				site, ok := instr.(ssa.CallInstruction)
				if !ok || known[site] || !site.Common().IsInvoke() {
					continue
				}
				named, ok := types.Unalias(site.Common().Value.Type()).(*types.Named)
				if !ok || !isGeneric(named) {
					continue
				}
				for _, m := range methods[site.Common().Method.Name()] {
					if types.Implements(m.Signature.Recv().Type(), named.Underlying().(*types.Interface)) {
						callgraph.AddEdge(n, site, graph.CreateNode(m))
					}
				}
			}
		}
	}
}

// isGeneric reports whether a type is an instance, or declared as one.
func isGeneric(named *types.Named) bool {
	iface, ok := named.Underlying().(*types.Interface)
	return named.TypeArgs().Len() > 0 || ok && iface.NumMethods() > 0 && iface.Method(0).Origin() != iface.Method(0)
}

func (s *service) isOwnFunc(fn *ssa.Function) bool {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if fn.Origin() != nil {
		fn = fn.Origin()
	}
	if fn.Pkg != nil {
		return s.isOwn(fn.Pkg.Pkg)
	}
	return fn.Object() != nil && s.isOwn(fn.Object().Pkg())
}

// isReal reports whether the user wrote fn: it is no wrapper.
func (w *whole) isReal(fn *ssa.Function) bool {
	if !w.s.isOwnFunc(fn) || program.IsMethodValue(fn) {
		return false
	}
	return fn.Synthetic == "" || fn.Origin() != nil || fn.Parent() != nil || fn.Synthetic == "package initializer"
}

func (w *whole) key(fn *ssa.Function) string {
	if k, ok := w.keys[fn]; ok {
		return k
	}
	k := program.FuncKey(fn)
	w.keys[fn] = k
	return k
}

// readCalls notes the calls of the user's files, to place them as stallcheck does.
func (w *whole) readCalls() {
	w.lines = map[string]map[int]*ast.CallExpr{}
	packages.Visit(w.s.initial, nil, func(p *packages.Package) {
		if w.s.own[p.PkgPath] == nil {
			return
		}
		for _, f := range p.Syntax {
			calls := map[int]*ast.CallExpr{}
			ast.Inspect(f, func(n ast.Node) bool {
				if c, ok := n.(*ast.CallExpr); ok {
					calls[w.fset.Position(c.Lparen).Offset] = c
				}
				return true
			})
			w.lines[w.fset.Position(f.FileStart).Filename] = calls
		}
	})
}

// pos is where stallcheck says that a call stands.
func (w *whole) pos(site ssa.CallInstruction) witness.Pos {
	at := site.Pos()
	paren := w.fset.Position(site.Common().Pos())
	if call := w.lines[paren.Filename][paren.Offset]; call != nil {
		at = call.Pos()
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && w.fset.Position(sel.Sel.Pos()).Line != w.fset.Position(at).Line {
			at = sel.Sel.Pos()
		}
	}
	p := w.fset.Position(at)
	fn := site.Parent()
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if fn.Origin() != nil {
		fn = fn.Origin()
	}
	path := ""
	if fn.Pkg != nil {
		path = program.PathOf(fn.Pkg.Pkg)
	}
	return witness.Pos{Pkg: path, File: filepath.Base(p.Filename), Line: p.Line, Col: p.Column}
}

// together reports whether some program, or package that nobody imports, holds
// all the packages: others are never linked with one another.
func (s *service) together(paths ...string) bool {
	return slices.ContainsFunc(s.tops(), func(top *ownPackage) bool {
		return !slices.ContainsFunc(paths, func(p string) bool { return !top.below[p] })
	})
}

// steps are the user's functions that one of them calls. Wrappers are passed
// through; a library leads back only to what the call gives it.
func (w *whole) steps(n *callgraph.Node) []step {
	if s, ok := w.next[n]; ok {
		return s
	}
	var out []step
	seen := map[step]bool{}
	add := func(s step) {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	for _, e := range n.Out {
		if e.Site == nil || w.callsParameter(e.Site) {
			continue
		}
		for _, to := range w.unwrap(e.Callee) {
			via := to.Func
			if w.isReal(to.Func) {
				add(step{to, e.Site, nil})
				via = nil
			}
			for _, back := range w.callbacks(e.Site, to) {
				add(step{back, e.Site, via})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b step) int { return strings.Compare(a.to.Func.String(), b.to.Func.String()) })
	w.next[n] = out
	return out
}

// unwrap follows wrappers, which the compiler writes, to what they call.
func (w *whole) unwrap(n *callgraph.Node) []*callgraph.Node {
	seen := map[*callgraph.Node]bool{n: true}
	var out []*callgraph.Node
	for todo := []*callgraph.Node{n}; len(todo) > 0; todo = todo[1:] {
		if fn := todo[0].Func; w.isReal(fn) || fn.Synthetic == "" || fn.Origin() != nil || len(todo[0].Out) == 0 {
			out = append(out, todo[0])
			continue
		}
		for _, e := range todo[0].Out {
			if !seen[e.Callee] {
				seen[e.Callee] = true
				todo = append(todo, e.Callee)
			}
		}
	}
	return out
}

func typeName(t types.Type) *types.TypeName {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj()
	}
	return nil
}

func receiverOf(fn *ssa.Function) *types.TypeName {
	if fn.Signature.Recv() == nil {
		return nil
	}
	return typeName(fn.Signature.Recv().Type())
}

// packageOf is the package that a function stands in.
func (w *whole) packageOf(fn *ssa.Function) string {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if fn.Origin() != nil {
		fn = fn.Origin()
	}
	if fn.Pkg == nil {
		return ""
	}
	return program.PathOf(fn.Pkg.Pkg)
}
