package model

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// A Row is one line of the catalogue.
type Row struct {
	Kind   RowKind
	Symbol string
	Entry  Entry // *Wait, *CPU, *Client, *Resource, *Handler, *Bound, *Callback, *Provider, *NoReturn, *Input, *Read, *Size, *Store, *Status, *Local or *Pool
	File   string
	Line   int
}

// String is the row as it is written in a file, with its cells in order.
func (r Row) String() string {
	var b strings.Builder
	b.WriteString(r.Kind.String() + "\t" + r.Symbol)
	for _, c := range r.Entry.cells() {
		if s := c.value.String(); s != "" {
			b.WriteString("\t" + c.key + "=" + s)
		}
	}
	return b.String()
}

func (r Row) compare(kind RowKind, sym string) int {
	if n := cmp.Compare(r.Kind, kind); n != 0 {
		return n
	}
	return cmp.Compare(r.Symbol, sym)
}

// A Library is what the catalogue knows of one package. Its methods take
// symbols relative to the package, (*DB).Query for instance.
type Library struct {
	path string
	rows []Row // sorted by kind, then symbol
}

// Path returns the import path.
func (l *Library) Path() string {
	if l == nil {
		return ""
	}
	return l.path
}

// All yields every row, sorted by kind, then symbol.
func (l *Library) All() iter.Seq[Row] {
	if l == nil {
		return slices.Values([]Row(nil))
	}
	return slices.Values(l.rows)
}

// Wait returns the wait row of a symbol itself, or nil; see also [Library.Wildcards].
func (l *Library) Wait(sym string) *Wait { return first[*Wait](l, RowWait, sym) }

// CPU returns the cpu row of a symbol, or nil.
func (l *Library) CPU(sym string) *CPU { return first[*CPU](l, RowCPU, sym) }

// Client returns the client row of a symbol, or nil. A composite literal of
// type T has the symbol T{}.
func (l *Library) Client(sym string) *Client { return first[*Client](l, RowClient, sym) }

// NoReturn returns the noreturn row of a symbol, or nil.
func (l *Library) NoReturn(sym string) *NoReturn { return first[*NoReturn](l, RowNoReturn, sym) }

// Read returns the read row of a symbol, or nil.
func (l *Library) Read(sym string) *Read { return first[*Read](l, RowRead, sym) }

// Resources returns the resource rows of a symbol, one for each owned result.
func (l *Library) Resources(sym string) []*Resource { return find[*Resource](l, RowResource, sym) }

// Queues reports whether it is this field, such as Pool.Wait, that makes whoever
// wants what a pool has no more of wait.
func (l *Library) Queues(field string) bool {
	for r := range l.All() {
		if e, ok := r.Entry.(*Resource); ok && e.Queues == field {
			return true
		}
	}
	return false
}

// Input returns the input row of a symbol, or nil.
func (l *Library) Input(sym string) *Input { return first[*Input](l, RowInput, sym) }

// Sizes returns the size rows of a symbol, one for each argument.
func (l *Library) Sizes(sym string) []*Size { return find[*Size](l, RowSize, sym) }

// Handlers returns the handler rows of a symbol, one for each kind of entry.
func (l *Library) Handlers(sym string) []*Handler { return find[*Handler](l, RowHandler, sym) }

// Bounds returns the bound rows of a symbol, one for each thing bounded.
func (l *Library) Bounds(sym string) []*Bound { return find[*Bound](l, RowBound, sym) }

// Callbacks returns the callback rows of a symbol, one for each argument.
func (l *Library) Callbacks(sym string) []*Callback { return find[*Callback](l, RowCallback, sym) }

// Providers returns the provider rows of a symbol, one for each role.
func (l *Library) Providers(sym string) []*Provider { return find[*Provider](l, RowProvider, sym) }

// Wildcards returns the wait rows that stand for every method of a type whose
// first parameter is a context, unless that method has a row of its own.
func (l *Library) Wildcards() []*Wait {
	var out []*Wait
	for r := range l.All() {
		if w, ok := r.Entry.(*Wait); ok && w.IsWildcard() {
			out = append(out, w)
		}
	}
	return out
}

// Receivers returns the receiver types, as written in the rows (*DB, Tx), that
// have a wait, resource, cpu, read, status, store or pool row for a method of this name. A caller matches
// a static type with them that implements one of them or embeds it. Types with
// wildcard rows are not included.
func (l *Library) Receivers(method string) []string {
	var out []string
	for r := range l.All() {
		switch r.Kind {
		case RowWait, RowResource, RowCPU, RowRead, RowStatus, RowStore, RowPool:
			if recv, name, ok := Receiver(r.Symbol); ok && name == method {
				out = append(out, recv)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// HasOps reports whether calls of the package can be worth a finding: whether
// it has a row that waits, burns CPU, or builds or acquires something that
// matters. A package that reaches none of these needs no analysis.
func (l *Library) HasOps() bool {
	for r := range l.All() {
		switch e := r.Entry.(type) {
		case *Wait, *CPU:
			return true
		case *Client:
			if e.PerRequest == PerRequestLeak || e.PerRequest == PerRequestSlow {
				return true
			}
		case *Resource:
			if e.Duty == DutyLeak || e.Duty == DutyLock || e.Duty == DutyPermit {
				return true
			}
		}
	}
	return false
}

// find returns the rows of one kind and symbol.
func find[E Entry](l *Library, kind RowKind, sym string) []E {
	if l == nil {
		return nil
	}
	var out []E
	i, _ := slices.BinarySearchFunc(l.rows, sym, func(r Row, sym string) int { return r.compare(kind, sym) })
	for ; i < len(l.rows) && l.rows[i].compare(kind, sym) == 0; i++ {
		out = append(out, l.rows[i].Entry.(E))
	}
	return out
}

// first returns the only row of one kind and symbol, or the zero value.
func first[E Entry](l *Library, kind RowKind, sym string) (e E) {
	if l == nil {
		return e
	}
	i, ok := slices.BinarySearchFunc(l.rows, sym, func(r Row, sym string) int { return r.compare(kind, sym) })
	if ok {
		e = l.rows[i].Entry.(E)
	}
	return e
}
