package link

import (
	"encoding/binary"

	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

func (e *encoder) assets(all []summary.Asset) {
	e.num(len(all))
	for _, a := range all {
		e.num(int(a.Kind))
		e.str(a.Symbol)
		e.str(a.In)
		e.pos(a.Pos)
		e.strs(a.Needs)
		e.str(a.Client)
		e.strs(a.Ignored)
	}
}

func (e *encoder) outcomes(all []summary.Outcome) {
	e.num(len(all))
	for _, o := range all {
		e.str(o.Symbol)
		e.num(o.Code)
		e.pos(o.Pos)
		e.pos(o.From)
		e.strs(o.Ignored)
	}
}

func (d *decoder) outcome() summary.Outcome {
	return summary.Outcome{Symbol: d.str(), Code: d.num(), Pos: d.pos(), From: d.pos(), Ignored: list(d, d.str)}
}

func (e *encoder) pendings(all []summary.Pending) {
	e.num(len(all))
	for _, p := range all {
		e.str(p.Method)
		e.num(p.Result)
		e.str(p.Type)
		e.strs(p.Release)
		e.pos(p.Pos)
		e.num(len(p.Returns))
		for _, at := range p.Returns {
			e.pos(at)
		}
		e.bool(p.Loop)
		e.bool(p.Never)
		e.strs(p.Ignored)
	}
}

func (d *decoder) pending() summary.Pending {
	return summary.Pending{
		Method: d.str(), Result: d.num(), Type: d.str(), Release: list(d, d.str), Pos: d.pos(), Returns: list(d, d.pos), Loop: d.num() == 1, Never: d.num() == 1,
		Ignored: list(d, d.str),
	}
}

func (d *decoder) asset() summary.Asset {
	return summary.Asset{
		Kind: summary.AssetKind(d.num()), Symbol: d.str(), In: d.str(), Pos: d.pos(), Needs: list(d, d.str), Client: d.str(), Ignored: list(d, d.str),
	}
}

func (e *encoder) turns(all []summary.Turn) {
	e.num(len(all))
	for _, t := range all {
		e.end(summary.End(t))
	}
}

func (e *encoder) ends(all []summary.End) {
	e.num(len(all))
	for _, end := range all {
		e.end(end)
	}
}

func (e *encoder) end(end summary.End) {
	e.str(end.On)
	e.bool(end.Gives)
	e.bool(end.Lost)
}

func (d *decoder) end() summary.End {
	return summary.End{On: d.str(), Gives: d.num() == 1, Lost: d.num() == 1}
}

func (e *encoder) set(s uint64) { e.buf = binary.AppendUvarint(e.buf, s) }

func (e *encoder) inputs(in summary.Inputs) { e.buf = binary.AppendUvarint(e.buf, uint64(in)) }

func (e *encoder) pos(p witness.Pos) {
	e.str(p.Pkg)
	e.str(p.File)
	e.num(p.Line)
	e.num(p.Col)
}

func (e *encoder) ctx(c summary.Ctx) {
	e.num(int(c.Kind))
	e.num(c.Input)
	e.num(int(c.Deadline))
	e.str(c.Made)
}

func (d *decoder) given() summary.Given {
	return summary.Given{Input: d.num(), Body: summary.Body{From: d.inputs(), Limited: d.num() == 1, Inflated: d.num() == 1}}
}

func (d *decoder) inputs() summary.Inputs {
	n, size := binary.Uvarint(d.buf)
	if size <= 0 {
		panic(errCorrupt)
	}
	d.buf = d.buf[size:]
	return summary.Inputs(n)
}

func (d *decoder) pos() witness.Pos {
	return witness.Pos{Pkg: d.str(), File: d.str(), Line: d.num(), Col: d.num()}
}

func (d *decoder) ctx() summary.Ctx {
	return summary.Ctx{
		Kind: summary.CtxKind(d.num()), Input: d.num(), Deadline: summary.Deadline(d.num()), Made: d.str(),
	}
}
