package summary

import (
	"go/constant"
	"go/types"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// AnyPeer is the peer of an operation on a connection that the function is
// given: whoever gave it may have it in any struct.
const AnyPeer = "*"

// peerOf is the struct that has the connection in a field which a call waits
// on, "" when it waits on no single connection: a connection serves one peer,
// and only one goroutine may use it at a time.
func (b *builder) peerOf(c program.Callee) string {
	for _, a := range append([]ssa.Value{c.Recv}, c.Args...) {
		if a == nil || !b.isConnection(a.Type()) {
			continue
		}
		p := b.placeOf(a)
		if at, ok := b.locate(p); ok && at.owner != "" && !at.many {
			return at.owner
		}
		if _, isParam := p.root.(*ssa.Parameter); isParam && strings.Trim(p.path, "*") == "" {
			return AnyPeer
		}
	}
	return ""
}

// isConnection reports whether a value of a type is a connection to one peer,
// or reads or writes one: it has deadlines, is a stream of messages, buffers, or
// the catalogue says that it must be closed.
func (b *builder) isConnection(t types.Type) bool {
	if is, ok := b.connections[t]; ok {
		return is
	}
	is := b.findConnection(t)
	b.connections[t] = is
	return is
}

func (b *builder) findConnection(t types.Type) bool {
	if _, isFunc := t.Underlying().(*types.Signature); isFunc {
		return false
	}
	if program.HasMethod(t, "SetReadDeadline") || program.HasMethod(t, "SetWriteDeadline") || program.HasMethod(t, "SendMsg") || program.HasMethod(t, "RecvMsg") {
		return true
	}
	named := namedOf(t)
	if named == nil || named.Obj().Pkg() == nil {
		return false
	}
	path := program.PathOf(named.Obj().Pkg())
	switch path {
	case "bufio", "net/textproto", "encoding/json", "encoding/gob":
		return true
	}
	lib := b.prog.Cat.Library(path)
	if lib == nil {
		return false
	}
	key := program.TypeKey(named)
	for row := range lib.All() {
		r, ok := row.Entry.(*model.Resource)
		if ok && r.Result >= 0 && r.Duty == model.DutyLeak && strings.TrimPrefix(r.Type, "*") == key {
			return true
		}
	}
	return false
}

// minStall is how long a sleep must be to count.
const minStall = 10 * time.Millisecond

// isBrief reports whether a call that is given args sleeps, or starts a timer,
// for a constant time that nobody notices.
func isBrief(args []ssa.Value) bool {
	return slices.ContainsFunc(args, func(a ssa.Value) bool {
		k, ok := a.(*ssa.Const)
		return ok && k.Value != nil && k.Value.Kind() == constant.Int && types.TypeString(a.Type(), nil) == "time.Duration" &&
			k.Int64() < int64(minStall)
	})
}

// waitFlags say of a wait that it stalls nobody else: it reads the request or
// writes the answer, works on whatever stream it was given, or is brief.
func waitFlags(c program.Callee, sym program.Symbol, w *model.Wait) Flags {
	path := sym.Lib.Path()
	_, name, _ := model.Receiver(sym.Rel)
	switch {
	case strings.Contains(w.BoundedBy, "Server.WriteTimeout"), strings.Contains(w.BoundedBy, "Server.ReadTimeout"):
		return Minor
	case w.Kind == model.KindNet && slices.Contains([]string{"io", "bufio", "encoding/json", "net/textproto", "mime/multipart"}, path):
		return Minor
	case name == "Close":
		return Minor
	case w.Kind == model.KindSleep && isBrief(c.Args):
		return Minor
	}
	return 0
}
