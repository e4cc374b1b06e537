package link

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// Fact is the package fact that carries a Table, encoded: a version byte, the
// strings of the table each once, then numbers. The same table gives the same
// bytes.
type Fact struct{ Data []byte }

// AFact marks Fact as a fact.
func (*Fact) AFact() {}

func (f *Fact) String() string { return fmt.Sprintf("table(%d bytes)", len(f.Data)) }

// version of the encoding; a fact of another version is refused.
const version = 1

// encode writes a normalized table.
func encode(t *Table) []byte {
	var e encoder
	e.table(t)
	body := e.buf
	e.buf = []byte{version}
	e.num(len(e.strings))
	for _, s := range e.strings {
		e.num(len(s))
		e.buf = append(e.buf, s...)
	}
	return append(e.buf, body...)
}

type encoder struct {
	buf     []byte
	strings []string
	index   map[string]int
}

func (e *encoder) num(n int) { e.buf = binary.AppendUvarint(e.buf, uint64(n)) }

func (e *encoder) str(ss ...string) {
	if e.index == nil {
		e.index = map[string]int{}
	}
	for _, s := range ss {
		i, ok := e.index[s]
		if !ok {
			i = len(e.strings)
			e.index[s] = i
			e.strings = append(e.strings, s)
		}
		e.num(i)
	}
}

func (e *encoder) strs(ss []string) {
	e.num(len(ss))
	for _, s := range ss {
		e.str(s)
	}
}

func (e *encoder) bool(b bool) {
	if b {
		e.num(1)
	} else {
		e.num(0)
	}
}

func (e *encoder) table(t *Table) {
	e.num(len(t.Nodes))
	for _, n := range t.Nodes {
		e.node(n)
	}
	e.num(len(t.Impls))
	for _, i := range t.Impls {
		e.str(i.Method, i.Target, i.Type, i.Instance, i.Of)
	}
	e.num(len(t.Flows))
	for _, f := range t.Flows {
		e.str(f.To, f.From)
		e.num(int(f.Kind))
	}
	e.strs(t.Settings)
	e.num(len(t.Fronts))
	for _, f := range t.Fronts {
		e.str(f.Symbol)
		e.pos(f.Pos)
		e.bool(f.Starts)
		e.strs(f.Ignored)
	}
	e.assets(t.Assets)
	e.strs(t.Closed)
	e.strs(t.Failed)
}

func (e *encoder) node(n *summary.Node) {
	e.str(n.Key)
	e.pos(n.Pos)
	e.str(string(n.Root))
	e.bool(n.HasContext)
	e.inputs(n.Asked)
	e.inputs(n.Given)
	e.str(n.Marshals)
	e.bool(n.Open)
	e.inputs(n.Calls)
	e.num(len(n.Holds))
	for _, h := range n.Holds {
		e.num(int(h.Kind))
		e.str(h.ID)
		e.str(h.Owner)
		e.strs(h.Parts)
		e.str(h.Maker)
		e.pos(h.Pos)
		e.str(h.Symbol)
		e.str(h.Type)
		e.bool(h.Shared)
		e.bool(h.Queues)
		e.str(h.Switch, h.Via)
		e.strs(h.Ignored)
	}
	e.turns(n.Turns)
	e.ends(n.Ends)
	e.num(len(n.Lends))
	for _, l := range n.Lends {
		e.num(l.Param)
		e.str(l.Symbol, l.Type, l.Switch)
	}
	e.inputs(n.Owns)
	e.pendings(n.Pendings)
	e.inputs(n.Requests)
	e.str(n.Carrier)
	e.num(int(n.Limits))
	e.num(len(n.Ops))
	for _, op := range n.Ops {
		e.num(int(op.Class))
		e.str(op.Symbol)
		e.num(int(op.Kind))
		e.pos(op.Pos)
		e.num(int(op.Flags))
		e.num(int(op.Cost))
		e.inputs(summary.Inputs(op.Lasts))
		e.inputs(op.From)
		e.ctx(op.Ctx)
		e.bool(op.NoContext)
		e.str(op.Variant)
		e.num(int(op.Bounded))
		e.str(op.On)
		e.set(op.Held)
		e.set(op.Turns)
		e.str(op.Pool)
		e.str(op.Peer)
		e.inputs(op.Into)
		e.strs(op.Clients)
		e.strs(op.Ignored)
	}
	e.num(len(n.Edges))
	for _, c := range n.Edges {
		e.str(c.Callee, c.Method, c.Instance, c.Slot)
		e.pos(c.Pos)
		e.num(int(c.Flags))
		e.num(len(c.Args))
		for _, a := range c.Args {
			e.num(a.Input)
			e.ctx(a.Ctx)
		}
		e.inputs(c.Into)
		e.inputs(c.Fresh)
		e.num(len(c.Clients))
		for _, a := range c.Clients {
			e.num(a.Input)
			e.strs(a.From)
		}
		e.num(len(c.Needs))
		for _, n := range c.Needs {
			e.num(n.Input)
			e.inputs(n.From)
			e.inputs(n.Asks)
			e.bool(n.Listed)
		}
		e.num(len(c.Bodies))
		for _, g := range c.Bodies {
			e.num(g.Input)
			e.inputs(g.Body.From)
			e.bool(g.Body.Limited)
			e.bool(g.Body.Inflated)
		}
		e.inputs(c.Each)
		e.num(len(c.Same))
		for _, s := range c.Same {
			e.num(s.Input)
			e.num(s.From)
		}
		e.str(c.Dynamic, c.Via)
		e.set(c.Held)
		e.set(c.Turns)
		e.set(c.Gives)
		e.strs(c.Ignored)
	}
	e.num(len(n.Uses))
	for _, u := range n.Uses {
		e.num(u.Input)
		e.num(int(u.Kind))
		e.str(u.Symbol)
		e.pos(u.Pos)
		e.num(int(u.Flags))
		e.strs(u.Ignored)
	}
	e.num(len(n.Serials))
	for _, s := range n.Serials {
		e.pos(s.First)
		e.pos(s.Second)
	}
	e.outcomes(n.Outcomes)
}

// errCorrupt is what decode says of bytes that encode did not write.
var errCorrupt = errors.New("corrupt fact")

// decode reads what encode wrote. It never panics.
func decode(data []byte) (t *Table, err error) {
	if len(data) == 0 || data[0] != version {
		return nil, fmt.Errorf("fact of another version of stallcheck")
	}
	defer func() {
		if r := recover(); r != nil {
			if r != any(errCorrupt) {
				panic(r)
			}
			t, err = nil, errCorrupt
		}
	}()
	d := decoder{buf: data[1:]}
	d.strings = make([]string, d.count())
	for i := range d.strings {
		n := d.count()
		d.strings[i] = string(d.buf[:n])
		d.buf = d.buf[n:]
	}
	t = d.table()
	if len(d.buf) > 0 {
		return nil, errCorrupt
	}
	return t, nil
}

type decoder struct {
	buf     []byte
	strings []string
}

func (d *decoder) num() int {
	n, size := binary.Uvarint(d.buf)
	if size <= 0 || n > 1<<31 {
		panic(errCorrupt)
	}
	d.buf = d.buf[size:]
	return int(n)
}

// count is a number of things that follow, each at least one byte long.
func (d *decoder) count() int {
	n := d.num()
	if n > len(d.buf) {
		panic(errCorrupt)
	}
	return n
}

func (d *decoder) str() string {
	i := d.num()
	if i >= len(d.strings) {
		panic(errCorrupt)
	}
	return d.strings[i]
}

func list[T any](d *decoder, read func() T) []T {
	n := d.count()
	if n == 0 {
		return nil
	}
	out := make([]T, n)
	for i := range out {
		out[i] = read()
	}
	return out
}

func (d *decoder) table() *Table {
	return &Table{
		Nodes:    list(d, d.node),
		Impls:    list(d, func() Impl { return Impl{d.str(), d.str(), d.str(), d.str(), d.str()} }),
		Flows:    list(d, func() Flow { return Flow{d.str(), d.str(), FlowKind(d.num())} }),
		Settings: list(d, d.str),
		Fronts: list(d, func() Front {
			return Front{Symbol: d.str(), Pos: d.pos(), Starts: d.num() == 1, Ignored: list(d, d.str)}
		}),
		Assets: list(d, d.asset),
		Closed: list(d, d.str),
		Failed: list(d, d.str),
	}
}

func (d *decoder) node() *summary.Node {
	return &summary.Node{
		Key:        d.str(),
		Pos:        d.pos(),
		Root:       program.RootKind(d.str()),
		HasContext: d.num() == 1,
		Asked:      d.inputs(),
		Given:      d.inputs(),
		Marshals:   d.str(),
		Open:       d.num() == 1,
		Calls:      d.inputs(),
		Holds: list(d, func() summary.Hold {
			return summary.Hold{
				Kind: summary.HoldKind(d.num()), ID: d.str(), Owner: d.str(), Parts: list(d, d.str), Maker: d.str(), Pos: d.pos(),
				Symbol: d.str(), Type: d.str(), Shared: d.num() == 1, Queues: d.num() == 1, Switch: d.str(), Via: d.str(), Ignored: list(d, d.str),
			}
		}),
		Turns: list(d, func() summary.Turn { return summary.Turn(d.end()) }),
		Ends:  list(d, d.end),
		Lends: list(d, func() summary.Lent {
			return summary.Lent{Param: d.num(), Symbol: d.str(), Type: d.str(), Switch: d.str()}
		}),
		Owns:     d.inputs(),
		Pendings: list(d, d.pending),
		Requests: d.inputs(),
		Carrier:  d.str(),
		Limits:   summary.Limits(d.num()),
		Ops: list(d, func() summary.Op {
			return summary.Op{
				Class: summary.Class(d.num()), Symbol: d.str(), Kind: model.Kind(d.num()), Pos: d.pos(),
				Flags: summary.Flags(d.num()), Cost: summary.Cost(d.num()), Lasts: time.Duration(d.inputs()), From: d.inputs(), Ctx: d.ctx(),
				NoContext: d.num() == 1, Variant: d.str(), Bounded: summary.Bound(d.num()), On: d.str(),
				Held: uint64(d.inputs()), Turns: uint64(d.inputs()), Pool: d.str(), Peer: d.str(), Into: d.inputs(),
				Clients: list(d, d.str), Ignored: list(d, d.str),
			}
		}),
		Edges: list(d, func() summary.Edge {
			return summary.Edge{
				Callee: d.str(), Method: d.str(), Instance: d.str(), Slot: d.str(), Pos: d.pos(), Flags: summary.Flags(d.num()),
				Args:    list(d, func() summary.Arg { return summary.Arg{Input: d.num(), Ctx: d.ctx()} }),
				Into:    d.inputs(),
				Fresh:   d.inputs(),
				Clients: list(d, func() summary.ClientArg { return summary.ClientArg{Input: d.num(), From: list(d, d.str)} }),
				Needs: list(d, func() summary.Need {
					return summary.Need{Input: d.num(), From: d.inputs(), Asks: d.inputs(), Listed: d.num() == 1}
				}),
				Bodies:  list(d, d.given),
				Each:    d.inputs(),
				Same:    list(d, func() summary.Same { return summary.Same{Input: d.num(), From: d.num()} }),
				Dynamic: d.str(), Via: d.str(), Held: uint64(d.inputs()), Turns: uint64(d.inputs()), Gives: uint64(d.inputs()), Ignored: list(d, d.str),
			}
		}),
		Uses: list(d, func() summary.Use {
			return summary.Use{
				Input: d.num(), Kind: summary.UseKind(d.num()), Symbol: d.str(), Pos: d.pos(), Flags: summary.Flags(d.num()), Ignored: list(d, d.str),
			}
		}),
		Serials:  list(d, func() summary.Serial { return summary.Serial{First: d.pos(), Second: d.pos()} }),
		Outcomes: list(d, d.outcome),
	}
}
