package model

import (
	"errors"
	"strings"
)

// An Entry is the typed content of a row.
type Entry interface {
	// cells lists the cells in the order in which they are written, bound to
	// the fields: parsing and formatting both read it, so they agree.
	cells() []cell
	// check refuses cells that contradict each other or the symbol.
	check() error
	// identity tells apart rows of one kind and symbol that may stand together.
	identity() string
}

// A Wait row is a call that may wait on something outside the process.
type Wait struct {
	Symbol       string
	Kind         Kind // required
	Ctx          Ctx
	Variant      string   // a symbol that takes a context, or an option in prose; see VariantSymbol
	BoundedBy    string   // what bounds it, in prose
	DefaultBound string   // what bounds it when nothing is set, in prose; see BoundedByDefault
	Over         string   // why it loses nothing when its context is over already, in prose
	Reads        Reads    // when it changes nothing where it goes
	Endless      bool     // a function without a timeout, unless it is given one of BoundedBy
	With         []string // option functions of the same package: without any of them it does not wait
	Note         string
}

// VariantSymbol returns the symbol that does the same under a context, or "".
func (w *Wait) VariantSymbol() string {
	if strings.Contains(w.Variant, " ") {
		return "" // prose about an option
	}
	return w.Variant
}

// IsWildcard reports whether the row stands for every method of its receiver
// whose first parameter is a context.
func (w *Wait) IsWildcard() bool { return strings.HasSuffix(w.Symbol, ").*") }

func (w *Wait) cells() []cell {
	return []cell{
		{"kind", &w.Kind, true},
		{"ctx", &w.Ctx, false},
		{"variant", (*text)(&w.Variant), false},
		{"bounded_by", (*text)(&w.BoundedBy), false},
		{"default_bound", (*text)(&w.DefaultBound), false},
		{"over", (*text)(&w.Over), false},
		{"reads", &w.Reads, false},
		{"endless", (*yes)(&w.Endless), false},
		{"with", (*options)(&w.With), false},
		{"note", (*text)(&w.Note), false},
	}
}

func (w *Wait) identity() string { return "" }

func (w *Wait) check() error {
	if w.IsWildcard() && w.Ctx != 0 {
		return errors.New(`want cell "ctx=0": .* stands for the methods whose first parameter is a context`)
	}
	return nil
}

// A CPU row is a call that computes for long.
type CPU struct {
	Symbol     string
	Class      Class  // required
	Weight     Weight // required: what one call costs on ordinary input
	ScalesWith string // what the cost depends on, in prose
	Cost       string // an order of magnitude, in prose
	Note       string
}

func (c *CPU) cells() []cell {
	return []cell{
		{"class", &c.Class, true},
		{"weight", &c.Weight, true},
		{"scales_with", (*text)(&c.ScalesWith), false},
		{"cost", (*text)(&c.Cost), false},
		{"note", (*text)(&c.Note), false},
	}
}

func (c *CPU) identity() string { return "" }
func (c *CPU) check() error     { return nil }

// A Client row is a constructor, or a composite literal, of something that is
// to be built once and shared.
type Client struct {
	Symbol       string
	Makes        string     // the type built, fully qualified
	PerRequest   PerRequest // required
	Close        string     // method of what is built
	TimeoutKnob  string     // what sets its timeout, in prose
	PoolKnob     string     // what sets the size of its pool, in prose
	Limit        string     // the method without which its pool has no upper bound
	UnsetDefault string     // what holds when the knobs are not set, in prose
	Endless      bool       // what it makes waits for ever unless a timeout is set
	Unless       []string   // option functions of the same package any of which sets a timeout
	Off          string     // fields of its options that, when negative, switch a timeout off, separated by commas
	DSN          string     // driver, or argN that names it, and index of the parameter that is a data source name
	Note         string
}

func (c *Client) cells() []cell {
	return []cell{
		{"makes", (*text)(&c.Makes), false},
		{"per_request", &c.PerRequest, true},
		{"close", (*text)(&c.Close), false},
		{"timeout_knob", (*text)(&c.TimeoutKnob), false},
		{"pool_knob", (*text)(&c.PoolKnob), false},
		{"limit", (*text)(&c.Limit), false},
		{"unset_default", (*text)(&c.UnsetDefault), false},
		{"endless", (*yes)(&c.Endless), false},
		{"unless", (*options)(&c.Unless), false},
		{"off", (*text)(&c.Off), false},
		{"dsn", (*text)(&c.DSN), false},
		{"note", (*text)(&c.Note), false},
	}
}

func (c *Client) identity() string { return "" }
func (c *Client) check() error     { return nil }

// A Resource row is a call that acquires something to release.
type Resource struct {
	Symbol      string
	Result      int       // index of the owned result; -1, the default, when it is the receiver that is held
	Err         int       // index of the error that, when not nil, means nothing was acquired; -1 when there is none
	Type        string    // type of the owned result, fully qualified
	Duty        Duty      // required
	Release     []Release // any one of these; required unless the duty is none
	AutoRelease string    // what releases it besides, in prose
	WithCtx     bool      // the end of the context that the call is given releases it, too
	Transfer    string    // who takes it over, or does not, in prose
	Calls       string    // of a type: "every", or how the names of the calls begin that pass the duty on, whoever is called
	Fails       []string  // methods that release it when they return an error
	Queues      string    // the field without which nobody waits for one to be given back
	Note        string
}

func (r *Resource) cells() []cell {
	return []cell{
		{"result", (*index)(&r.Result), false},
		{"err", (*index)(&r.Err), false},
		{"type", (*text)(&r.Type), false},
		{"duty", &r.Duty, true},
		{"release", (*releases)(&r.Release), false},
		{"auto_release", (*text)(&r.AutoRelease), false},
		{"with_ctx", (*yes)(&r.WithCtx), false},
		{"transfer", (*text)(&r.Transfer), false},
		{"calls", (*text)(&r.Calls), false},
		{"fails", (*list)(&r.Fails), false},
		{"queues", (*text)(&r.Queues), false},
		{"note", (*text)(&r.Note), false},
	}
}

func (r *Resource) identity() string { return (*index)(&r.Result).String() }

func (r *Resource) check() error {
	if r.Duty != DutyNone && len(r.Release) == 0 {
		return errors.New(`no cell "release": a duty other than none needs one`)
	}
	if _, _, method := Receiver(r.Symbol); r.Result < 0 && !method {
		return errors.New(`no cell "result": a function has no receiver to own`)
	}
	return nil
}

// A Handler row is a way in which requests, messages or jobs enter.
type Handler struct {
	Framework      string
	Kind           HandlerKind // required
	Symbol         string
	Signature      string   // of the symbol, types fully qualified
	RequestContext string   // the expression for the request's context
	Unless         []string // fields and functions any of which gives requests a context that ends
	Note           string
}

func (h *Handler) cells() []cell {
	return []cell{
		{"framework", (*text)(&h.Framework), false},
		{"kind", &h.Kind, true},
		{"signature", (*text)(&h.Signature), false},
		{"request_context", (*text)(&h.RequestContext), false},
		{"unless", (*list)(&h.Unless), false},
		{"note", (*text)(&h.Note), false},
	}
}

func (h *Handler) identity() string { return h.Kind.String() }
func (h *Handler) check() error     { return nil }

// A Bound row is something that bounds work, or is mistaken for a bound.
type Bound struct {
	Symbol  string
	Bounds  Bounds   // required
	Scope   Scope    // required
	Default string   // in prose
	Unless  []string // option functions of the same package any of which sets it
	Note    string
}

func (b *Bound) cells() []cell {
	return []cell{
		{"bounds", &b.Bounds, true},
		{"scope", &b.Scope, true},
		{"default", (*text)(&b.Default), false},
		{"unless", (*options)(&b.Unless), false},
		{"note", (*text)(&b.Note), false},
	}
}

func (b *Bound) identity() string { return b.Bounds.String() }
func (b *Bound) check() error     { return nil }

// Values of [Callback.Arg] that are not the index of a parameter.
const (
	ArgVariadic = -1 // every argument of the variadic tail
	ArgReceiver = -2 // held by the receiver, or the field that the symbol names
)

// A Callback row is a call of something that is given a function, or an
// interface whose methods it calls.
type Callback struct {
	Symbol  string
	Arg     int     // required: index of the parameter, ArgVariadic or ArgReceiver
	Mode    Mode    // required
	Holding Holding // what the callee holds of its own while it calls
	Limit   string  // of concurrency or of retries, in prose
	CtxArg  int     // index of the callback's parameter that is a context derived from the call's; -1 when there is none
	Joined  bool    // the call waits for what it starts in other goroutines
	Note    string
}

func (c *Callback) cells() []cell {
	return []cell{
		{"arg", (*argument)(&c.Arg), true},
		{"mode", &c.Mode, true},
		{"holding", &c.Holding, false},
		{"limit", (*text)(&c.Limit), false},
		{"ctx_arg", (*index)(&c.CtxArg), false},
		{"joined", (*yes)(&c.Joined), false},
		{"note", (*text)(&c.Note), false},
	}
}

func (c *Callback) identity() string { return (*argument)(&c.Arg).String() }
func (c *Callback) check() error     { return nil }

// A Provider row is an entry point of a dependency-injection library.
type Provider struct {
	Symbol string
	Role   string // required, in prose
	Arg    string // which argument is the provider, in prose
	Note   string
}

func (p *Provider) cells() []cell {
	return []cell{
		{"role", (*text)(&p.Role), true},
		{"arg", (*text)(&p.Arg), false},
		{"note", (*text)(&p.Note), false},
	}
}

func (p *Provider) identity() string { return p.Role }
func (p *Provider) check() error     { return nil }

// A Read row is a call that reads a reader, or a request's body, to its end, or
// that makes a reader of another.
type Read struct {
	Symbol string
	From   int  // required: index of the parameter with the reader or request, or ArgReceiver
	Does   Does // required
	Into   int  // index of the parameter that it writes to, which tells whether that is memory; -1 when there is none
	Note   string
}

func (r *Read) cells() []cell {
	return []cell{
		{"from", (*argument)(&r.From), true},
		{"does", &r.Does, true},
		{"into", (*index)(&r.Into), false},
		{"note", (*text)(&r.Note), false},
	}
}

func (r *Read) identity() string { return "" }

func (r *Read) check() error {
	if r.From == ArgVariadic {
		return errors.New(`cell "from": want one parameter`)
	}
	return nil
}

// A NoReturn row is a call after which control does not go on. One that may
// return (Conditional) ends nothing in a control-flow graph.
type NoReturn struct {
	Symbol      string
	How         How // required
	Conditional bool
	Note        string
}

func (n *NoReturn) cells() []cell {
	return []cell{
		{"how", &n.How, true},
		{"conditional", (*yes)(&n.Conditional), false},
		{"note", (*text)(&n.Note), false},
	}
}

func (n *NoReturn) identity() string { return "" }
func (n *NoReturn) check() error     { return nil }

// newEntry makes an entry whose optional cells are not given.
func newEntry(kind RowKind, sym string) Entry {
	switch kind {
	case RowBound:
		return &Bound{Symbol: sym}
	case RowCallback:
		return &Callback{Symbol: sym, CtxArg: -1}
	case RowClient:
		return &Client{Symbol: sym}
	case RowCPU:
		return &CPU{Symbol: sym}
	case RowHandler:
		return &Handler{Symbol: sym}
	case RowInput:
		return &Input{Symbol: sym}
	case RowLocal:
		return &Local{Symbol: sym}
	case RowSize:
		return &Size{Symbol: sym}
	case RowNoReturn:
		return &NoReturn{Symbol: sym}
	case RowPool:
		return &Pool{Symbol: sym}
	case RowProvider:
		return &Provider{Symbol: sym}
	case RowRead:
		return &Read{Symbol: sym, Into: -1}
	case RowResource:
		return &Resource{Symbol: sym, Result: -1, Err: -1}
	case RowStatus:
		return &Status{Symbol: sym, Arg: -1, Code: -1}
	case RowStore:
		return &Store{Symbol: sym, Key: -1, Expires: -1}
	default:
		return &Wait{Symbol: sym, Ctx: CtxNone}
	}
}
