package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file tells of the resources that a program loses once at most, if a
// function of its package main runs once: linking knows whether it does.

// tellOnce tells of a leak that one process may well have once. A lock or a
// permit that is not given back harms at once, and a loop loses many.
func (b *builder) tellOnce(fn *ssa.Function, l *Leak, exits []exit) {
	if b.prog.Pass.Pkg.Name() != "main" || l.Lock || l.Permit || l.InLoop || slices.ContainsFunc(exits, func(e exit) bool { return e.loop }) {
		return
	}
	l.Single, l.Fails = program.FuncKey(fn), fails(exits)
	if !slices.ContainsFunc(b.out.Nodes, func(n *Node) bool { return n.Key == l.Single }) {
		b.out.Nodes = append(b.out.Nodes, &Node{Key: l.Single, Pos: b.prog.Pos(fn.Pos()), Root: b.prog.Root(fn), HasContext: b.hasContext(fn)})
	}
}

// fails reports whether a function says on all of these ways out that it failed.
func fails(exits []exit) bool {
	return !slices.ContainsFunc(exits, func(e exit) bool {
		ret, ok := e.instr.(*ssa.Return)
		if !ok {
			return !e.panics
		}
		last := len(ret.Results) - 1
		return last < 0 || !isError(ret.Results[last].Type()) || isNil(returned(ret, last))
	})
}

// isRepeated reports whether an instruction stands in a loop.
func (b *builder) isRepeated(instr ssa.Instruction) bool {
	return slices.ContainsFunc(b.loopsOf(instr.Parent()), func(l *loop) bool { return l.body[instr.Block()] })
}
