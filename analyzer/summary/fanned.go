package summary

import (
	"go/constant"
	"go/types"
	"slices"
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
		pos := b.clientPos(t)
		b.out.Assets = append(b.out.Assets, Asset{
			Kind: AssetTransport, Symbol: strings.TrimPrefix(httpTransport, "*"), In: program.FuncKey(t.Parent()), Pos: pos,
			Needs: []string{strings.TrimPrefix(httpTransport, "*") + "." + connsKnob}, Client: strings.TrimPrefix(b.nameOf(client), madeAt), Ignored: b.opt.Ignored(t.(ssa.Instruction)),
		})
	}
}

// limitless are the transports of a client's literal that have no limit.
func (b *builder) limitless(client *ssa.Alloc) []ssa.Value {
	if client.Type().String() != httpClient || !b.tellsOfClients(client) {
		return nil
	}
	var out []ssa.Value
	for _, t := range b.transportsIn(fieldValue(client, "Transport"), 0) {
		if !setsField(t, connsKnob) {
			out = append(out, t)
		}
	}
	return out
}

// transportsIn are the literals of net/http's transports, and the copies of its
// default one, that a value may be, or that a transport around one has in a field.
// What somebody unknown is given to configure is none.
func (b *builder) transportsIn(v ssa.Value, depth int) []ssa.Value {
	if v == nil || depth > 6 || v.Type().String() == httpTransport && b.assetFate(v, []string{connsKnob}) == fateUnknown {
		return nil
	}
	var from []ssa.Value
	switch x := v.(type) {
	case *ssa.Alloc:
		if x.Type().String() == httpTransport {
			return []ssa.Value{x}
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
		if isDefaultCopy(x) {
			return []ssa.Value{x}
		}
		if b.isTracing(x.Common()) && len(x.Call.Args) > 0 {
			from = append(from, x.Call.Args[0])
		} else if fn := x.Call.StaticCallee(); fn != nil && fn.Blocks != nil {
			for _, ret := range returns(fn) {
				from = append(from, ret.Results[0])
			}
		}
	}
	var out []ssa.Value
	for _, f := range from {
		out = append(out, b.transportsIn(f, depth+1)...)
	}
	return out
}

// isDefaultCopy reports whether a call copies http.DefaultTransport, which has no
// limit: one that the program gives it is noted as any other.
func isDefaultCopy(call *ssa.Call) bool {
	fn := call.Call.StaticCallee()
	if fn == nil || fn.String() != "("+httpTransport+").Clone" {
		return false
	}
	v := call.Call.Args[0]
	if ex, ok := v.(*ssa.Extract); ok {
		v = ex.Tuple
	}
	as, ok := v.(*ssa.TypeAssert)
	if !ok {
		return false
	}
	load, ok := as.X.(*ssa.UnOp)
	if !ok {
		return false
	}
	g, ok := load.X.(*ssa.Global)
	return ok && g.Pkg.Pkg.Path() == "net/http" && g.Name() == "DefaultTransport"
}

// isFew reports whether the goroutines that a call in a loop starts are few at
// once: a constant says how many, or they take what there is to do from a channel,
// and their number is the limit.
func (b *builder) isFew(site ssa.CallInstruction) bool {
	return slices.ContainsFunc(b.bodiesAt(site), isWorker) || !slices.ContainsFunc(b.loopsOf(site.Parent()), func(l *loop) bool {
		return l.body[site.Block()] && !l.hasConstantTurns()
	})
}

// hasConstantTurns reports whether a loop ends when its counter comes to a
// constant, or it has been through a literal.
func (l *loop) hasConstantTurns() bool {
	for block := range l.body {
		cond, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
		if !ok || l.body[block.Succs[0]] && l.body[block.Succs[1]] {
			continue
		}
		if cmp, ok := cond.Cond.(*ssa.BinOp); ok && isCounter(cmp.X) && isFixed(cmp.Y) {
			return true
		}
	}
	return false
}

func isCounter(v ssa.Value) bool {
	switch x := v.(type) {
	case *ssa.Phi:
		return true
	case *ssa.BinOp:
		_, ok := x.X.(*ssa.Phi)
		return ok
	}
	return false
}

// isFixed reports whether a number is a constant, or the length of a literal.
func isFixed(v ssa.Value) bool {
	switch x := v.(type) {
	case *ssa.Const: // down to zero, it counts from something else
		return x.Value != nil && x.Value.Kind() == constant.Int && constant.Sign(x.Value) > 0
	case *ssa.Call:
		if !callsBuiltin(x.Common(), "len") {
			return false
		}
		s, ok := x.Call.Args[0].(*ssa.Slice)
		if !ok {
			return false
		}
		_, ok = s.X.(*ssa.Alloc)
		return ok
	}
	return false
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
