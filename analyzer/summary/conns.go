package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// connRegion is where fn holds a connection of a pool: a transaction, rows, or
// the connection itself. What is taken from a connection is part of it.
func (b *builder) connRegion(fn *ssa.Function, d duty) (region, bool) {
	res := d.call.Common().Signature().Results()
	if d.Result < 0 || d.Result >= res.Len() || !b.isPooled(res.At(d.Result).Type(), d.Release) || b.isBuild(d.call) {
		return region{}, false
	}
	recv := receiver(d.call.Common())
	if recv != nil && !types.Identical(recv.Type(), res.At(d.Result).Type()) && b.isPooled(recv.Type(), nil) {
		return region{}, false
	}
	h := Hold{
		Kind: HoldConn, Symbol: d.Symbol, Pos: b.prog.Pos(b.prog.CallPos(d.call)), Ignored: b.opt.Ignored(d.call),
		Type: types.TypeString(res.At(d.Result).Type(), (*types.Package).Name), Switch: b.switchOf(res.At(d.Result).Type()),
	}
	perhaps := recv != nil && b.mayBeConn(recv, res.At(d.Result).Type())
	if recv != nil && !perhaps {
		h.ID = b.poolID(recv, 0)
	}
	t, _ := b.under(fn, d)
	seeds := []ssa.Value{}
	for v := range t.alias {
		seeds = append(seeds, v)
	}
	for v := range t.parts {
		seeds = append(seeds, v)
	}
	return region{hold: h, under: t.under, same: derived(seeds), perhaps: perhaps}, len(t.under) > 0
}

// lentRegions are the connections that are held while a literal runs: it is
// given to a function that holds one meanwhile, by the catalogue or by its
// shape. All that the literal is given may work on that connection, a context
// only when it is given nothing else that may.
func (b *builder) lentRegions(fn *ssa.Function) []region {
	var out []region
	add := func(h Hold, site ssa.CallInstruction, perhaps bool) {
		h.Pos, h.Ignored = b.prog.Pos(b.prog.CallPos(site)), b.opt.Ignored(site)
		out = append(out, region{hold: h, same: derived(lentTo(fn)), perhaps: perhaps})
	}
	if fn.Parent() == nil {
		return nil // not a literal: others call it, too
	}
	for _, given := range b.prog.PassedAt(fn) {
		for _, c := range b.prog.Callees(given.Site) {
			perhaps := c.Recv != nil && len(fn.Params) > 0 && b.mayBeConn(c.Recv, fn.Params[len(fn.Params)-1].Type())
			b.lent(c, given.Arg, func(h Hold) { add(h, given.Site, perhaps || h.Via != "") })
			for _, g := range b.openGiven(c) {
				if g.value == given.Arg {
					add(Hold{Kind: HoldConn, Via: g.via}, given.Site, true)
				}
			}
		}
	}
	return out
}

// lentTo are the parameters of a literal that may work on the connection which is
// held while it runs.
func lentTo(fn *ssa.Function) []ssa.Value {
	var all, conns []ssa.Value
	for _, p := range fn.Params {
		all = append(all, p)
		if !program.IsContext(p.Type()) && carriesConn(p.Type()) {
			conns = append(conns, p)
		}
	}
	if len(conns) > 0 {
		return conns
	}
	return all
}

// lent calls add for the connections that a callee holds while it calls a
// literal.
func (b *builder) lent(c program.Callee, lit ssa.Value, add func(Hold)) {
	arg := slices.Index(c.Args, lit)
	shift := 0
	if c.Recv != nil {
		shift = 1
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		for _, r := range sym.Lib.Callbacks(sym.Rel) {
			if r.Arg+shift != arg || r.Holding != model.HoldingTx && r.Holding != model.HoldingConn && r.Holding != model.HoldingRows || !waitsForDB(sym.Lib) {
				continue
			}
			h := Hold{Kind: HoldConn, Symbol: sym.Full(), Type: r.Holding.String()}
			if c.Recv != nil {
				h.ID = b.poolID(c.Recv, 0)
			}
			add(h)
			return
		}
	}
	if shape := b.shapeOf(c); shape != nil {
		for _, pc := range shape.Calls {
			for _, h := range pc.Held {
				if pc.Param == arg && h.Kind == HoldConn {
					add(h)
				}
			}
		}
	}
}

// lentBy are the connections that a method holds while it calls what it is given.
func (b *builder) lentBy(fn *ssa.Function) []Lent {
	shape := b.shapes[fn]
	if shape == nil || fn.Signature.Recv() == nil {
		return nil
	}
	var out []Lent
	for _, pc := range shape.Calls {
		if i := slices.IndexFunc(pc.Held, func(h Hold) bool { return h.Kind == HoldConn && h.Via == "" }); i >= 0 {
			h := pc.Held[i]
			out = append(out, Lent{pc.Param, h.Symbol, h.Type, h.Switch})
		}
	}
	return out
}

// lends reports whether a call hands a connection to a function that the caller
// of this one gives, or to a context: the connection stays with this function.
func (b *builder) lends(instr ssa.Instruction) bool {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	if fn := call.Call.StaticCallee(); fn != nil {
		return fn.String() == "context.WithValue"
	}
	callees := b.prog.Callees(call)
	return len(callees) > 0 && !slices.ContainsFunc(callees, func(c program.Callee) bool { return c.Param < 0 })
}

// isPooled reports whether a value of the type keeps a connection of a pool
// until it is released in one of these ways: the catalogue says that its library
// talks to a database or cache.
func (b *builder) isPooled(t types.Type, release []string) bool {
	named := namedOf(t)
	if named == nil || named.Obj().Pkg() == nil {
		return false
	}
	switch name := named.Obj().Name(); {
	case slices.Contains(release, "Rollback"), name == "Tx", name == "Conn", name == "Rows":
	default:
		return false
	}
	lib := b.prog.Cat.Library(program.PathOf(named.Obj().Pkg()))
	return lib != nil && waitsForDB(lib)
}

// switchOf is the field of a pool without which whoever finds it empty is turned
// away, where connections of the type come from such a pool.
func (b *builder) switchOf(t types.Type) string {
	named := namedOf(t)
	lib := b.prog.Cat.Library(program.PathOf(named.Obj().Pkg()))
	for row := range lib.All() {
		r, ok := row.Entry.(*model.Resource)
		if ok && r.Queues != "" && strings.TrimLeft(r.Type, "*") == model.Qualify(lib.Path(), named.Obj().Name()) {
			return model.Qualify(lib.Path(), r.Queues)
		}
	}
	return ""
}

// waitsForDB reports whether a library waits for a database or a cache.
func waitsForDB(lib *model.Library) bool {
	for row := range lib.All() {
		if w, ok := row.Entry.(*model.Wait); ok && (w.Kind.IsDatabase() || w.Kind == model.KindCache) {
			return true
		}
	}
	return false
}

// mayBeConn reports whether what a connection is taken from may be one already:
// it is known by an interface, or is given to the function and of the same type
// as the connection, as with gorm.
func (b *builder) mayBeConn(from ssa.Value, conn types.Type) bool {
	for range 8 {
		call, ok := from.(*ssa.Call)
		if !ok || receiver(call.Common()) == nil || !types.Identical(receiver(call.Common()).Type(), call.Type()) {
			break
		}
		from = receiver(call.Common())
	}
	if types.IsInterface(from.Type()) {
		return true
	}
	p := b.placeOf(from)
	_, isParam := p.root.(*ssa.Parameter)
	return isParam && strings.Trim(p.path, "*") == "" && types.Identical(from.Type(), conn)
}

// poolOf names what a call on a database or cache takes its connection from.
func (b *builder) poolOf(c program.Callee, kind model.Kind) string {
	if c.Recv == nil || !kind.IsDatabase() && kind != model.KindCache {
		return ""
	}
	return b.poolID(c.Recv, 0)
}

// poolID names the field or variable that a pool is kept in, through chains of
// calls that make one of another, as db.WithContext does.
func (b *builder) poolID(v ssa.Value, depth int) string {
	if load, ok := v.(*ssa.UnOp); ok && depth < 8 {
		if fa, ok := load.X.(*ssa.FieldAddr); ok && b.isPromotion(fa) {
			return b.poolID(fa.X, depth+1)
		}
	}
	if call, ok := v.(*ssa.Call); ok && depth < 8 {
		if recv := receiver(call.Common()); recv != nil && types.Identical(recv.Type(), call.Type()) {
			return b.poolID(recv, depth+1)
		}
		return ""
	}
	p := b.placeOf(v)
	if at, ok := b.locate(p); ok && at.id != "" && !at.many {
		return at.id
	}
	if strings.Trim(p.path, "*") != "" {
		return ""
	}
	switch root := p.root.(type) {
	case *ssa.Global:
		return program.GlobalSlot(root)
	case *ssa.Parameter:
		return program.FuncKey(root.Parent()) + "." + root.Name()
	case *ssa.Alloc:
		return program.FuncKey(root.Parent()) + "." + root.Comment
	}
	return ""
}

// derived are the values that are made of others: what they are copied to,
// and what calls that are given them return.
func derived(seeds []ssa.Value) map[ssa.Value]bool {
	out := map[ssa.Value]bool{}
	var add func(v ssa.Value)
	add = func(v ssa.Value) {
		if out[v] || v.Referrers() == nil {
			return
		}
		out[v] = true
		for _, ref := range program.Refs(v) {
			switch i := ref.(type) {
			case *ssa.Store:
				if i.Val == v {
					add(baseOf(i.Addr))
				}
			case *ssa.BinOp:
			case *ssa.Call:
				if carriesConn(i.Type()) {
					add(i)
				}
			case *ssa.Extract:
				if carriesConn(i.Type()) {
					add(i)
				}
			case ssa.Value:
				add(i)
			}
		}
	}
	for _, v := range seeds {
		add(v)
	}
	return out
}

// baseOf is the variable that an address is in.
func baseOf(addr ssa.Value) ssa.Value {
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			addr = a.X
		case *ssa.IndexAddr:
			addr = a.X
		default:
			return addr
		}
	}
}

// carriesConn reports whether a result may work on a connection.
func carriesConn(t types.Type) bool {
	switch x := t.Underlying().(type) {
	case *types.Tuple, *types.Pointer, *types.Struct, *types.Signature:
		return true
	case *types.Interface:
		return !isError(t) && x.NumMethods() > 0
	}
	return false
}

// opHolds is the set of what is held at an operation, but for the connection
// that it works on.
func (b *builder) opHolds(n *Node, site ssa.CallInstruction, op Op) uint64 {
	var out uint64
	for _, r := range b.regions(site.Parent()) {
		if r.has(site) && !(r.hold.Kind == HoldConn && onDatabase(op) && (r.perhaps || worksOn(site, r.same))) {
			out |= n.hold(r.hold)
		}
	}
	return out
}

func onDatabase(op Op) bool { return op.Kind.IsDatabase() || op.Kind == model.KindCache }

// worksOn reports whether a call has one of the values for its receiver, or, as
// a function, among its arguments.
func worksOn(site ssa.CallInstruction, same map[ssa.Value]bool) bool {
	c := site.Common()
	if recv := receiver(c); recv != nil && same[recv] {
		return true
	}
	return slices.ContainsFunc(c.Args, func(a ssa.Value) bool { return same[a] && !isVariadicSlice(a) })
}

func isVariadicSlice(v ssa.Value) bool {
	_, ok := v.(*ssa.Slice)
	return ok
}

// givesAt is the set of connections that a call gives its callee to work on.
func (b *builder) givesAt(n *Node, site ssa.CallInstruction) uint64 {
	var out uint64
	for _, r := range b.regions(site.Parent()) {
		if r.hold.Kind != HoldConn || !r.has(site) {
			continue
		}
		if r.perhaps || worksOn(site, r.same) || r.same[site.Common().Value] {
			out |= n.hold(r.hold)
		}
	}
	return out
}

// takesPermit reports whether a call waits for a permit of a semaphore.
func (b *builder) takesPermit(site ssa.CallInstruction) bool {
	return slices.ContainsFunc(b.prog.Callees(site), func(c program.Callee) bool {
		return slices.ContainsFunc(b.lockRows(c), func(r *model.Resource) bool { return r.Duty == model.DutyPermit })
	})
}
