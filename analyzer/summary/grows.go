package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// Expiring is, of a library, what a package says whose calls set when the
// library's values expire.
const Expiring = "expires "

// Emptied is, of a slot, what a package says that takes something out of the
// map in the slot, replaces it, or looks at its size, or that hands it to
// somebody who may.
const Emptied = "emptied "

// grow is the operation that puts a value into a map of the package, or in one
// that a field keeps, under a key that may be anything.
func (b *builder) grow(n *Node, update *ssa.MapUpdate) {
	slot, base, ok := mapSlot(update.Map)
	if !ok || !b.prog.Own || b.prog.IsTest(update.Parent().Pos()) || !isOpenKey(update.Key.Type()) || isKnownKey(update, update.Key) {
		return
	}
	b.addGrowth(n, update, Op{Symbol: slot}, update.Key, base)
}

// growCall is the operation that a row of the catalogue says puts a value under
// a key: for good, since it says no when.
func (b *builder) growCall(n *Node, site ssa.CallInstruction, c program.Callee, flags Flags) {
	sym, row := b.storeRow(c)
	if row == nil || row.Does != model.StoresPut || !b.prog.Own || b.prog.IsTest(site.Parent().Pos()) {
		return
	}
	shift := 0
	if c.Recv != nil {
		shift = 1
	}
	if row.Key+shift >= len(c.Args) || row.Expires >= 0 && (row.Expires+shift >= len(c.Args) || !isZero(c.Args[row.Expires+shift])) {
		return
	}
	op := Op{Symbol: sym.Full(), Flags: flags}
	var base ssa.Value
	if row.Expires < 0 { // of the program's own memory
		slot, at, ok := mapSlot(c.Recv)
		if !ok {
			return
		}
		op.Symbol, base = slot, at
	} else {
		op.Kind = model.KindCache
	}
	key := unconverted(c.Args[row.Key+shift])
	if isOpenKey(key.Type()) {
		b.addGrowth(n, site, op, key, base)
	}
}

func (b *builder) addGrowth(n *Node, instr ssa.Instruction, op Op, key, base ssa.Value) {
	op.Class, op.From = ClassGrow, b.derives(key)
	if op.From&Foreign != 0 { // of what was read, only what a client wrote
		op.From = b.asks(key, instr.Block())
	}
	if op.From == 0 || slices.Contains(b.emptied(), Emptied+op.Symbol) {
		return
	}
	into, ok := b.baseOf(base)
	if !ok {
		return
	}
	op.Into = into
	op.Ignored = b.opt.Ignored(instr)
	op.Pos = b.prog.Pos(instr.Pos())
	if site, ok := instr.(ssa.CallInstruction); ok {
		op.Pos = b.prog.Pos(b.prog.CallPos(site))
	}
	n.Ops = append(n.Ops, op)
	b.out.sites[siteKey{op.Pos, op.Symbol}] = instr
}

// storeRow is the row about stores of a callee, nil if there is none.
func (b *builder) storeRow(c program.Callee) (program.Symbol, *model.Store) {
	if c.Func == nil || c.Body != nil {
		return program.Symbol{}, nil
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		if row := sym.Lib.Store(sym.Rel); row != nil {
			return sym, row
		}
	}
	return program.Symbol{}, nil
}

// mapSlot is the package variable or the field that a map, or the address of
// something like one, is kept in, and what the field's struct is reached
// through, nil for a variable.
func mapSlot(v ssa.Value) (slot string, base ssa.Value, ok bool) {
	if load, isLoad := v.(*ssa.UnOp); isLoad && load.Op == token.MUL {
		v = load.X
	}
	switch a := v.(type) {
	case *ssa.Global:
		return program.GlobalSlot(a), nil, true
	case *ssa.FieldAddr:
		slot = program.FieldSlot(a)
		return slot, a.X, slot != ""
	}
	return "", nil, false
}

// isOpenKey reports whether keys of a type may take more values than memory
// holds: texts and large numbers, but no list of constants.
func isOpenKey(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return !isNarrow(t) && !isEnum(t)
	case *types.Array:
		return isOpenKey(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if isOpenKey(f.Type()) {
				return true
			}
		}
	}
	return false
}

// isEnum reports whether a type has constants of its own.
func isEnum(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	scope := named.Obj().Pkg().Scope()
	return slices.ContainsFunc(scope.Names(), func(name string) bool {
		c, ok := scope.Lookup(name).(*types.Const)
		return ok && types.Identical(c.Type(), t)
	})
}

// isKnownKey reports whether a key was looked up before in some map: only where
// it is there, in the same one.
func isKnownKey(update *ssa.MapUpdate, key ssa.Value) bool {
	slot, _, _ := mapSlot(update.Map)
	for block := update.Block(); block != nil; block = block.Idom() {
		for _, instr := range block.Instrs {
			look, ok := instr.(*ssa.Lookup)
			if !ok || !sameAmount(look.Index, key) {
				continue
			}
			if other, _, _ := mapSlot(look.X); other != slot || look.CommaOk && hits(look, update.Block()) {
				return true
			}
		}
	}
	return false
}

// hits reports whether a block runs only where a lookup found its key.
func hits(look *ssa.Lookup, at *ssa.BasicBlock) bool {
	for _, ref := range program.Refs(look) {
		ok, isExtract := ref.(*ssa.Extract)
		if !isExtract || ok.Index != 1 {
			continue
		}
		for _, use := range program.Refs(ok) {
			if cond, isIf := use.(*ssa.If); isIf && cond.Block().Succs[0].Dominates(at) && len(cond.Block().Succs[0].Preds) == 1 {
				return true
			}
		}
	}
	return false
}

// emptied lists what the package says of maps and caches, see [Emptied] and
// [Expiring].
func (b *builder) emptied() []string {
	if b.empties != nil {
		return b.empties
	}
	seen := map[string]bool{}
	for _, fn := range b.prog.Funcs {
		if b.prog.IsTest(fn.Pos()) {
			continue
		}
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				b.noteEmptied(instr, seen)
			}
		}
	}
	b.empties = []string{}
	for s := range seen {
		b.empties = append(b.empties, s)
	}
	slices.Sort(b.empties)
	return b.empties
}

// Emptied lists what the package says of maps that other packages can name, and
// of caches.
func (p *Package) Emptied() []string {
	return slices.DeleteFunc(slices.Clone(p.b.emptied()), func(s string) bool {
		slot, isSlot := strings.CutPrefix(s, Emptied)
		return isSlot && !token.IsExported(slot[strings.LastIndex(slot, ".")+1:])
	})
}

// noteEmptied notes what one instruction says.
func (b *builder) noteEmptied(instr ssa.Instruction, seen map[string]bool) {
	note := func(v ssa.Value) {
		if slot, _, ok := mapSlot(v); ok {
			seen[Emptied+slot] = true
		}
	}
	switch i := instr.(type) {
	case ssa.CallInstruction:
		for _, c := range b.prog.Callees(i) {
			if sym, row := b.storeRow(c); row != nil && row.Does == model.StoresExpire {
				seen[Expiring+sym.Lib.Path()] = true
			}
		}
	case *ssa.Store:
		if isMap(i.Val.Type()) && !isInitial(i) {
			note(i.Addr)
		}
		if st, ok := i.Val.Type().Underlying().(*types.Struct); ok && !isFirst(i.Addr) && i.Parent().Name() != "init" {
			for n := range st.NumFields() {
				if isMap(st.Field(n).Type()) {
					seen[Emptied+program.MemberSlot(i.Val.Type(), n)] = true
				}
			}
		}
	}
	for _, op := range instr.Operands(nil) {
		if slot, _, ok := mapSlot(*op); ok && isKeeper(*op) && b.takesOut(instr, *op) {
			seen[Emptied+slot] = true
		}
	}
}

// isKeeper reports whether a value is a map, or the address of one or of
// something that is none but keeps values under keys.
func isKeeper(v ssa.Value) bool {
	if isMap(v.Type()) {
		return true
	}
	ptr, ok := v.Type().Underlying().(*types.Pointer)
	return ok && (isMap(ptr.Elem()) || program.TypeKey(ptr.Elem()) == "sync.Map")
}

func isMap(t types.Type) bool {
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// isInitial reports whether a store gives a variable or a field its first value.
func isInitial(s *ssa.Store) bool {
	if _, ok := s.Addr.(*ssa.Global); ok {
		name := s.Parent().Name()
		return name == "init" || strings.HasPrefix(name, "init#") || name == "main"
	}
	fa, ok := s.Addr.(*ssa.FieldAddr)
	return ok && isFirst(fa.X)
}

// isFirst reports whether an address is that of a struct which is made here.
func isFirst(addr ssa.Value) bool {
	switch a := addr.(type) {
	case *ssa.Alloc:
		return true
	case *ssa.FieldAddr:
		return isFirst(a.X)
	case *ssa.IndexAddr:
		return isFirst(a.X)
	}
	return false
}

// takesOut reports whether an instruction may take something out of a map that
// it is given, or looks at how much is in it.
func (b *builder) takesOut(instr ssa.Instruction, v ssa.Value) bool {
	switch i := instr.(type) {
	case *ssa.UnOp, *ssa.Lookup, *ssa.Range, *ssa.BinOp, *ssa.DebugRef, *ssa.MakeInterface, *ssa.FieldAddr, *ssa.Field:
		return false
	case *ssa.MapUpdate:
		return i.Map != v
	case *ssa.Store:
		return i.Addr != v
	case ssa.CallInstruction:
		return b.callTakesOut(i, v)
	}
	return true
}

func (b *builder) callTakesOut(site ssa.CallInstruction, v ssa.Value) bool {
	common := site.Common()
	if builtin, ok := common.Value.(*ssa.Builtin); ok {
		if builtin.Name() != "len" {
			return true
		}
		return slices.ContainsFunc(program.Refs(site.Value()), func(ref ssa.Instruction) bool {
			_, compares := ref.(*ssa.BinOp)
			return compares
		})
	}
	for _, c := range b.prog.Callees(site) {
		if c.Func == nil || c.Body != nil || c.Func.Pkg() == nil || !model.IsStd(program.PathOf(c.Func.Pkg())) {
			return true
		}
		if _, row := b.storeRow(c); row != nil && row.Does == model.StoresRemove {
			return true
		}
	}
	return len(b.prog.Callees(site)) == 0
}

// isZero reports whether v is the constant 0.
func isZero(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.ExactString() == "0"
}
