package main

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// callsParameter reports whether a call is of a function that a parameter was
// given, while the function that has the parameter runs.
func (w *whole) callsParameter(site ssa.CallInstruction) bool {
	if site.Common().IsInvoke() {
		return false
	}
	if p, ok := site.Common().Value.(*ssa.Parameter); ok {
		return p.Parent().Signature.Recv() == nil || p.Parent().Params[0] != p
	}
	p := program.CapturedParam(site.Common().Value)
	return p != nil && w.leadsTo(p.Parent(), site.Parent())
}

// leadsTo reports whether a function may lead to another.
func (w *whole) leadsTo(from, to *ssa.Function) bool {
	key := [2]*ssa.Function{from, to}
	if leads, ok := w.leads[key]; ok {
		return leads
	}
	start := w.graph.Nodes[from]
	seen := map[*callgraph.Node]bool{start: true}
	found := from == to
	for todo := []*callgraph.Node{start}; start != nil && !found && len(todo) > 0 && len(seen) < maxLead; todo = todo[1:] {
		for _, e := range todo[0].Out {
			found = found || e.Callee.Func == to
			if !seen[e.Callee] {
				seen[e.Callee] = true
				todo = append(todo, e.Callee)
			}
		}
	}
	w.leads[key] = found
	return found
}

// maxLead bounds how many functions are looked at on the way to one that a call
// gives to its callee.
const maxLead = 4000

// callbacks are the user's functions that a call's callee may call since the
// call gives them to it: as functions, or, if it is a library's, also as methods
// of a value.
func (w *whole) callbacks(site ssa.CallInstruction, callee *callgraph.Node) []*callgraph.Node {
	funcs, named := map[*ssa.Function]bool{}, map[*types.TypeName]bool{}
	for _, a := range site.Common().Args {
		given(a, funcs, named, 0)
	}
	own := w.s.isOwnFunc(callee.Func)
	if own {
		clear(named)
	}
	if len(funcs)+len(named) == 0 {
		return nil
	}
	var out []*callgraph.Node
	seen := map[*callgraph.Node]bool{callee: true}
	for todo := []*callgraph.Node{callee}; len(todo) > 0 && len(seen) < maxLead; todo = todo[1:] {
		for _, e := range todo[0].Out {
			to := e.Callee
			if seen[to] {
				continue
			}
			seen[to] = true
			given := funcs[to.Func] || named[receiverOf(to.Func)]
			if !given && (own || !w.s.isOwnFunc(to.Func)) {
				todo = append(todo, to)
			}
			if !given || !w.s.isOwnFunc(to.Func) {
				continue
			}
			out = append(out, w.unwrap(to)...)
		}
	}
	return slices.DeleteFunc(out, func(n *callgraph.Node) bool { return !w.isReal(n.Func) })
}

// given finds the functions that a value is, and the types of values in it.
func given(v ssa.Value, funcs map[*ssa.Function]bool, named map[*types.TypeName]bool, depth int) {
	if depth > 6 {
		return
	}
	switch x := v.(type) {
	case *ssa.Function:
		funcs[x] = true
	case *ssa.MakeClosure:
		funcs[x.Fn.(*ssa.Function)] = true
	case *ssa.ChangeType:
		given(x.X, funcs, named, depth+1)
	case *ssa.MakeInterface:
		if tn := typeName(x.X.Type()); tn != nil {
			named[tn] = true
		}
		given(x.X, funcs, named, depth+1)
	case *ssa.ChangeInterface:
		given(x.X, funcs, named, depth+1)
	case *ssa.Phi:
		for _, e := range x.Edges {
			given(e, funcs, named, depth+1)
		}
	case *ssa.Slice: // variadic arguments
		given(x.X, funcs, named, depth+1)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			given(x.X, funcs, named, depth+1)
		}
	case *ssa.Alloc:
		for _, ref := range *x.Referrers() {
			switch r := ref.(type) {
			case *ssa.Store:
				if r.Addr == x {
					given(r.Val, funcs, named, depth+1)
				}
			case *ssa.IndexAddr:
				for _, ref := range *r.Referrers() {
					if st, ok := ref.(*ssa.Store); ok && st.Addr == r {
						given(st.Val, funcs, named, depth+1)
					}
				}
			}
		}
	}
}
