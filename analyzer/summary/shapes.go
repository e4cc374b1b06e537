package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// shape computes what callers of fn need to know, from the shapes of what fn
// calls.
func (b *builder) shape(fn *ssa.Function) *Shape {
	s := &Shape{V: Version}
	b.ends[fn] = b.neverReturns(fn)
	s.NoReturn = b.ends[fn]
	s.Acquires, s.GivesBack = b.acquires(fn), b.givesBack(fn)
	s.Caps = b.cappedParams(fn)
	s.Readers = b.resultReaders(fn)
	s.Limits = b.limits(fn)
	s.Keeps = b.keptParams(fn)
	s.Reads = b.reads(fn)
	s.Pauses = b.onlyPauses(fn)
	s.Asks = b.askedResults(fn)
	s.Owned = b.ownedResults(fn)
	s.Locks = b.locks(fn)
	s.Frees = b.frees(fn)
	s.Disposes = b.disposesFields(fn)
	s.Contexts = b.contextResults(fn)
	s.Calls = b.paramCalls(fn)
	s.Checks = b.errCheck(fn)
	s.Opens = b.openers(fn)
	s.Status = b.statusParam(fn)
	for i, p := range fn.Params {
		if i < 64 && (mayOwn(p.Type()) || mayKeep(p.Type())) {
			s.add(i, b.keeps(fn, i, nil), mayOwn(p.Type()))
		}
	}
	return s
}

// contextResults finds results that carry a context of known provenance.
func (b *builder) contextResults(fn *ssa.Function) []ResultContext {
	results := fn.Signature.Results()
	var out []ResultContext
	for i := range results.Len() {
		if !program.CarriesContext(results.At(i).Type()) {
			continue
		}
		var joined Ctx
		first := true
		for _, ret := range returns(fn) {
			if i >= len(ret.Results) || isNil(ret.Results[i]) {
				continue
			}
			c := b.ctx(ret.Results[i])
			if first {
				joined, first = c, false
			} else {
				joined = joined.join(c)
			}
		}
		if !first {
			out = append(out, ResultContext{Result: i, Ctx: joined})
		}
	}
	return out
}

func returns(fn *ssa.Function) []*ssa.Return {
	var out []*ssa.Return
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && b != fn.Recover {
			out = append(out, ret)
		}
	}
	return out
}

// paramCalls finds the function parameters that fn calls, itself or through
// what it passes them to.
func (b *builder) paramCalls(fn *ssa.Function) []ParamCall {
	if !slices.ContainsFunc(fn.Params, isFuncParam) {
		return nil
	}
	calls := map[int]ParamCall{}
	note := func(site ssa.CallInstruction, pc ParamCall) {
		old, ok := calls[pc.Param]
		if ok && old.Via == "" && pc.Via != "" {
			return
		}
		if ok && old.Via == pc.Via {
			pc.Flags &= old.Flags // called synchronously somewhere
		}
		further := pc.Held
		pc.Held = old.Held
		for _, r := range b.regions(site.Parent()) {
			if r.has(site) {
				further = append(further, r.hold)
			}
		}
		for _, h := range further {
			if !slices.ContainsFunc(pc.Held, func(o Hold) bool { return o.ID == h.ID && o.Via == h.Via }) {
				pc.Held = append(pc.Held, h)
			}
		}
		calls[pc.Param] = pc
	}
	passOn := func(site ssa.CallInstruction, given givenFunc, f Flags) {
		if i := slices.IndexFunc(fn.Params, func(p *ssa.Parameter) bool { return unconverted(given.value) == ssa.Value(p) }); i >= 0 {
			note(site, ParamCall{i, f | given.flags, slices.Clone(given.held), given.via})
		}
	}
	loop := b.prog.ReceiveLoop(fn)
	endless := b.endlessCalls(fn)
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			site, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			flags := b.starting(site, siteFlags(site))
			if loop[block] {
				flags = Message // in a goroutine of its own or not
			}
			if b.isGuarded(site) {
				flags |= Guarded
			}
			for _, c := range b.prog.Callees(site) {
				if c.Param >= 0 {
					if endless[site] {
						flags |= Endless
					}
					note(site, ParamCall{Param: c.Param, Flags: flags})
				}
				for _, given := range b.given(site, c) {
					passOn(site, given, flags)
				}
				for _, given := range b.openGiven(c) {
					given.held = []Hold{{Kind: HoldConn, Via: given.via}}
					passOn(site, given, flags)
				}
			}
		}
	}
	for _, lit := range fn.AnonFuncs {
		if f, via, known := b.litFlags(lit); known {
			b.litCalls(lit, f, func(param int, at Flags, site ssa.CallInstruction) {
				note(site, ParamCall{Param: param, Flags: at, Via: via})
			})
		}
	}
	for _, param := range queued(fn) {
		if _, ok := calls[param]; !ok {
			calls[param] = ParamCall{Param: param, Flags: Async | Guarded}
		}
	}
	var out []ParamCall
	for i, p := range fn.Params {
		if pc, ok := calls[i]; ok && isFuncParam(p) {
			out = append(out, pc)
		}
	}
	return out
}

// isFuncParam reports whether a parameter is a function.
func isFuncParam(p *ssa.Parameter) bool { return program.IsFunc(p.Type()) }

// litCalls finds the parameters of the function around a literal that the
// literal calls.
func (b *builder) litCalls(lit *ssa.Function, flags Flags, note func(int, Flags, ssa.CallInstruction)) {
	for _, block := range lit.Blocks {
		for _, instr := range block.Instrs {
			site, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			at := flags | siteFlags(site)
			if b.isGuarded(site) {
				at |= Guarded
			}
			for _, c := range b.prog.Callees(site) {
				if c.Param >= 0 && !isOwnParam(lit, site.Common().Value) {
					note(c.Param, at, site)
				}
			}
		}
	}
}

// isOwnParam reports whether a value is a parameter of fn itself.
func isOwnParam(fn *ssa.Function, v ssa.Value) bool {
	p, ok := v.(*ssa.Parameter)
	return ok && p.Parent() == fn
}

// litFlags says how a literal runs that its function makes: where it is called,
// started or deferred, or given to something that calls it.
func (b *builder) litFlags(lit *ssa.Function) (f Flags, via string, known bool) {
	for _, mc := range b.prog.MadeAt(lit) {
		for _, ref := range program.Refs(mc) {
			if site, ok := ref.(ssa.CallInstruction); ok && site.Common().Value == ssa.Value(mc) {
				return b.starting(site, siteFlags(site)), "", true
			}
		}
	}
	for _, at := range b.prog.PassedAt(lit) {
		for _, c := range b.prog.Callees(at.Site) {
			for _, given := range append(b.given(at.Site, c), b.openGiven(c)...) {
				if given.value == at.Arg {
					return b.starting(at.Site, given.flags), given.via, true
				}
			}
		}
	}
	return 0, "", false
}

func siteFlags(site ssa.CallInstruction) Flags {
	switch site.(type) {
	case *ssa.Go:
		return Async | Starts
	case *ssa.Defer:
		return Deferred
	}
	return 0
}
