package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// clientSources are the slots that a client may come from, and the clients
// that it may be.
func (b *builder) clientSources(v ssa.Value, depth int) []string {
	if v == nil || depth > 10 || isNil(v) {
		return nil
	}
	depth++
	switch x := v.(type) {
	case *ssa.Alloc:
		if k := b.clientType(x.Type().Underlying().(*types.Pointer).Elem()); k != nil && b.isStructOf(x) {
			if vs := program.StoredIn(x); len(vs) > 0 {
				return b.allSources(vs, depth)
			}
			if b.made(x, k) == Unbounded {
				return []string{b.nameOf(x)}
			}
			if len(b.limitless(x)) > 0 {
				return []string{OtherClient, pooledAt + strings.TrimPrefix(b.nameOf(x), madeAt)}
			}
			return []string{OtherClient}
		}
		return b.allSources(program.StoredIn(x), depth)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return b.loadedClient(x.X, depth)
		}
	case *ssa.FieldAddr:
		if b.isPromotion(x) {
			return b.clientSources(x.X, depth)
		}
		return slot(program.FieldSlot(x))
	case *ssa.Global:
		return slot(program.GlobalSlot(x))
	case *ssa.Phi:
		return b.allSources(x.Edges, depth)
	case *ssa.Parameter:
		return slot(program.KeptSlot(x))
	case *ssa.FreeVar:
		return b.allSources(b.boundValues(x), depth)
	case *ssa.Call:
		return b.returnedClient(x, 0, depth)
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok {
			return b.returnedClient(call, x.Index, depth)
		}
	case *ssa.MakeInterface:
		return b.clientSources(x.X, depth)
	case *ssa.ChangeInterface:
		return b.clientSources(x.X, depth)
	case *ssa.ChangeType:
		return b.clientSources(x.X, depth)
	}
	return []string{OtherClient}
}

// isPromotion reports whether a field is what a library's client is composed of:
// c.Get may be c.cmdable.Get, and still asks through c.
func (b *builder) isPromotion(fa *ssa.FieldAddr) bool {
	f := program.FieldOf(fa.X.Type(), fa.Field)
	return f != nil && f.Embedded() && f.Pkg() != nil && b.isLibrary(f.Pkg())
}

func slot(name string) []string {
	if name == "" {
		name = OtherClient
	}
	return []string{name}
}

func (b *builder) allSources(vs []ssa.Value, depth int) []string {
	var out []string
	for _, v := range vs {
		for _, s := range b.clientSources(v, depth) {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// loadedClient are the sources of what is kept at an address.
func (b *builder) loadedClient(addr ssa.Value, depth int) []string {
	switch a := addr.(type) {
	case *ssa.Global:
		switch {
		case program.PathOf(a.Pkg.Pkg)+"."+a.Name() == defaultClient:
			return []string{defaultClient}
		case a.Pkg.Pkg != b.prog.Pass.Pkg && b.isLibrary(a.Pkg.Pkg):
			return []string{OtherClient}
		}
		return slot(program.GlobalSlot(a))
	case *ssa.FieldAddr:
		if b.isPromotion(a) {
			return b.clientSources(a.X, depth)
		}
		return slot(program.FieldSlot(a))
	case *ssa.Alloc, *ssa.FreeVar:
		return b.clientSources(addr, depth)
	}
	return []string{OtherClient}
}

// returnedClient are the sources of a result: the client that a constructor of
// the catalogue makes, what a function of the user's own returns, or the client
// that a library's method, such as resty's R, is called on.
func (b *builder) returnedClient(call *ssa.Call, index, depth int) []string {
	if t, name := b.prog.Asked(call); t != nil && index == 0 {
		return slot(program.ContainerSlot(t, name))
	}
	for _, c := range b.prog.Callees(call) {
		switch {
		case c.Body != nil:
			return slot(program.ResultSlot(program.FuncKey(c.Body), index))
		case c.Func == nil || c.Invoke:
			return []string{OtherClient}
		case b.opt.IsNode(c.Func):
			return slot(program.ResultSlot(program.Key(c.Func), index))
		case c.Recv != nil:
			return b.clientSources(c.Recv, depth)
		}
		if k := b.constructs(c); k != nil && b.made(call, k) == Unbounded {
			return []string{b.nameOf(call)}
		}
	}
	return []string{OtherClient}
}

// constructs is what is known of the client that a constructor makes.
func (b *builder) constructs(c program.Callee) *clientKind {
	if c.Func == nil || c.Body != nil || c.Recv != nil {
		return nil
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		if row := sym.Lib.Client(sym.Rel); row != nil && (row.Endless || row.Off != "") {
			return &clientKind{row, sym.Full(), names(row.TimeoutKnob)}
		}
	}
	return nil
}

// clientFlows adds where clients go from one instruction: into fields, package
// variables, parameters and results. A client that gets a timeout, or an
// unknown client, is noted too: then nothing can be said of the others.
func (b *builder) clientFlows(n *Node, instr ssa.Instruction) {
	switch i := instr.(type) {
	case *ssa.Store:
		b.clientStore(n, i)
	case ssa.CallInstruction:
		b.clientArgs(n, i)
	case *ssa.Return:
		for index, r := range i.Results {
			if b.clientOf(r) != nil {
				b.flow(n, program.ResultSlot(program.FuncKey(i.Parent()), index), r, i)
			}
		}
	}
}

func (b *builder) clientStore(n *Node, s *ssa.Store) {
	switch a := s.Addr.(type) {
	case *ssa.Global:
		if b.clientOf(s.Val) != nil {
			b.flow(n, program.GlobalSlot(a), s.Val, s)
		}
	case *ssa.Parameter: // of the caller's, given by its address
		if b.clientOf(s.Val) != nil {
			b.flow(n, program.KeptSlot(a), s.Val, s)
		}
	case *ssa.FieldAddr:
		if b.clientOf(s.Val) != nil {
			b.flow(n, program.FieldSlot(a), s.Val, s)
		}
		name := program.FieldOf(a.X.Type(), a.Field).Name()
		if k := b.clientType(a.X.Type()); k != nil && (slices.Contains(k.knobs, name) || name == "Transport" && !isMadeHere(a.X)) {
			b.setBound(a.X)
		}
	}
}

// isMadeHere reports whether a client is a literal of the function itself, all
// of which is known.
func isMadeHere(v ssa.Value) bool {
	_, ok := v.(*ssa.Alloc)
	return ok
}

// setBound notes that a client that comes from elsewhere is given a timeout.
func (b *builder) setBound(client ssa.Value) {
	for _, s := range b.clientSources(client, 0) {
		if s != OtherClient {
			b.out.Clients = append(b.out.Clients, ClientFlow{s, BoundSet})
		}
	}
}

func (b *builder) clientArgs(n *Node, site ssa.CallInstruction) {
	common := site.Common()
	if recv := receiver(common); recv != nil {
		if k := b.clientType(recv.Type()); k != nil && slices.Contains(k.knobs, methodName(common)) {
			b.setBound(recv)
		}
	}
	for _, h := range b.prog.Handovers(site) {
		b.providedClients(h)
	}
	for _, v := range b.prog.Supplied(site) {
		if b.clientOf(v) != nil {
			b.flow(n, program.ContainerSlot(v.Type(), b.prog.SuppliedAs(site)), v, site)
		}
	}
	for _, c := range b.prog.Callees(site) {
		if c.Func == nil && c.Body == nil || c.Invoke || c.Body == nil && !b.opt.IsNode(c.Func) {
			continue
		}
		key := ""
		if c.Body != nil {
			key = program.FuncKey(c.Body)
		} else {
			key = program.Key(c.Func)
		}
		for i, a := range c.Args {
			switch to := b.filledSlot(a); {
			case to != "":
				b.out.Clients = append(b.out.Clients, ClientFlow{to, program.ParamSlot(key, i)})
			case b.clientOf(a) != nil:
				b.flow(n, program.ParamSlot(key, i), a, site)
			}
		}
	}
}

// filledSlot is the field or package variable for a client whose address an
// argument is, so that the callee can fill it; "" for other arguments.
func (b *builder) filledSlot(arg ssa.Value) string {
	ptr, ok := arg.Type().Underlying().(*types.Pointer)
	if !ok {
		return ""
	}
	if _, ok := ptr.Elem().Underlying().(*types.Pointer); !ok || b.clientType(ptr.Elem()) == nil {
		return ""
	}
	switch a := arg.(type) {
	case *ssa.FieldAddr:
		return program.FieldSlot(a)
	case *ssa.Global:
		return program.GlobalSlot(a)
	}
	return ""
}

// providedClients notes that a DI container gives a function the clients that
// others return, and others those that it returns.
func (b *builder) providedClients(h program.Handover) {
	if h.Body == nil && !b.opt.IsNode(h.Func) {
		return
	}
	for _, p := range h.Gives {
		if b.clientType(p.Type) != nil {
			b.out.Clients = append(b.out.Clients, ClientFlow{p.Container(), p.Slot})
		}
	}
	for _, p := range h.Wants {
		if b.clientType(p.Type) != nil {
			b.out.Clients = append(b.out.Clients, ClientFlow{p.Slot, p.Container()})
		}
	}
}

// givenClients are the clients among the arguments of a call.
func (b *builder) givenClients(n *Node, site ssa.CallInstruction, c program.Callee) []ClientArg {
	var out []ClientArg
	for i, a := range c.Args {
		if b.clientOf(a) == nil && !mayBeClient(a) {
			continue
		}
		from := b.clientSources(a, 0)
		for j := range from {
			if from[j] == defaultClient {
				from[j] = b.storedDefault(n, site)
			}
		}
		out = append(out, ClientArg{i, from})
	}
	return out
}

// mayBeClient reports whether a value is behind an interface and sends requests.
func mayBeClient(v ssa.Value) bool {
	iface, ok := v.Type().Underlying().(*types.Interface)
	if !ok || program.KeptSlot(v) == "" {
		return false
	}
	for m := range iface.Methods() {
		for p := range m.Signature().Params().Variables() {
			if program.IsRequest(p.Type()) {
				return true
			}
		}
	}
	return false
}

// flow notes that a slot holds v from an instruction on. http.DefaultClient is
// a client where it is stored.
func (b *builder) flow(n *Node, to string, v ssa.Value, at ssa.Instruction) {
	if to == "" {
		return
	}
	for _, from := range b.clientSources(v, 0) {
		if from == defaultClient {
			from = b.storedDefault(n, at)
		}
		if from != to {
			b.out.Clients = append(b.out.Clients, ClientFlow{to, from})
		}
	}
}

// storedDefault names http.DefaultClient after where it is kept for later.
func (b *builder) storedDefault(n *Node, at ssa.Instruction) string {
	pos := b.prog.Pos(b.prog.UseOn(at.Pos(), defaultClient))
	if !b.tellsOfClients(at) || !pos.IsValid() {
		return OtherClient
	}
	name := madeName(pos)
	n.Ops = append(n.Ops, Op{Class: ClassClient, Symbol: defaultClient, Pos: pos, Clients: []string{name}, Ignored: b.opt.Ignored(at)})
	return name
}
