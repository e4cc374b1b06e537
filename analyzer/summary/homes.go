package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// home is a struct that the function makes and puts the resource in a field of:
// the function still owes the release until somebody else has the struct. A
// constructor that fails after it and returns nil leaves the resource behind.
type home struct {
	alloc *ssa.Alloc
	field []int            // the way to the field
	cells []*ssa.FieldAddr // the addresses of the field, the first stands for all
	loads []ssa.Value      // what is read from it
	refs  map[ssa.Value]bool
}

// findHomes finds the homes of the resource. It is asked where only the ways out
// count.
func (t *tracker) findHomes() {
	for _, b := range t.fn.Blocks {
		for _, instr := range b.Instrs {
			s, ok := instr.(*ssa.Store)
			if !ok || !t.alias[s.Val] && !t.parts[s.Val] {
				continue
			}
			alloc, field := fieldIn(s.Addr)
			if alloc == nil || len(field) == 0 || slices.ContainsFunc(t.homes, func(h *home) bool { return h.alloc == alloc }) {
				continue
			}
			h := &home{alloc: alloc, field: field, refs: map[ssa.Value]bool{}}
			if !h.visit(alloc) || len(h.cells) == 0 {
				continue
			}
			t.homes = append(t.homes, h)
			for _, load := range h.loads {
				t.grow(load)
			}
			t.learn(h.cells[0], isOther)
		}
	}
}

// fieldIn is the variable or literal of the function that an address lies in,
// and the way to it.
func fieldIn(addr ssa.Value) (*ssa.Alloc, []int) {
	var field []int
	for {
		fa, ok := addr.(*ssa.FieldAddr)
		if !ok {
			break
		}
		field = append(field, fa.Field)
		addr = fa.X
	}
	slices.Reverse(field)
	a, _ := addr.(*ssa.Alloc)
	return a, field
}

// visit collects the values that are the struct, or point to it. It is false if
// there is more to it than a walk over paths sees, such as a literal that has it.
func (h *home) visit(v ssa.Value) bool {
	if h.refs[v] {
		return true
	}
	h.refs[v] = true
	for _, ref := range program.Refs(v) {
		ok := true
		switch i := ref.(type) {
		case *ssa.FieldAddr:
			ok = h.visitField(i, h.field)
		case *ssa.Phi, *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.UnOp:
			ok = h.visit(i.(ssa.Value))
		case *ssa.Store:
			ok = h.stored(i, v)
		case *ssa.Call, *ssa.Defer, *ssa.Go, *ssa.Return, *ssa.Send, *ssa.Select, *ssa.MapUpdate, *ssa.BinOp, *ssa.DebugRef:
		default:
			ok = false
		}
		if !ok {
			return false
		}
	}
	return true
}

// visitField collects the addresses of the field, which may only be read and
// written through.
func (h *home) visitField(fa *ssa.FieldAddr, way []int) bool {
	switch {
	case fa.Field != way[0]:
		return true
	case len(way) > 1:
		for _, ref := range program.Refs(fa) {
			if inner, ok := ref.(*ssa.FieldAddr); !ok || !h.visitField(inner, way[1:]) {
				return false
			}
		}
		return true
	}
	h.cells = append(h.cells, fa)
	for _, ref := range program.Refs(fa) {
		switch i := ref.(type) {
		case *ssa.UnOp:
			h.loads = append(h.loads, i)
		case *ssa.Store:
			if i.Addr != ssa.Value(fa) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// stored allows a parameter to be put in its variable, and a variable that no
// literal captures to have the struct.
func (h *home) stored(s *ssa.Store, v ssa.Value) bool {
	if s.Addr == v {
		_, isParam := s.Val.(*ssa.Parameter)
		return isParam
	}
	cell, ok := s.Addr.(*ssa.Alloc)
	if !ok || isVariadic(cell) {
		return true // it leaves: the path ends there
	}
	for _, ref := range program.Refs(cell) {
		switch i := ref.(type) {
		case *ssa.UnOp:
			if !h.visit(i) {
				return false
			}
		case *ssa.Store:
		default:
			return false
		}
	}
	return true
}

// homeOf is the home that v is, or points to, and that has the resource on the
// current path.
func (t *tracker) homeOf(v ssa.Value) *home {
	for _, h := range t.homes {
		if h.refs[v] && t.status(h.cells[0]) == isResource {
			return h
		}
	}
	return nil
}

// cellOf is the variable that an address is of: one of the function's, or the
// field of a home.
func (t *tracker) cellOf(addr ssa.Value) ssa.Value {
	if isCell(addr) {
		return addr
	}
	fa, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return nil
	}
	for _, h := range t.homes {
		if slices.Contains(h.cells, fa) {
			return h.cells[0]
		}
	}
	return nil
}

// inHome reports whether an address lies in a home.
func (t *tracker) inHome(addr ssa.Value) bool {
	alloc, field := fieldIn(addr)
	return len(field) > 0 && slices.ContainsFunc(t.homes, func(h *home) bool { return h.alloc == alloc })
}

// housed is what a call does that is given a home: nothing, if it is a function
// of the package that only looks at it.
func (t *tracker) housed(site ssa.CallInstruction, callees []program.Callee, arg ssa.Value, h *home) event {
	if _, ok := site.(*ssa.Call); !ok || t.b.mayDispose(callees) || registers(calledName(callees)) {
		return escapes
	}
	for _, c := range callees {
		i := slices.Index(c.Args, arg)
		if i < 0 || c.Body == nil || i >= len(c.Body.Params) || !t.looksAt(c.Body.Params[i], h.field, 0) {
			return escapes
		}
	}
	return nothing
}

// housedAmong is what a call does that is given a home among its variadic
// arguments: whoever does not just print it has it, as where it is the only one.
func (t *tracker) housedAmong(callees []program.Callee, arg ssa.Value) event {
	if !t.holdsVariadic(arg, func(v ssa.Value) bool { return t.homeOf(v) != nil }) {
		return nothing
	}
	for _, c := range callees {
		if c.Func == nil || !prints(program.Key(c.Func)) {
			return escapes
		}
	}
	return nothing
}

// looksAt reports whether a function only looks at the struct that v is, or
// points to: it keeps neither that nor what is in the field.
func (t *tracker) looksAt(v ssa.Value, field []int, depth int) bool {
	inner := &home{field: field, refs: map[ssa.Value]bool{}}
	if depth > 3 || !inner.visit(v) {
		return false
	}
	for ref := range inner.refs {
		for _, use := range program.Refs(ref) {
			switch u := use.(type) {
			case *ssa.Call:
				if !t.passesHome(u, ref, field, depth) {
					return false
				}
			case *ssa.Return, *ssa.Defer, *ssa.Go, *ssa.Send, *ssa.Select, *ssa.MapUpdate, *ssa.Store:
				return false
			}
		}
	}
	for _, cell := range inner.cells {
		if slices.ContainsFunc(program.Refs(cell), func(i ssa.Instruction) bool { _, ok := i.(*ssa.Store); return ok }) {
			return false
		}
	}
	return !slices.ContainsFunc(inner.loads, t.losesLoad)
}

func (t *tracker) passesHome(call *ssa.Call, arg ssa.Value, field []int, depth int) bool {
	callees := t.b.prog.Callees(call)
	for _, c := range callees {
		i := slices.Index(c.Args, arg)
		if i < 0 || c.Body == nil || i >= len(c.Body.Params) || !t.looksAt(c.Body.Params[i], field, depth+1) {
			return false
		}
	}
	return len(callees) > 0
}

// losesLoad reports whether a function may do more with what it reads from the
// field than use it.
func (t *tracker) losesLoad(load ssa.Value) bool {
	instr := load.(ssa.Instruction)
	if t.depth > 3 {
		return true
	}
	p := t.b.newTracker(instr.Parent(), t.forms, t.drains)
	p.depth = t.depth + 1
	p.growOwned(load)
	p.cur.state = held
	p.findDefers()
	out := p.run(instr.Block(), indexOf(instr)+1, p.cur)
	return out.tooLong || out.escaped || out.released || len(out.returned)+len(out.wrapped) > 0
}
