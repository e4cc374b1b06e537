package summary

import (
	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// LoopSuffix ends the key of a loop that is a root of its own.
const LoopSuffix = "$loop"

// receiveLoop splits off the loop in which fn takes messages from a broker: a
// root of its own, which fn calls. What it starts a goroutine for is still the
// handling of the message, so nothing in it counts as work that nobody waits
// for. It returns nil when there is no such loop.
func (b *builder) receiveLoop(n *Node, fn *ssa.Function) (loop *Node, body map[*ssa.BasicBlock]bool) {
	body = b.prog.ReceiveLoop(fn)
	if body == nil || n.Root != program.NotRoot {
		return nil, nil
	}
	loop = &Node{Key: n.Key + LoopSuffix, Pos: n.Pos, Root: program.Consumer, HasContext: n.HasContext}
	return loop, body
}

// finishLoop joins the loop with the function around it, whose inputs it
// shares.
func (b *builder) finishLoop(n, loop *Node, fn *ssa.Function) {
	for i := range loop.Ops {
		loop.Ops[i].Flags &^= Async
	}
	for i := range loop.Edges {
		loop.Edges[i].Flags &^= Async
	}
	if len(loop.Ops) == 0 && len(loop.Edges) == 0 {
		return
	}
	e := Edge{Callee: loop.Key, Pos: n.Pos}
	for i := range len(fn.Params) + len(fn.FreeVars) {
		e.Args = append(e.Args, Arg{i, Ctx{Kind: CtxInput, Input: i}})
	}
	n.Edges = append(n.Edges, e)
	b.out.Nodes = append(b.out.Nodes, loop)
}
