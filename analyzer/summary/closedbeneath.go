package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// ofNoInput is the input of a use of something that is none: what the function
// itself has opened.
const ofNoInput = 64

// closedBeneath notes what fn releases on its way out while a goroutine that it
// started, and does not wait for, still uses it: a transaction, rows, a body.
func (b *builder) closedBeneath(n *Node, fn *ssa.Function) {
	starts := b.startedAlone(fn)
	if len(starts) == 0 {
		return
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			for _, d := range b.acquired(call) {
				if d.Result < 0 {
					continue
				}
				t, _ := b.under(fn, d)
				for _, site := range starts {
					if t.releaseDeferred && t.under[site] && t.lends(site) {
						symbol := types.TypeString(call.Common().Signature().Results().At(d.Result).Type(), (*types.Package).Name)
						b.addUse(n, site, Use{Input: ofNoInput, Kind: UseClosed, Symbol: symbol, Flags: Async})
					}
				}
			}
		}
	}
}

// startedAlone are the go statements of fn whose goroutines nobody waits for.
func (b *builder) startedAlone(fn *ssa.Function) []*ssa.Go {
	var out []*ssa.Go
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if site, ok := instr.(*ssa.Go); ok {
				if flags := b.attended(site, b.awaited(site, siteFlags(site))); flags.Has(Async) && !flags.Has(Attended) {
					out = append(out, site)
				}
			}
		}
	}
	return out
}

// lends reports whether a goroutine is given the resource, or captures it.
func (t *tracker) lends(site *ssa.Go) bool {
	return slices.ContainsFunc(append(slices.Clip(site.Call.Args), site.Call.Value), func(v ssa.Value) bool {
		return t.alias[v] || t.parts[v] || slices.ContainsFunc(literalsOf(v), t.touches)
	})
}
