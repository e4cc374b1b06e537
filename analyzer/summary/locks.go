package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// A lock, or the permit of a semaphore, is held by its receiver: the duty has
// no value, and is known by the place where the lock is kept. A function that
// leaves with the lock held on every path takes it for its caller, which is
// part of its shape, as is the result that unlocks it; so is that it unlocks what
// its caller holds.

// Lock is a lock or permit that a function takes for its caller.
type Lock struct {
	Param   int    // the parameter that the place begins with
	Path    string // from there
	Release []string
	Permit  bool
	// Err is the result that says whether it is held: an error or a boolean,
	// -1 if there is none.
	Err int
	// Unlock is the result that is a function which gives it back, -1 if there
	// is none.
	Unlock int
}

// Freed is a lock or permit of its caller that a function gives back.
type Freed struct {
	Param  int
	Path   string
	Method string
}

// lockDuties are the locks and permits that a call takes.
func (b *builder) lockDuties(call *ssa.Call) []duty {
	var out []duty
	for _, c := range b.prog.Callees(call) {
		for _, r := range b.lockRows(c) {
			o := Owned{Result: -1, Err: r.Err, Symbol: program.Key(c.Func)}
			for _, form := range r.Release {
				o.Release = append(o.Release, form.Name)
			}
			if c.Func.Signature().Results().Len() > 0 && isBool(c.Func.Signature().Results().At(0).Type()) {
				o.Err = 0
			}
			at := b.placeOf(c.Recv)
			out = append(out, duty{Owned: o, call: call, lock: &at, unlock: -1, permit: r.Duty == model.DutyPermit})
		}
		shape := b.shapeOf(c)
		if shape == nil || len(out) > 0 {
			continue
		}
		for _, l := range shape.Locks {
			if l.Param < len(c.Args) {
				at := b.placeOf(c.Args[l.Param]).in(l.Path)
				o := Owned{Result: -1, Err: l.Err, Symbol: calleeKey(c), Release: l.Release}
				out = append(out, duty{Owned: o, call: call, lock: &at, unlock: l.Unlock, permit: l.Permit, wrapped: true})
			}
		}
	}
	return out
}

// lockRows are the catalogue's rows for a call that locks its receiver. TryLock
// is what Lock is, when it returns true.
func (b *builder) lockRows(c program.Callee) []*model.Resource {
	if c.Recv == nil {
		return nil
	}
	var out []*model.Resource
	for _, sym := range b.prog.SymbolsOf(c) {
		rows := sym.Lib.Resources(sym.Rel)
		if len(rows) == 0 {
			rows = sym.Lib.Resources(strings.Replace(sym.Rel, ").Try", ").", 1))
		}
		for _, r := range rows {
			if r.Result < 0 && (r.Duty == model.DutyLock || r.Duty == model.DutyPermit) {
				out = append(out, r)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// lockEvent is what a call does to the lock.
func (t *tracker) lockEvent(site ssa.CallInstruction) event {
	c := site.Common()
	if recv := receiver(c); recv != nil && t.isForm(methodName(c)) && t.b.placeOf(recv).equal(*t.lock) {
		return released
	}
	if t.isAlias(c.Value) {
		return released // the function that came with it
	}
	callees := t.b.prog.Callees(site)
	out := nothing
	for _, callee := range callees {
		if callee.Body != nil && len(callee.Free) > 0 {
			out = max(out, t.literal(callee.Body, callee.Free, unknown))
		}
		shape := t.b.shapeOf(callee)
		if shape == nil {
			continue
		}
		for _, f := range shape.Frees {
			if f.Param < len(callee.Args) && t.isForm(f.Method) && t.b.placeOf(callee.Args[f.Param]).in(f.Path).equal(*t.lock) {
				return released
			}
		}
		if shape.GivesBack && out == nothing && isExchanged(t.forms) {
			out = escapes // of which channel is not known
		}
	}
	for _, arg := range c.Args {
		if t.isAlias(arg) {
			return escapes
		}
		for _, mc := range literalsOf(arg) { // whoever gets it is to call it
			out = max(out, t.literal(mc.Fn.(*ssa.Function), mc.Bindings, unknown))
		}
	}
	return out
}

// lockLeaks are the ways out of fn on which a lock is held that other paths
// release. A function that leaves with it held on every path, or on those of
// success, takes it for its caller; one that is entered with it held gives it
// up for a time.
func (b *builder) lockLeaks(fn *ssa.Function, d duty) []exit {
	out := b.outcomeOf(fn, d)
	leaks := slices.DeleteFunc(b.counted(out), func(e exit) bool { return e.loop && !d.lock.isStable() })
	if !out.released || len(leaks) == 0 || handsOver(fn, d, returning(leaks)) || b.entersHolding(fn, d) {
		return nil
	}
	if isExchanged(d.Release) {
		return b.lostPermits(fn, d, leaks)
	}
	return leaks
}

// entersHolding reports whether a path from the beginning of fn releases the
// lock before anything takes it.
func (b *builder) entersHolding(fn *ssa.Function, d duty) bool {
	t := b.newTracker(fn, d.Release, false)
	t.lock = d.lock
	seen := map[*ssa.BasicBlock]bool{fn.Blocks[0]: true}
	todo := []*ssa.BasicBlock{fn.Blocks[0]}
	for len(todo) > 0 {
		block := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		taken := false
		for _, instr := range block.Instrs {
			if b.locksAt(instr, d) {
				taken = true
				break
			}
			if t.gives(instr) {
				return true
			}
		}
		for _, s := range block.Succs {
			if !taken && !seen[s] {
				seen[s] = true
				todo = append(todo, s)
			}
		}
	}
	return false
}

func (b *builder) locksAt(instr ssa.Instruction, d duty) bool {
	return slices.ContainsFunc(b.locksOf(instr), func(e duty) bool {
		return e.lock.equal(*d.lock) && slices.Equal(e.Release, d.Release)
	})
}

// locksOf are the locks and permits that an instruction takes.
func (b *builder) locksOf(instr ssa.Instruction) []duty {
	if call, ok := instr.(*ssa.Call); ok {
		return b.lockDuties(call)
	}
	return b.permitsOf(instr)
}

// gives reports whether an instruction gives the lock or permit back, at once or
// in a goroutine.
func (t *tracker) gives(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.Call:
		return t.lockEvent(i) == released
	case *ssa.Go:
		return isExchanged(t.forms) && t.lockEvent(i) == released
	}
	return t.transferEvent(instr) == released
}

// handsOver reports whether a function returns with the lock held just where
// it succeeds: where others fail, its error is nil, its boolean true, or its
// value there.
func handsOver(fn *ssa.Function, d duty, leaks []exit) bool {
	last := fn.Signature.Results().Len() - 1
	if last < 0 {
		return false
	}
	failures := 0
	for _, ret := range returns(fn) {
		holds := slices.ContainsFunc(leaks, func(e exit) bool { return e.instr == ssa.Instruction(ret) })
		v := returned(ret, last)
		switch {
		case holds && isVerdictOf(v, d), !holds && !succeeds(v):
			failures++
		case holds != succeeds(v):
			return false
		}
	}
	return failures > 0
}

// isVerdictOf reports whether v is what the call that takes a lock or permit says
// of whether it did.
func isVerdictOf(v ssa.Value, d duty) bool {
	if d.Err < 0 {
		return false
	}
	if d.call == nil {
		return false
	}
	if ex, ok := v.(*ssa.Extract); ok {
		return ex.Tuple == ssa.Value(d.call) && ex.Index == d.Err
	}
	return v == ssa.Value(d.call)
}

// returned is a result of a return, also where it is stored first because
// deferred calls may change it.
func returned(ret *ssa.Return, i int) ssa.Value {
	load, ok := ret.Results[i].(*ssa.UnOp)
	if !ok {
		return ret.Results[i]
	}
	for _, instr := range slices.Backward(ret.Block().Instrs) {
		if s, ok := instr.(*ssa.Store); ok && s.Addr == load.X {
			return s.Val
		}
	}
	return load
}

// succeeds reports whether a function that returns v as its last result says
// that all went well.
func succeeds(v ssa.Value) bool {
	if isVerdictType(v.Type()) && !isBool(v.Type()) {
		return isNil(v)
	}
	c, ok := v.(*ssa.Const)
	if isBool(v.Type()) {
		return ok && constFact(c) == isTrue
	}
	return !isNil(v)
}

// locks finds what fn takes for its caller.
func (b *builder) locks(fn *ssa.Function) []Lock {
	var out []Lock
	for _, d := range b.duties(fn) {
		if d.lock == nil {
			continue
		}
		param := slices.IndexFunc(fn.Params, func(p *ssa.Parameter) bool { return ssa.Value(p) == d.lock.root })
		if param < 0 || !d.lock.isStable() {
			continue
		}
		res := b.outcomeOf(fn, d)
		leaks := append(returning(res.leaks), res.handed...)
		if len(leaks) == 0 || res.escaped || slices.ContainsFunc(leaks, func(e exit) bool { return e.loop }) || b.entersHolding(fn, d) {
			continue
		}
		l := Lock{Param: param, Path: d.lock.path, Release: d.Release, Permit: d.permit, Err: -1, Unlock: -1}
		if len(res.handed) > 0 {
			l.Unlock = res.unlock
		}
		switch {
		case handsOver(fn, d, leaks) && isVerdictType(lastResult(fn)):
			l.Err = fn.Signature.Results().Len() - 1
		case res.released || len(leaks) < len(returns(fn)):
			continue
		}
		if !slices.ContainsFunc(out, func(m Lock) bool { return m.Param == l.Param && m.Path == l.Path }) {
			out = append(out, l)
		}
	}
	return out
}

// frees finds the locks of its caller that fn gives back.
func (b *builder) frees(fn *ssa.Function) []Freed {
	var out []Freed
	add := func(at place, method string) {
		param := slices.IndexFunc(fn.Params, func(p *ssa.Parameter) bool { return ssa.Value(p) == at.root })
		f := Freed{param, at.path, method}
		if param < 0 || !at.isStable() || slices.Contains(out, f) {
			return
		}
		d := duty{Owned: Owned{Release: []string{method}}, lock: &at}
		if b.entersHolding(fn, d) || b.deferredFirst(fn, d) {
			out = append(out, f)
		}
	}
	for _, x := range b.givenIn(fn) {
		add(b.placeOf(x.on), x.form())
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			site, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			if name := methodName(site.Common()); unlocks(name) && receiver(site.Common()) != nil {
				add(b.placeOf(receiver(site.Common())), name)
			}
			for _, c := range b.prog.Callees(site) {
				if shape := b.shapeOf(c); shape != nil {
					for _, f := range shape.Frees {
						if f.Param < len(c.Args) {
							add(b.placeOf(c.Args[f.Param]).in(f.Path), f.Method)
						}
					}
				}
			}
		}
	}
	return out
}

// deferredFirst reports whether fn defers the release of a lock that it does
// not take.
func (b *builder) deferredFirst(fn *ssa.Function, d duty) bool {
	t := b.newTracker(fn, d.Release, false)
	t.lock = d.lock
	found := false
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if site, ok := instr.(*ssa.Defer); ok && t.lockEvent(site) == released {
				found = true
			}
			if slices.ContainsFunc(b.locksOf(instr), func(e duty) bool { return e.lock.equal(*d.lock) }) {
				return false
			}
		}
	}
	return found
}

// unlocks reports whether a method of this name gives back a lock or permit.
func unlocks(name string) bool {
	return strings.HasSuffix(name, "Unlock") || name == "Release" || name == "UnlockContext"
}

func lastResult(fn *ssa.Function) types.Type {
	res := fn.Signature.Results()
	return res.At(res.Len() - 1).Type()
}
