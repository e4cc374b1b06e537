package summary

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file finds the transports of HTTP clients that open as many connections
// as there are requests at once. A client is followed to its uses as those are
// that may wait for ever, whether it has a timeout or not.

const (
	httpClient    = "*net/http.Client"
	httpTransport = "*net/http.Transport"
	connsKnob     = "MaxConnsPerHost"
)

// pooledAt begins the name of a client that has a timeout, and a transport with no
// limit.
const pooledAt = "pool@"

// IsClient reports whether a name in a flow is that of a client.
func IsClient(name string) bool { return IsMade(name) || strings.HasPrefix(name, pooledAt) }

// IsOf reports whether the name of a client, in a flow, is that of the client
// which an asset is for.
func (a *Asset) IsOf(name string) bool {
	at, ok := strings.CutPrefix(name, pooledAt)
	if !ok {
		at, ok = strings.CutPrefix(name, madeAt)
	}
	return ok && at == a.Client
}

// transports adds the transports that a client's literal is given and that have
// no limit.
func (b *builder) transports(client *ssa.Alloc) {
	for _, t := range b.limitless(client) {
		pos := b.prog.Pos(b.prog.LiteralPos(t))
		b.out.Assets = append(b.out.Assets, Asset{
			Kind: AssetTransport, Symbol: strings.TrimPrefix(httpTransport, "*"), In: program.FuncKey(t.Parent()), Pos: pos,
			Needs: []string{strings.TrimPrefix(httpTransport, "*") + "." + connsKnob}, Client: strings.TrimPrefix(b.nameOf(client), madeAt), Ignored: b.opt.Ignored(t),
		})
	}
}

// limitless are the transports of a client's literal that have no limit.
func (b *builder) limitless(client *ssa.Alloc) []*ssa.Alloc {
	if client.Type().String() != httpClient || !b.tellsOfClients(client) {
		return nil
	}
	var out []*ssa.Alloc
	for _, t := range b.transportsIn(fieldValue(client, "Transport"), 0) {
		if !setsField(t, connsKnob) {
			out = append(out, t)
		}
	}
	return out
}

// transportsIn are the literals of net/http's transports that a value may be, or
// that a transport around one has in a field.
func (b *builder) transportsIn(v ssa.Value, depth int) []*ssa.Alloc {
	if v == nil || depth > 6 {
		return nil
	}
	var from []ssa.Value
	switch x := v.(type) {
	case *ssa.Alloc:
		if x.Type().String() == httpTransport {
			return []*ssa.Alloc{x}
		}
		for _, ref := range program.Refs(x) {
			if fa, ok := ref.(*ssa.FieldAddr); ok && program.HasMethod(program.FieldOf(fa.X.Type(), fa.Field).Type(), "RoundTrip") {
				from = append(from, stored(fa)...)
			}
		}
		if _, isStruct := x.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct); !isStruct {
			from = append(from, program.StoredIn(x)...)
		}
	case *ssa.MakeInterface:
		from = append(from, x.X)
	case *ssa.ChangeInterface:
		from = append(from, x.X)
	case *ssa.Phi:
		from = append(from, x.Edges...)
	case *ssa.UnOp:
		switch a := x.X.(type) {
		case *ssa.Global:
			from = append(from, b.prog.Stored(a)...)
		case *ssa.FieldAddr:
			from = append(from, b.prog.Stored(program.FieldOf(a.X.Type(), a.Field))...)
		default:
			from = append(from, a)
		}
	case *ssa.Call:
		if b.isTracing(x.Common()) && len(x.Call.Args) > 0 {
			from = append(from, x.Call.Args[0])
		} else if fn := x.Call.StaticCallee(); fn != nil && fn.Blocks != nil {
			for _, ret := range returns(fn) {
				from = append(from, ret.Results[0])
			}
		}
	}
	var out []*ssa.Alloc
	for _, f := range from {
		out = append(out, b.transportsIn(f, depth+1)...)
	}
	return out
}

// stored are the values that are stored at an address.
func stored(addr ssa.Value) []ssa.Value {
	var out []ssa.Value
	for _, ref := range program.Refs(addr) {
		if s, ok := ref.(*ssa.Store); ok && s.Addr == addr {
			out = append(out, s.Val)
		}
	}
	return out
}
