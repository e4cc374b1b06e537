package main

import (
	"fmt"
	"go/types"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// reason says why a pair is open: how the call finds its callee or, when
// stallcheck does not come to the call, where the way to it is broken.
func (c *comparison) reason(p *pair, tops []*seenBy) string {
	if !c.comesTo(p.roots, p.caller, tops) {
		return "not reached: " + c.broken(p.roots, p.caller, tops)
	}
	return c.describe(p.site, nil, tops)
}

// comesTo reports whether some top table leads from the roots to a function.
func (c *comparison) comesTo(path string, n *callgraph.Node, tops []*seenBy) bool {
	key := c.w.key(n.Func)
	for _, s := range tops {
		if reached := s.from(path); reached[key] || reached[key+"$loop"] {
			return true
		}
	}
	return false
}

// broken describes the first step of VTA's way to a function that stallcheck
// does not take.
func (c *comparison) broken(path string, n *callgraph.Node, tops []*seenBy) string {
	var last arrival
	for !c.comesTo(path, n, tops) {
		last = c.parents[path][n]
		if last.from == nil {
			return "root without effect"
		}
		n = last.from
	}
	if last.from == nil {
		return "?"
	}
	return c.describe(last.step.site, last.step.via, tops)
}

// describe says how a call finds its callee.
func (c *comparison) describe(site ssa.CallInstruction, via *ssa.Function, tops []*seenBy) string {
	at := " @" + c.w.pos(site).String()
	common := site.Common()
	switch {
	case via != nil:
		return "callback through " + c.w.key(via) + at
	case common.IsInvoke():
		kind := "library's interface"
		if named, ok := types.Unalias(common.Value.Type()).(*types.Named); !ok {
			kind = "unnamed interface"
		} else if named.Obj().Pkg() == nil || c.s.isOwn(named.Obj().Pkg()) {
			kind = "own interface"
		}
		if _, ok := types.Unalias(common.Value.Type()).(*types.TypeParam); ok {
			kind = "type parameter"
		}
		slot := program.SlotOf(common.Value)
		if slot == "" {
			slot = source(common.Value)
		}
		return fmt.Sprintf("%s, %s; %s %s%s", kind, c.edgesAt(site, tops), program.Key(common.Method), slot, at)
	case common.StaticCallee() != nil:
		return "static call, " + c.edgesAt(site, tops) + at
	}
	return "function value, " + c.edgesAt(site, tops) + "; " + source(common.Value) + at
}

// edgesAt says what stallcheck knows of a call.
func (c *comparison) edgesAt(site ssa.CallInstruction, tops []*seenBy) string {
	pos := c.w.pos(site)
	state := "call not in table"
	for _, s := range tops {
		for _, n := range s.calls[pos] {
			if len(s.targets(n, pos)) > 0 {
				return "joined with others"
			}
			state = "not joined"
		}
	}
	return state
}

// source says what kind of place a value comes from.
func source(v ssa.Value) string {
	switch x := v.(type) {
	case *ssa.Parameter:
		return "parameter"
	case *ssa.FreeVar:
		return "captured variable"
	case *ssa.UnOp:
		switch a := x.X.(type) {
		case *ssa.FieldAddr:
			return "field " + program.FieldSlot(a)
		case *ssa.Global:
			return "variable " + program.GlobalSlot(a)
		case *ssa.IndexAddr:
			return "element of a slice"
		case *ssa.FreeVar:
			return "captured variable"
		case *ssa.Alloc:
			return "local variable"
		}
		return fmt.Sprintf("load of %T", x.X)
	case *ssa.Lookup:
		return "element of a map"
	case *ssa.Extract:
		return fmt.Sprintf("part of %s", source(x.Tuple))
	case *ssa.Next:
		return "element in a range loop"
	case *ssa.Call:
		if fn := x.Common().StaticCallee(); fn != nil {
			return "result of " + fn.String()
		}
		return "result of a dynamic call"
	case *ssa.TypeAssert:
		return "type assertion"
	case *ssa.Phi:
		return "one of several values"
	}
	return fmt.Sprintf("%T", v)
}
