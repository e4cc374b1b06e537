package link

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// collector finds, in one package, which types are converted to the user's own
// interfaces and how values flow between slots.
type collector struct {
	prog  *program.Package
	sum   *summary.Package
	isOwn func(*types.Package) bool
	table *Table
	nodes map[string]bool
	seen  map[[2]string]bool
	busy  map[ssa.Value]bool // variables that are followed
	// routers says of types of libraries whether handlers are registered there.
	routers map[*types.TypeName]bool
	placed  map[ssa.Value]bool // values whose places are looked for
}

// collect adds the conversions and flows of a package to its table.
func collect(prog *program.Package, sum *summary.Package, isOwn func(*types.Package) bool, table *Table) {
	c := &collector{
		prog: prog, sum: sum, isOwn: isOwn, table: table, nodes: map[string]bool{}, seen: map[[2]string]bool{},
		busy: map[ssa.Value]bool{}, routers: map[*types.TypeName]bool{}, placed: map[ssa.Value]bool{},
	}
	c.showsItself()
	for _, fn := range prog.Funcs {
		if prog.IsTest(fn.Pos()) {
			continue
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				c.instr(instr)
			}
		}
	}
}

func (c *collector) instr(instr ssa.Instruction) {
	switch i := instr.(type) {
	case *ssa.Alloc:
		c.serverBuilt(i)
	case *ssa.MakeInterface:
		c.converts(i.X.Type(), i.Type())
		if isAny(i.Type()) && isKept(i) {
			c.offers(i.X.Type())
		}
	case *ssa.ChangeInterface:
		c.renames(i.X.Type(), i.Type())
		if isAny(i.Type()) && isKept(i) {
			c.offers(i.X.Type())
		}
	case *ssa.ChangeType: // between interfaces of the same methods
		c.renames(i.X.Type(), i.Type())
		c.adapts(i)
	case *ssa.TypeAssert:
		if types.IsInterface(i.AssertedType) {
			c.renames(i.X.Type(), i.AssertedType)
			if isAny(i.X.Type()) {
				c.asks(i.AssertedType)
			} else {
				c.narrows(i.X.Type(), i.AssertedType)
			}
		}
	case *ssa.Store:
		c.servedStore(i)
		switch a := i.Addr.(type) {
		case *ssa.FieldAddr:
			c.fieldSetting(a, i.Val)
			if setting := c.sum.BoundedParam(a); setting != "" {
				c.table.Settings = append(c.table.Settings, setting)
			}
			c.flow(program.FieldSlot(a), i.Val)
		case *ssa.Global:
			c.flow(program.GlobalSlot(a), i.Val)
		case *ssa.IndexAddr:
			c.put(a.X, i.Val)
		}
	case *ssa.MapUpdate:
		c.put(i.Map, i.Value)
	case ssa.CallInstruction:
		c.arguments(i)
		c.servedCall(i)
		c.callSetting(i)
		c.container(i)
		c.located(i)
	case *ssa.Return:
		c.servedReturn(i)
		for n, r := range i.Results {
			c.flow(program.ResultSlot(program.FuncKey(i.Parent()), n), r)
		}
	}
}

// isLinked reports whether t is an interface of the user's own.
func (c *collector) isLinked(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && types.IsInterface(named) && named.Obj().Pkg() != nil && c.isOwn(named.Obj().Pkg())
}

// isJoined reports whether calls of some methods of an interface are left for
// linking: it is one of the user's own, or one without a name that is written in
// the user's code or made of such interfaces.
func (c *collector) isJoined(t types.Type) bool {
	if c.isLinked(t) {
		return true
	}
	iface, ok := types.Unalias(t).(*types.Interface)
	return ok && slices.ContainsFunc(slices.Collect(iface.Methods()), func(m *types.Func) bool { return m.Pkg() != nil && c.isOwn(m.Pkg()) })
}

// converts notes that the concrete type from is used as the interface to.
func (c *collector) converts(from, to types.Type) {
	if !c.isJoined(to) || isDouble(from) {
		return
	}
	key := [2]string{program.TypeKey(from), program.TypeKey(to)}
	if c.seen[key] {
		return
	}
	c.seen[key] = true
	iface := to.Underlying().(*types.Interface)
	for m := range iface.Methods() {
		c.implements(program.Key(m), from, m)
	}
}

// implements notes that a call of the method key may be of the method of from
// that has m's name.
func (c *collector) implements(key string, from types.Type, m *types.Func) {
	obj, index, _ := types.LookupFieldOrMethod(from, true, m.Pkg(), m.Name())
	fn, ok := obj.(*types.Func)
	if !ok {
		return
	}
	c.returns(m, key, fn)
	target := program.Key(fn)
	if types.IsInterface(recvType(fn)) {
		if fn.Pkg() == nil || !c.isOwn(fn.Pkg()) {
			return
		}
		target = c.promoted(from, fn, index)
	}
	if fn.Pkg() != nil && !c.isOwn(fn.Pkg()) {
		c.library(fn, target)
	}
	c.table.Impls = append(c.table.Impls, Impl{Method: key, Target: target, Type: program.TypeKey(from), Instance: program.Instance(m)})
}

// returns notes that what a method of the key returns may be what fn does.
func (c *collector) returns(m *types.Func, key string, fn *types.Func) {
	i := 0
	for v := range m.Signature().Results().Variables() {
		switch {
		case !c.isJoined(v.Type()) && !program.IsFunc(v.Type()):
		case fn != nil && fn.Pkg() != nil && c.isOwn(fn.Pkg()):
			c.table.Flows = append(c.table.Flows, Flow{program.ResultSlot(key, i), program.ResultSlot(program.Key(fn), i), FromSlot})
		default:
			c.table.Flows = append(c.table.Flows, Flow{program.ResultSlot(key, i), "", FromUnknown})
		}
		i++
	}
}

func recvType(fn *types.Func) types.Type {
	if recv := fn.Signature().Recv(); recv != nil {
		return recv.Type()
	}
	return types.Typ[types.Invalid]
}

// library makes a node of a library's method that stands behind an interface
// of the user's own, such as (*sql.DB).QueryContext.
func (c *collector) library(fn *types.Func, key string) {
	if c.nodes[key] {
		return
	}
	c.nodes[key] = true
	for _, sym := range c.prog.MethodSymbols(fn) {
		if w := sym.Lib.Wait(sym.Rel); w != nil {
			n := &summary.Node{Key: key}
			if op, ok := summary.RowOp(sym, w); ok {
				n.Ops = append(n.Ops, op)
			}
			if op, ok := summary.RowSend(sym, w); ok {
				n.Ops = append(n.Ops, op)
			}
			if len(n.Ops) > 0 {
				c.table.Nodes = append(c.table.Nodes, n)
			}
			return
		}
	}
}

// renames notes that what is used as the interface from is also used as to.
func (c *collector) renames(from, to types.Type) {
	if !c.isJoined(to) || !types.IsInterface(from) {
		return
	}
	iface := to.Underlying().(*types.Interface)
	for m := range iface.Methods() {
		obj, _, _ := types.LookupFieldOrMethod(from, false, m.Pkg(), m.Name())
		if fn, ok := obj.(*types.Func); ok && fn.Pkg() != nil && c.isOwn(fn.Pkg()) && program.Key(fn) != program.Key(m) {
			c.returns(m, program.Key(m), fn)
			c.table.Impls = append(c.table.Impls, Impl{Method: program.Key(m), Target: program.Key(fn), Instance: program.Instance(m), Of: program.Instance(fn)})
		}
	}
}

// isDouble reports whether a type is a test double: it does not implement
// anything in production.
func isDouble(t types.Type) bool {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	name := strings.ToLower(named.Obj().Name())
	for _, word := range []string{"mock", "fake", "stub", "noop"} {
		if strings.HasPrefix(name, word) || strings.HasSuffix(name, word) {
			return true
		}
	}
	last := program.PathOf(named.Obj().Pkg())
	last = last[strings.LastIndex(last, "/")+1:]
	return strings.Contains(last, "mock") || strings.HasSuffix(last, "test") || strings.HasSuffix(last, "fakes")
}

// callSetting notes a call that builds a server, bounds its requests, or gives
// a request another context.
func (c *collector) callSetting(site ssa.CallInstruction) {
	for _, callee := range c.prog.Callees(site) {
		for _, sym := range c.prog.SymbolsOf(callee) {
			for _, h := range sym.Lib.Handlers(sym.Rel) {
				c.front(site, sym, h)
				if h.Kind == model.HandlerServer || h.Kind == model.HandlerContext && strings.Contains(sym.Rel, ").Set") {
					c.table.Settings = append(c.table.Settings, sym.Full())
				}
			}
			for _, b := range sym.Lib.Bounds(sym.Rel) {
				if b.Scope == model.ScopeHandler && b.Bounds == model.BoundsTime && !strings.Contains(sym.Rel, ").Set") {
					c.table.Settings = append(c.table.Settings, timeBound+sym.Full())
				}
				if b.Scope == model.ScopeServer || b.Scope == model.ScopeHandler {
					c.table.Settings = append(c.table.Settings, sym.Full())
				}
				if b.Scope == model.ScopeServer && b.Bounds == model.BoundsNone || strings.HasSuffix(sym.Rel, "WriteDeadline") {
					c.table.Settings = append(c.table.Settings, serverSetting+"?") // a server, or a handler, with limits of its own
				}
			}
		}
	}
}

// fieldSetting notes that a limit or switch of a server is set, or that of a
// pool which makes whoever finds it empty wait.
func (c *collector) fieldSetting(fa *ssa.FieldAddr, v ssa.Value) {
	f := program.FieldOf(fa.X.Type(), fa.Field)
	ptr, ok := fa.X.Type().Underlying().(*types.Pointer)
	if !ok || f == nil || f.Pkg() == nil || c.isOwn(f.Pkg()) {
		return
	}
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	if !ok {
		return
	}
	lib := c.prog.Cat.Library(program.PathOf(f.Pkg()))
	sym := named.Obj().Name() + "." + f.Name()
	for _, b := range lib.Bounds(sym) {
		if b.Scope == model.ScopeServer {
			c.table.Settings = append(c.table.Settings, model.Qualify(lib.Path(), sym))
		}
	}
	if off, ok := v.(*ssa.Const); lib.Queues(sym) && !(ok && off.Value != nil && off.Value.ExactString() == "false") {
		c.table.Settings = append(c.table.Settings, model.Qualify(lib.Path(), sym))
	}
}
