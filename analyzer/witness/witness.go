// Package witness holds why a finding is true: the calls that lead from where
// a request enters to the operation that stalls it, as plain data.
//
// A fact cannot hold a token.Pos, and positions read from export data have no
// columns. So a position here is what a person reads: package, base name of
// the file, line and column. The folder is found again when it is printed.
package witness

import (
	"cmp"
	"fmt"
	"path"
	"strings"
)

// Pos is a place in a source file of some package. Line and Col count from 1;
// the zero Pos is no place.
type Pos struct {
	Pkg  string // import path
	File string // base name
	Line int
	Col  int // in bytes
}

// IsValid reports whether p is a place.
func (p Pos) IsValid() bool { return p.Line > 0 }

// String is the short form that messages end with: the last element of the
// import path, the file and the line, such as "store/orders.go:88".
func (p Pos) String() string {
	if !p.IsValid() {
		return "-"
	}
	return fmt.Sprintf("%s/%s:%d", path.Base(p.Pkg), p.File, p.Line)
}

// Compare orders positions by package, file, line and column.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(
		strings.Compare(p.Pkg, q.Pkg),
		strings.Compare(p.File, q.File),
		cmp.Compare(p.Line, q.Line),
		cmp.Compare(p.Col, q.Col),
	)
}

// Hop is one step of a chain: at Pos, Caller calls Callee.
type Hop struct {
	Pos    Pos
	Caller string // as a person names it: "(*Handler).Get"
	Callee string
	// Dynamic says how an indirect call was joined: "" for a static call,
	// else for example "interface, *store.Orders".
	Dynamic string
}

// Chain leads from a root, the first hop's caller, to an operation, the last
// hop's callee.
type Chain []Hop

// Dynamic counts the hops that are not static calls. Chains with fewer are
// easier to believe.
func (c Chain) Dynamic() int {
	n := 0
	for _, h := range c {
		if h.Dynamic != "" {
			n++
		}
	}
	return n
}

// Compare orders chains as a reader would choose among them: fewest dynamic
// hops, then fewest hops, then source order.
func (c Chain) Compare(d Chain) int {
	if r := cmp.Or(cmp.Compare(c.Dynamic(), d.Dynamic()), cmp.Compare(len(c), len(d))); r != 0 {
		return r
	}
	for i := range c {
		if r := c[i].Pos.Compare(d[i].Pos); r != 0 {
			return r
		}
	}
	return 0
}

// Short is the chain in one line, without the operation: "Get → find".
// Its length is bounded: long chains keep their ends.
func (c Chain) Short() string {
	if len(c) == 0 {
		return ""
	}
	names := []string{c[0].Caller}
	for _, h := range c[:len(c)-1] {
		names = append(names, h.Callee)
	}
	if len(names) > 5 {
		names = append(append(names[:2:2], "…"), names[len(names)-2:]...)
	}
	return strings.Join(names, " → ")
}
