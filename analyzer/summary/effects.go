package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// siteKey finds the instruction of an operation or a call again.
type siteKey struct {
	pos    witness.Pos
	callee string
}

// Site is the instruction behind an Op or Edge of this package, or nil.
func (p *Package) Site(pos witness.Pos, callee string) ssa.CallInstruction {
	site, _ := p.sites[siteKey{pos, callee}].(ssa.CallInstruction)
	return site
}

// Note lets a call be found again that linking has to do with.
func (p *Package) Note(pos witness.Pos, callee string, site ssa.CallInstruction) {
	p.sites[siteKey{pos, callee}] = site
}

// node is the graph's view of fn, nil if it has nothing to say.
func (b *builder) node(fn *ssa.Function) *Node {
	n := &Node{
		Key:        program.FuncKey(fn),
		Pos:        b.prog.Pos(fn.Pos()),
		Root:       b.prog.Root(fn),
		HasContext: b.hasContext(fn),
		Marshals:   b.prog.Marshaler(fn),
	}
	if n.Root != program.NotRoot {
		n.Asked, n.Given, n.Open = asked(fn), given(fn), b.prog.IsOpen(fn)
	}
	n.Requests, n.Carrier = requestsOf(fn)
	loop, body := b.receiveLoop(n, fn)
	for _, r := range b.regions(fn) {
		n.hold(r.hold)
	}
	turns := b.turnsOf(fn)
	for _, block := range fn.Blocks {
		to := n
		if body[block] {
			to = loop
		}
		for _, instr := range block.Instrs {
			ops, edges := len(to.Ops), len(to.Edges)
			if b.prog.Own && !b.prog.IsTest(fn.Pos()) {
				b.clientFlows(to, instr)
			}
			switch i := instr.(type) {
			case ssa.CallInstruction:
				b.call(to, i)
			case *ssa.Alloc:
				b.literal(to, i)
				b.endlessLiteral(to, i)
			case *ssa.MapUpdate:
				b.grow(to, i)
			case *ssa.Send:
				b.pause(to, i)
				b.queue(to, i)
			case *ssa.UnOp, *ssa.Select:
				b.pause(to, i)
				b.block(to, i)
				b.queue(to, i)
			}
			to.markTurns(turns, instr, ops, edges)
		}
	}
	b.loopOps(n, fn, loop, body)
	b.sizeOps(n, fn, loop, body)
	finishLoop(loop)
	b.valueUses(n, fn)
	if b.prog.Own {
		b.closedBeneath(n, fn)
	}
	b.orphans(n, fn)
	b.serials(n, fn)
	b.outcomes(n, fn)
	n.Ends = b.endsOf(fn)
	n.Calls, n.Lends, n.Owns = b.calledParams(fn), b.lentBy(fn), b.ownedSet(fn)
	if len(n.Ops) == 0 && len(n.Edges) == 0 && len(n.Holds) == 0 && len(n.Uses) == 0 && len(n.Ends) == 0 && n.Calls == 0 && n.Owns == 0 {
		return nil
	}
	return n
}

// hasContext reports whether fn is given a context or a request, itself or as
// a literal that runs inside a function that is.
func (b *builder) hasContext(fn *ssa.Function) bool {
	for _, p := range fn.Params {
		if program.CarriesContext(p.Type()) && p.Object() != nil && p.Name() != "_" {
			return true
		}
	}
	return false
}

// call adds what one call site does to n.
func (b *builder) call(n *Node, site ssa.CallInstruction) {
	flags := b.attended(site, b.awaited(site, siteFlags(site)))
	if b.isJob(site) {
		flags |= PerJob
	}
	if b.isOver(site) {
		flags |= Cleanup
	}
	if b.isUnderOver(site) {
		flags |= Over
	}
	if afterSuccess(site) {
		flags |= Succeeded
	}
	if b.isGuarded(site) {
		flags |= Guarded
	}
	if b.hasContext(site.Parent()) && isContextless(site) {
		flags |= Contextless
	}
	if b.isFirst(site) {
		flags |= First
	}
	flags = b.spawning(site, flags)
	var into Inputs
	if call, ok := site.(*ssa.Call); ok && b.isKept(call) {
		flags |= Kept
		in, lazy := b.lazily(call)
		flags, into = flags|lazy, in
	}
	if call, ok := site.(*ssa.Call); ok && isReturned(call, map[ssa.Value]bool{}) {
		flags |= Returned
	}
	b.addSlotEdge(n, site, flags)
	b.addTransients(n, site, flags)
	b.join(n, site)
	b.contextUses(n, site, flags)
	b.loopBody(n, site, flags)
	for _, c := range b.prog.Callees(site) {
		if op, ok := b.op(site, c); ok {
			op.Flags |= flags
			b.addOp(n, site, op)
		} else {
			b.addEdge(n, site, c, flags, into)
		}
		if op, ok := b.deadline(site, c); ok {
			op.Flags |= flags
			b.addOp(n, site, op)
		}
		if op, ok := b.heavy(site, c); ok {
			op.Flags, op.Into = op.Flags|flags, into
			b.addOp(n, site, op)
		}
		if op, ok := b.libraryRetry(site, c); ok {
			op.Flags |= flags
			b.addOp(n, site, op)
		}
		if op, ok := b.drain(site, c); ok {
			op.Flags |= flags
			b.addOp(n, site, op)
		}
		b.growCall(n, site, c, flags)
		b.endlessCall(n, site, c)
		b.send(n, site, c, flags)
		for _, g := range append(b.given(site, c), b.openGiven(c)...) {
			g.flags = b.starting(site, g.flags)
			to := n
			if g.flags.Has(Message) {
				to = b.loopOf(n, site.Parent())
			}
			for _, fc := range b.prog.FuncValues(g.value, nil) {
				if fc.Param < 0 {
					b.givenRetry(to, site, c, fc, flags|g.flags)
					g.flags |= flags
					b.addCallback(to, site, c, fc, g)
				}
			}
		}
	}
}

// addOp keeps the operations that some rule may report: of those that wait, the
// ones that wait for something outside.
func (b *builder) addOp(n *Node, site ssa.CallInstruction, op Op) {
	op.Held = b.opHolds(n, site, op)
	if op.Class == ClassWait && !b.all && !op.Kind.Outside() {
		if op.Held == 0 || !b.takesPermit(site) {
			return
		}
		op.Class = ClassPause
	}
	op.Pos = b.prog.Pos(b.prog.CallPos(site))
	op.Ignored = b.opt.Ignored(site)
	n.Ops = append(n.Ops, op)
	b.out.sites[siteKey{op.Pos, op.Symbol}] = site
}

// addEdge adds the call of a node, or of an interface method.
func (b *builder) addEdge(n *Node, site ssa.CallInstruction, c program.Callee, flags Flags, into Inputs) {
	e := Edge{Flags: flags, Into: into, Dynamic: c.Dynamic}
	switch {
	case c.Body != nil:
		e.Callee = program.FuncKey(c.Body)
	case c.Invoke:
		if !b.isOpenMethod(c.Func) {
			return
		}
		e.Method = program.Key(c.Func)
		e.Slot = program.SlotOf(c.Recv)
		if common := site.Common(); common.IsInvoke() {
			e.Instance = program.Instance(common.Method)
		}
	case c.Func != nil && b.opt.IsNode(c.Func):
		e.Callee = program.Key(c.Func)
	default:
		return
	}
	e.Args = b.contextArgs(c)
	e.Needs = b.needs(site, c)
	e.Bodies = b.givenBodies(site, c)
	if b.prog.Own {
		e.Clients = b.givenClients(n, site, c)
		e.Fresh = b.fresh(c)
	}
	e.Same = b.sames(c)
	b.finishEdge(n, site, e)
}

// addSlotEdge adds the call of a function value that is read from a slot, which
// other packages may fill, too.
func (b *builder) addSlotEdge(n *Node, site ssa.CallInstruction, flags Flags) {
	common := site.Common()
	if common.IsInvoke() || common.StaticCallee() != nil || !b.prog.Own {
		return
	}
	slot, how := program.SlotOf(common.Value), ""
	switch x := common.Value.(type) {
	case *ssa.Parameter:
		if strings.Contains(slot, "#") {
			return // the shape says so, and calls give the function
		}
	case *ssa.UnOp, *ssa.FreeVar:
		how = "variable"
		if param := program.CapturedParam(x); param != nil && strings.Contains(slot, "#") {
			if how = "captured function"; b.callsParam(param) {
				return
			}
		}
	case *ssa.Field:
		how = "field"
	case *ssa.Call, *ssa.Extract, *ssa.Lookup, *ssa.Index:
		how = "returned function"
	}
	if slot == "" {
		return
	}
	switch {
	case strings.HasSuffix(slot, "[]"):
		how = "element"
	case how == "variable" && strings.Count(slot[strings.LastIndex(slot, "/")+1:], ".") > 1:
		how = "field"
	}
	e := Edge{Slot: slot, Flags: flags, Dynamic: how}
	for i, a := range common.Args {
		if program.CarriesContext(a.Type()) {
			if ctx := b.bound(a); ctx != (Ctx{}) {
				e.Args = append(e.Args, Arg{i, ctx})
			}
		}
		if from := b.derives(a); from != 0 {
			e.Needs = append(e.Needs, Need{i, from, b.asksInput(a, site.Block()), isSlice(a)})
		}
	}
	b.finishEdge(n, site, e)
}

// addTransients adds the calls of the functions that a container calls for each
// use of what the call asks it for.
func (b *builder) addTransients(n *Node, site ssa.CallInstruction, flags Flags) {
	if t, name := b.prog.Asked(site); t != nil && b.prog.Own {
		b.finishEdge(n, site, Edge{Slot: program.TransientSlot(t, name), Flags: flags, Dynamic: "container"})
	}
}

// callsParam reports whether the function that a parameter belongs to is known
// to call it, so that calls of it lead to what they give it.
func (b *builder) callsParam(p *ssa.Parameter) bool {
	shape := b.shapes[p.Parent()]
	index := slices.Index(p.Parent().Params, p)
	return shape != nil && slices.ContainsFunc(shape.Calls, func(pc ParamCall) bool { return pc.Param == index })
}

func (b *builder) finishEdge(n *Node, site ssa.CallInstruction, e Edge) {
	e.Pos = b.prog.Pos(b.prog.CallPos(site))
	e.Ignored = b.opt.Ignored(site)
	e.Held |= b.heldAt(n, site)
	if b.prog.Own && b.isRepeated(site) {
		e.Flags |= Repeated
	}
	e.Gives = b.givesAt(n, site)
	if e.Flags.Has(Starts) {
		if e.Flags.Has(Repeated) && b.isFew(site) {
			e.Flags |= Few
		}
		e.Each = b.each(site, e.Flags)
	}
	n.Edges = append(n.Edges, e)
	b.out.sites[siteKey{e.Pos, e.Callee + e.Method}] = site
}

// isOpenMethod reports whether a call of the interface method is left for
// linking: the interface is one of the user's own. Interfaces of libraries are
// the catalogue's business.
func (b *builder) isOpenMethod(m *types.Func) bool {
	if m.Pkg() == nil {
		return false // error.Error
	}
	return m.Pkg() == b.prog.Pass.Pkg && b.prog.Own || b.opt.IsNode(m)
}

// contextArgs is the provenance of the contexts that a call gives its callee.
func (b *builder) contextArgs(c program.Callee) []Arg {
	var out []Arg
	for i, t := range inputTypes(c) {
		if !program.CarriesContext(t) {
			continue
		}
		if v := c.InputValue(i); v != nil {
			if ctx := b.bound(v); ctx != (Ctx{}) {
				out = append(out, Arg{i, ctx})
			}
		}
	}
	return out
}

// inputTypes are the types of a callee's inputs; of a variable captured by
// address, the variable's type.
func inputTypes(c program.Callee) []types.Type {
	var out []types.Type
	if c.Body == nil {
		for _, a := range c.Args {
			out = append(out, a.Type())
		}
		if c.Func != nil { // a function value: its arguments are not known
			shift := len(c.Args)
			if c.Recv != nil {
				shift--
			}
			for i := shift; i < c.Func.Signature().Params().Len(); i++ {
				out = append(out, c.Func.Signature().Params().At(i).Type())
			}
		}
		return out
	}
	for _, p := range c.Body.Params {
		out = append(out, p.Type())
	}
	for _, fv := range c.Body.FreeVars {
		t := fv.Type()
		if ptr, ok := t.(*types.Pointer); ok {
			t = ptr.Elem()
		}
		out = append(out, t)
	}
	return out
}
