package summary

import (
	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// LoopSuffix ends the key of a loop that is a root of its own.
const LoopSuffix = "$loop"

// receiveLoop is the node of the loop in which fn takes messages from a broker,
// and the blocks of that loop: a root of its own, which fn calls. It is nil when
// there is no such loop.
func (b *builder) receiveLoop(n *Node, fn *ssa.Function) (loop *Node, body map[*ssa.BasicBlock]bool) {
	body = b.prog.ReceiveLoop(fn)
	if body == nil || n.Root != program.NotRoot {
		return nil, nil
	}
	return b.loopOf(n, fn), body
}

// loopOf is the node of the loop that handles messages on behalf of n: its own,
// or that of a function which n gives its handler. It shares n's inputs.
func (b *builder) loopOf(n *Node, fn *ssa.Function) *Node {
	if n.Root != program.NotRoot {
		return n
	}
	key := n.Key + LoopSuffix
	for _, loop := range b.out.Nodes {
		if loop.Key == key {
			return loop
		}
	}
	loop := &Node{Key: key, Pos: n.Pos, Root: program.Consumer, HasContext: n.HasContext}
	e := Edge{Callee: key, Pos: n.Pos}
	for i := range len(fn.Params) + len(fn.FreeVars) {
		e.Args = append(e.Args, Arg{i, Ctx{Kind: CtxInput, Input: i}})
	}
	n.Edges = append(n.Edges, e)
	b.out.Nodes = append(b.out.Nodes, loop)
	return loop
}

// finishLoop takes it back that what the loop starts a goroutine for is not
// waited for: it is still the handling of the message.
func finishLoop(loop *Node) {
	if loop == nil {
		return
	}
	for i := range loop.Ops {
		loop.Ops[i].Flags &^= Async
	}
	for i := range loop.Edges {
		loop.Edges[i].Flags &^= Async
	}
}
