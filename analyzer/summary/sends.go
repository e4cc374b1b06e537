package summary

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// send adds the use of a client that waits for a peer, and, where the client
// has no other place, the client itself: a zero one in a field, http.Get.
func (b *builder) send(n *Node, site ssa.CallInstruction, c program.Callee, flags Flags) {
	if !b.prog.Own || c.Func == nil || c.Body != nil || b.prog.IsTest(site.Parent().Pos()) || isLocal(c.Args) {
		return
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		w := sym.Lib.Wait(sym.Rel)
		if w == nil {
			continue
		}
		if c.Recv == nil && !w.Endless || c.Recv != nil && !w.Kind.Outside() {
			return
		}
		op := b.rowOp(c, sym, w)
		ends := op.Bounded == Bounded && !b.isSwitchable(sym.Lib) || !b.hasNoTimeout(c, w)
		if ends && c.Recv == nil {
			return
		}
		op.Class, op.Flags, op.Variant = ClassSend, flags, ""
		op.Pos = b.prog.Pos(b.prog.CallPos(site))
		if c.Recv == nil {
			op.Clients = []string{b.madeHere(n, site, Op{Symbol: sym.Full()})}
		} else {
			op.Clients = b.clientSources(c.Recv, 0)
			if k := b.rootKind(c.Recv); k != nil {
				op.Clients = b.resolveHere(n, site, op.Clients, c.Recv, k)
			}
		}
		if ends { // of interest is only how many there are at once
			op.Clients = slices.DeleteFunc(op.Clients, func(s string) bool { return IsMade(s) || s == OtherClient })
		}
		if slices.ContainsFunc(op.Clients, func(s string) bool { return s != OtherClient }) {
			n.Ops = append(n.Ops, op)
		}
		return
	}
}

// isSwitchable reports whether a library has clients whose timeouts can be
// switched off.
func (b *builder) isSwitchable(lib *model.Library) bool {
	for row := range lib.All() {
		if c, ok := row.Entry.(*model.Client); ok && c.Off != "" {
			return true
		}
	}
	return false
}

// isLocal reports whether a call dials a peer on this machine, or one that does
// not answer.
func isLocal(args []ssa.Value) bool {
	return slices.ContainsFunc(args, func(a ssa.Value) bool {
		c, ok := a.(*ssa.Const)
		if !ok || c.Value == nil {
			return false
		}
		s := c.Value.ExactString()
		return s == `"unix"` || s == `"udp"` || s == `"udp4"` || s == `"udp6"`
	})
}

// hasNoTimeout reports whether no argument of a function, such as a
// configuration, has one of the knobs that its row names.
func (b *builder) hasNoTimeout(c program.Callee, w *model.Wait) bool {
	for _, a := range c.Args {
		if c.Recv != nil {
			break
		}
		if ks := knobs(a.Type(), w.BoundedBy); len(ks) > 0 && (clientEval{b, ks}).client(a, 0) != Unbounded {
			return false
		}
	}
	return true
}

// rootKind is what is known of the client that a receiver is or was made by.
func (b *builder) rootKind(v ssa.Value) *clientKind {
	for range 12 {
		if k := b.clientType(v.Type()); k != nil {
			return k
		}
		call, ok := v.(*ssa.Call)
		if !ok || receiver(call.Common()) == nil {
			return nil
		}
		v = receiver(call.Common())
	}
	return nil
}

// madeHere names a client that has no literal after the call that uses it.
func (b *builder) madeHere(n *Node, site ssa.CallInstruction, op Op) string {
	op.Class, op.Pos, op.Ignored = ClassClient, b.prog.Pos(b.prog.CallPos(site)), b.opt.Ignored(site)
	if op.Clients == nil {
		op.Clients = []string{madeName(op.Pos)}
	}
	if b.tellsOfClients(site) {
		n.Ops = append(n.Ops, op)
	}
	return op.Clients[0]
}

// resolveHere replaces what has no place of its own among the sources of a
// client that is used: http.DefaultClient, and the zero client.
func (b *builder) resolveHere(n *Node, site ssa.CallInstruction, sources []string, recv ssa.Value, k *clientKind) []string {
	out := slices.Clone(sources)
	for i, s := range out {
		switch {
		case s == defaultClient:
			out[i] = b.madeHere(n, site, Op{Symbol: s})
		case s == b.zeroSlot(recv, k):
			// Besides the slot, which may be given a timeout.
			out = append(out, b.madeHere(n, site, Op{Symbol: k.sym, Variant: k.knobs[0], Clients: []string{zeroIn + s}}))
		}
	}
	return out
}

// defaultClient is what a client is called that is http.DefaultClient.
const defaultClient = "net/http.DefaultClient"

// zeroSlot is the slot of a client that is kept by value, in a field that only
// this package can set or in a variable, and that nobody sets: "" for others.
func (b *builder) zeroSlot(v ssa.Value, k *clientKind) string {
	var key any
	var name string
	switch a := v.(type) {
	case *ssa.FieldAddr:
		f := program.FieldOf(a.X.Type(), a.Field)
		if f == nil || f.Exported() || f.Pkg() != b.prog.Pass.Pkg {
			return ""
		}
		key, name = f, program.FieldSlot(a)
	case *ssa.Global:
		key, name = a, program.GlobalSlot(a)
	default:
		return ""
	}
	if b.clientType(v.Type()) != k || len(b.prog.Stored(key)) > 0 {
		return ""
	}
	return name
}

// nameOf names a client after where it is made.
func (b *builder) nameOf(v ssa.Value) string { return madeName(b.clientPos(v)) }

func madeName(p witness.Pos) string {
	return fmt.Sprintf("%s%s/%s:%d:%d", madeAt, p.Pkg, p.File, p.Line, p.Col)
}

// clientPos is where a literal, variable or constructor stands.
func (b *builder) clientPos(v ssa.Value) witness.Pos {
	switch x := v.(type) {
	case *ssa.Alloc:
		return b.prog.Pos(b.prog.LiteralPos(x))
	case *ssa.Call:
		return b.prog.Pos(b.prog.CallPos(x))
	}
	return b.prog.Pos(v.Pos())
}

// endlessCall adds a client that a constructor makes, if it is given no timeout.
func (b *builder) endlessCall(n *Node, site ssa.CallInstruction, c program.Callee) {
	call, ok := site.(*ssa.Call)
	if !ok || !b.tellsOfClients(site) {
		return
	}
	if k := b.constructs(c); k != nil && b.made(call, k) == Unbounded {
		variant := k.knobs[0]
		if off := switchedOff(call, k); off != "" {
			variant = offKnob + off
		}
		n.Ops = append(n.Ops, Op{
			Class: ClassClient, Symbol: k.sym, Variant: variant, Pos: b.clientPos(call), Clients: []string{b.nameOf(call)},
			Cost: b.cost(k.row, call), Ignored: b.opt.Ignored(call),
		})
	}
}

// RowSend is the use of a client by a library's method when it is called
// through an interface: its request is an input.
func RowSend(sym program.Symbol, w *model.Wait) (Op, bool) {
	recv, _, ok := model.Receiver(sym.Rel)
	if !ok {
		return Op{}, false
	}
	row := sym.Lib.Client(trimStar(recv) + "{}")
	if row == nil || !row.Endless {
		return Op{}, false
	}
	op := Op{Class: ClassSend, Symbol: sym.Full(), Kind: w.Kind, NoContext: w.Ctx == model.CtxNone}
	switch i, ok := w.Ctx.Index(); {
	case ok:
		op.Ctx = Ctx{Kind: CtxInput, Input: i + 1}
	case w.Ctx == model.CtxRequest:
		op.Ctx = Ctx{Kind: CtxInput, Input: 1}
	}
	return op, true
}

func trimStar(s string) string {
	if s != "" && s[0] == '*' {
		return s[1:]
	}
	return s
}
