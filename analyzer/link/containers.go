package link

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// container notes what a call hands to a DI container and how that gives it on:
// types under interfaces, functions and clients by their type, and what is made
// anew for each use.
func (c *collector) container(site ssa.CallInstruction) {
	for _, b := range c.prog.Bindings(site) {
		if types.IsInterface(b.From) {
			c.renames(b.From, b.To)
		} else {
			c.converts(b.From, b.To)
		}
	}
	for _, v := range c.prog.Supplied(site) {
		if c.isGiven(v.Type()) {
			c.flow(program.ContainerSlot(v.Type(), c.prog.SuppliedAs(site)), v)
		}
		c.offers(v.Type())
	}
	for _, h := range c.prog.Handovers(site) {
		if h.Body != nil || h.Func.Pkg() != nil && c.isOwn(h.Func.Pkg()) {
			c.provided(h, c.prog.IsTransient(site))
		}
	}
}

// provided notes where a function that is handed to a container gets its inputs
// from, and where its results go.
func (c *collector) provided(h program.Handover, transient bool) {
	for _, p := range h.Wants {
		if c.isGiven(p.Type) {
			c.table.Flows = append(c.table.Flows, Flow{p.Slot, p.Container(), FromSlot})
		}
	}
	for _, p := range h.Gives {
		c.offers(p.Type)
		if c.isGiven(p.Type) {
			c.table.Flows = append(c.table.Flows, Flow{p.Container(), p.Slot, FromSlot})
		}
		if transient {
			c.table.Flows = append(c.table.Flows, Flow{program.TransientSlot(p.Type, p.Name), h.Key, FromFunc})
		}
	}
}

// isGiven reports whether a container's values of a type are followed: those of
// function types, clients, and what is bound to contexts. Interfaces are joined
// by what implements them.
func (c *collector) isGiven(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if ok && named.Obj().Pkg() != nil && c.isOwn(named.Obj().Pkg()) && program.IsFunc(named) {
		return true
	}
	return c.sum.IsClient(t) || c.sum.IsBinder(t)
}
