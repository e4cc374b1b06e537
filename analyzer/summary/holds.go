package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Hold is something that a function holds while it does other things: from the
// call that takes it to the release on each path, or to the function's end.
// Operations and calls name the holds of their node by a set of bits.
type Hold struct {
	Kind HoldKind
	// ID names a lock by its field or variable: the same for every value of the
	// struct, "example.com/x/store.Cache.mu".
	ID string
	// Owner is the struct that a lock is a field of, and Parts the types of the
	// user's own that it is composed of.
	Owner string
	Parts []string
	// Maker is the function whose variable a lock is, that of the package's
	// variables included; "" if it is no variable.
	Maker string
	// Symbol is what took a connection, and Type what it is: "*sql.Rows". Its ID
	// names the pool, "" if that is not known.
	Symbol, Type string

	Pos    witness.Pos // where it is taken
	Shared bool        // a read lock
	// Queues says that whoever else wants it waits, as after Lock, not TryLock.
	Queues bool
	// Switch is the field of the pool without which nobody waits for a connection
	// to be given back, "" when they do anyway.
	Switch string
	// Via is the parameter of an interface's method that a literal is given to:
	// what implements the method may hold a connection while it calls that.
	// ParamSlot names it.
	Via     string
	Ignored []string
}

// Lent is a connection that a method holds while it calls a parameter.
type Lent struct {
	Param                int
	Symbol, Type, Switch string // as of a Hold
}

// HoldKind says what is held.
type HoldKind uint8

const (
	HoldLock HoldKind = iota
	HoldConn          // a connection of a pool
)

// maxHolds is how many holds a node can tell apart.
const maxHolds = 64

// hold is the set with one hold of the node, which is added if it is new.
func (n *Node) hold(h Hold) uint64 {
	i := slices.IndexFunc(n.Holds, func(o Hold) bool { return o.Kind == h.Kind && o.ID == h.ID && o.Pos == h.Pos })
	if i < 0 {
		if len(n.Holds) == maxHolds {
			return 0
		}
		n.Holds = append(n.Holds, h)
		i = len(n.Holds) - 1
	}
	return 1 << i
}

// region is where a function holds something.
type region struct {
	hold  Hold
	at    *ssa.Call                // takes the lock; nil for a connection
	under map[ssa.Instruction]bool // nil for all of the function
	same  map[ssa.Value]bool       // what works on the connection that is held
	// perhaps says that the connection was taken through an interface, which may
	// be a transaction: then others may be the same.
	perhaps bool
}

// has reports whether it is held at an instruction.
func (r *region) has(instr ssa.Instruction) bool { return r.under == nil || r.under[instr] }

// regions finds what fn holds, and where.
func (b *builder) regions(fn *ssa.Function) []region {
	if r, ok := b.held[fn]; ok {
		return r
	}
	var out []region
	if b.prog.Own {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				call, ok := instr.(*ssa.Call)
				if !ok {
					continue
				}
				for _, d := range b.lockDuties(call) {
					if r, ok := b.lockRegion(fn, d); ok {
						out = append(out, r)
					}
				}
				for _, d := range b.acquired(call) {
					if r, ok := b.connRegion(fn, d); ok {
						out = append(out, r)
					}
				}
			}
		}
		out = append(out, b.lentRegions(fn)...)
	}
	if b.final {
		b.held[fn] = out
	}
	return out
}

// heldAt is the set of what the node's function holds at a call.
func (b *builder) heldAt(n *Node, site ssa.Instruction) uint64 {
	var out uint64
	for _, r := range b.regions(site.Parent()) {
		if r.has(site) {
			out |= n.hold(r.hold)
		}
	}
	return out
}

// lockRegion is where fn holds a lock that other requests may want. Locks of
// one call, and those that are one of many, such as a lock for each key, are
// left out: few wait for them. So is a read lock that no writer asks for.
func (b *builder) lockRegion(fn *ssa.Function, d duty) (region, bool) {
	if d.permit {
		return region{}, false
	}
	id := b.lockIdentity(fn, *d.lock)
	if id.ID == "" || isReader(d) && !b.hasWriter(id.ID) {
		return region{}, false
	}
	id.Pos = b.prog.Pos(b.prog.CallPos(d.call))
	id.Shared = isReader(d)
	id.Queues = d.Err < 0 || d.wrapped
	id.Ignored = b.opt.Ignored(d.call)
	t, ends := b.under(fn, d)
	return region{hold: id, at: d.call, under: t.under}, ends
}

// under follows what a duty acquires to all instructions at which it is held. It
// also says whether a release was seen at all. What is deferred before the release is
// runs when nothing is held any more.
func (b *builder) under(fn *ssa.Function, d duty) (*tracker, bool) {
	t := b.track(fn, d)
	t.loops, t.under, t.releasing = true, map[ssa.Instruction]bool{}, map[*ssa.Defer]bool{}
	block, index := d.start()
	out := t.run(block, index, t.cur)
	return t, !out.tooLong && (out.released || t.releaseDeferred)
}

// note remembers that an instruction is reached while the resource is held.
func (w *walk) note(instr ssa.Instruction) {
	if w.under == nil {
		return
	}
	if w.willRelease() {
		w.releaseDeferred = true
	} else if _, ok := instr.(*ssa.Defer); ok {
		return
	}
	w.under[instr] = true
}

// willRelease reports whether a deferred call releases the resource when the
// function is left.
func (w *walk) willRelease() bool {
	if w.cur.late != nil {
		return true
	}
	for i, d := range w.defers {
		if w.cur.pending&(1<<i) == 0 {
			continue
		}
		if _, known := w.releasing[d]; !known {
			w.releasing[d] = w.defersRelease(d)
		}
		if w.releasing[d] {
			return true
		}
	}
	return false
}

func isReader(d duty) bool { return slices.Contains(d.Release, "RUnlock") }

// hasWriter reports whether some function of the package takes a lock for
// writing.
func (b *builder) hasWriter(id string) bool {
	if b.writers == nil {
		b.writers = map[string]bool{}
		for _, fn := range b.prog.Funcs {
			for _, block := range fn.Blocks {
				for _, instr := range block.Instrs {
					call, ok := instr.(*ssa.Call)
					if !ok {
						continue
					}
					for _, c := range b.prog.Callees(call) {
						for _, r := range b.lockRows(c) {
							if !r.ReleasedBy("RUnlock") {
								b.writers[b.lockIdentity(nil, b.placeOf(c.Recv)).ID] = true
							}
						}
					}
				}
			}
		}
	}
	return b.writers[id]
}

// lockIdentity names the lock at a place, as far as it is one that others can
// come to: a package variable, a field of what the function is given or is a
// method of, or a variable of the function around it. in is the function that
// takes it.
func (b *builder) lockIdentity(in *ssa.Function, p place) Hold {
	at, ok := b.locate(p)
	if !ok || at.many || !b.isMutex(at.typ) {
		return Hold{}
	}
	h := Hold{Kind: HoldLock, ID: at.id, Owner: at.owner}
	switch root := p.root.(type) {
	case *ssa.Global:
		if h.ID == "" || h.Owner == "" { // of a variable whose type has no name
			h.ID = program.GlobalSlot(root) + h.ID
		}
		if init := root.Pkg.Func("init"); init != nil && !strings.ContainsAny(p.path, "[(") {
			h.Maker = program.FuncKey(init) // there is one, however many requests make others
		}
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Function:
		if h.ID == "" {
			return Hold{}
		}
	case *ssa.Alloc:
		if root.Parent() == in {
			return Hold{}
		}
		h.Maker = program.FuncKey(root.Parent())
		if h.ID == "" {
			h.ID = h.Maker + "." + root.Comment
		}
	default:
		return Hold{} // one of many, as a rule: out of a map, or a call
	}
	if at.named != nil {
		h.Parts = b.parts(at.named)
	}
	return h
}

// isMutex reports whether the catalogue says that a type is a lock of this
// process: locks of others end by themselves or may fail.
func (b *builder) isMutex(t types.Type) bool {
	named := namedOf(t)
	if named == nil || named.Obj().Pkg() == nil {
		return false
	}
	lib := b.prog.Cat.Library(program.PathOf(named.Obj().Pkg()))
	if lib == nil {
		return false
	}
	return slices.ContainsFunc(lib.Resources("(*"+named.Obj().Name()+").Lock"), func(r *model.Resource) bool {
		return r.Duty == model.DutyLock && r.Result < 0 && r.Err < 0 && r.AutoRelease == ""
	})
}

// namedOf is the named type that t is or points to, or nil.
func namedOf(t types.Type) *types.Named {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		if _, isNamed := types.Unalias(t).(*types.Named); !isNamed {
			t = ptr.Elem()
		}
	}
	named, _ := types.Unalias(t).(*types.Named)
	return named
}

// parts are the named structs that a struct is composed of: of its fields, and
// of theirs.
func (b *builder) parts(named *types.Named) []string {
	var out []string
	var visit func(t types.Type, depth int)
	visit = func(t types.Type, depth int) {
		n := namedOf(t)
		if n == nil || depth > 3 || n.Obj().Pkg() == nil || n.Obj().Pkg() != named.Obj().Pkg() {
			return
		}
		st, ok := n.Underlying().(*types.Struct)
		key := program.TypeKey(n)
		if !ok || slices.Contains(out, key) {
			return
		}
		if depth > 0 {
			out = append(out, key)
		}
		for f := range st.Fields() {
			visit(f.Type(), depth+1)
		}
	}
	visit(named, 0)
	slices.Sort(out)
	return out
}

// usedLocks are the locks that something is done under, by the struct that
// they are in.
func (b *builder) usedLocks() map[string]bool {
	owners := map[string]bool{}
	for _, n := range b.out.Nodes {
		var used uint64
		for i := range n.Ops {
			used |= n.Ops[i].Held
		}
		for i := range n.Edges {
			used |= n.Edges[i].Held
		}
		for i, h := range n.Holds {
			if h.Kind == HoldLock && used&(1<<i) != 0 && h.Owner != "" {
				owners[h.Owner] = true
			}
		}
	}
	return owners
}

// makers notes where structs are made whose locks are held while something is
// done: one that a request makes is not shared by requests.
func (b *builder) makers() {
	owners := b.usedLocks()
	if len(owners) == 0 {
		return
	}
	nodes := map[string]*Node{}
	for _, n := range b.out.Nodes {
		nodes[n.Key] = n
	}
	for _, fn := range b.prog.Funcs {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				a, ok := instr.(*ssa.Alloc)
				if !ok || isCopy(a) {
					continue
				}
				for _, owner := range ownersIn(a.Type(), owners, 0) {
					n := nodes[program.FuncKey(fn)]
					if n == nil {
						n = &Node{Key: program.FuncKey(fn), Pos: b.prog.Pos(fn.Pos()), Root: b.prog.Root(fn), HasContext: b.hasContext(fn)}
						nodes[n.Key] = n
						b.out.Nodes = append(b.out.Nodes, n)
					}
					n.Ops = append(n.Ops, Op{Class: ClassMake, Symbol: owner, Pos: b.prog.Pos(a.Pos())})
				}
			}
		}
	}
}

// isCopy reports whether a variable holds a parameter.
func isCopy(a *ssa.Alloc) bool {
	vs := program.StoredIn(a)
	if len(vs) != 1 {
		return false
	}
	_, isParam := vs[0].(*ssa.Parameter)
	return isParam
}

// ownersIn are the structs among owners that a variable is, or contains.
func ownersIn(t types.Type, owners map[string]bool, depth int) []string {
	if ptr, ok := t.Underlying().(*types.Pointer); ok && depth == 0 {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok || depth > 3 {
		return nil
	}
	var out []string
	if key := program.TypeKey(t); owners[key] {
		out = append(out, key)
	}
	for f := range st.Fields() {
		out = append(out, ownersIn(f.Type(), owners, depth+1)...)
	}
	return out
}
