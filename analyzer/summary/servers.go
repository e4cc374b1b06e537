package summary

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Server is a server that a slow peer can hold: nothing bounds how long it may
// take to send a request.
type Server struct {
	Symbol string // the type of the literal, or the function that serves
	Pos    witness.Pos
	// Literal is the composite literal that could set a field, nil for a call.
	Literal *ast.CompositeLit
	// Config is the type of the configuration that a call could be given.
	Config string
	// Fields are those of the server's type, any of which would bound it.
	Fields []string
	// Lacks says what is missing of a server that a slow peer cannot hold while
	// it sends, which is advice.
	Lacks Lack
	// Passed are the parameters of functions of other packages that it is given
	// to, which may set its fields.
	Passed  []string
	Ignored []string
	// Diagnostic says that it shows nothing but profiles and metrics.
	Diagnostic bool
}

// Lack is what a server has no limit for.
type Lack uint8

const (
	LacksRead      Lack = iota // how long a request may take to arrive
	LacksWrite                 // how long a response may take to leave
	LacksIdle                  // how long a connection may wait for its next request
	LacksKeepalive             // how long a connection stays whose peer is gone
)

// readBounds are the fields that bound how long a request may take to arrive.
// The others bound the rest of a connection's life: a connection may be idle for
// as long as a request may take to arrive when nothing else is said.
var (
	readBounds  = []string{"ReadHeaderTimeout", "ReadTimeout"}
	writeBounds = []string{"WriteTimeout"}
	idleBounds  = []string{"IdleTimeout", "ReadTimeout"}
)

// servers finds the servers without a bound that fn makes or starts, and the
// databases that it names without one.
func (b *builder) servers(fn *ssa.Function) {
	if !b.prog.Own || b.prog.IsTest(fn.Pos()) || b.prog.IsGenerated(fn.Pos()) {
		return
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch i := instr.(type) {
			case *ssa.Alloc:
				b.serverLiteral(i)
			case ssa.CallInstruction:
				b.serverCall(i)
				b.source(i)
			}
		}
	}
}

// serverLiteral is a composite literal of a server, or of its configuration,
// that sets none of the fields. The package may set them later.
func (b *builder) serverLiteral(a *ssa.Alloc) {
	ptr, ok := a.Type().Underlying().(*types.Pointer)
	if !ok || a.Comment != "complit" && !serves(a) && !isWrittenOut(a) {
		return
	}
	lib, name, fields := b.serverFields(ptr.Elem(), readBounds)
	if len(fields) == 0 || isLoopback(fieldValue(a, "Addr")) {
		return
	}
	passed, ok := b.givenTo(a)
	if !ok {
		return
	}
	s := &Server{
		Symbol: model.Qualify(lib.Path(), name), Pos: b.prog.Pos(b.prog.LiteralPos(a)),
		Literal: b.prog.Literal(a), Fields: fields, Passed: passed, Ignored: b.opt.Ignored(a),
	}
	if b.sets(a, lib, fields) {
		s.Fields, s.Lacks = b.laterBounds(a, lib, ptr.Elem())
	}
	if len(s.Fields) > 0 {
		b.out.Servers = append(b.out.Servers, s)
	}
}

// sets reports whether the literal sets one of the fields, or the package later.
func (b *builder) sets(a *ssa.Alloc, lib *model.Library, fields []string) bool {
	return b.setsAny(lib, fields) || slices.ContainsFunc(fields, func(f string) bool { return fieldValue(a, f) != nil })
}

// laterBounds are the fields that bound what comes after a request has arrived,
// if the literal sets none of them.
func (b *builder) laterBounds(a *ssa.Alloc, lib *model.Library, t types.Type) ([]string, Lack) {
	if _, _, fields := b.serverFields(t, writeBounds); len(fields) > 0 && !b.sets(a, lib, fields) {
		return fields, LacksWrite
	}
	if _, _, fields := b.serverFields(t, idleBounds); len(fields) > 0 && !b.sets(a, lib, fields) {
		return fields[:1], LacksIdle
	}
	return nil, LacksRead
}

// serves reports whether a variable that holds a server is served with.
func serves(a *ssa.Alloc) bool {
	for _, ref := range program.Refs(a) {
		if c, ok := ref.(ssa.CallInstruction); ok && receiver(c.Common()) == ssa.Value(a) && strings.Contains(methodName(c.Common()), "Serve") {
			return true
		}
	}
	return false
}

// isWrittenOut reports whether a variable whose address leaves the function gets
// what it holds field by field, as from a literal, and neither as a copy nor from
// a decoder.
func isWrittenOut(a *ssa.Alloc) bool {
	if !a.Heap || len(program.StoredIn(a)) > 0 || isDecoded(a) {
		return false
	}
	return slices.ContainsFunc(program.Refs(a), func(ref ssa.Instruction) bool {
		fa, ok := ref.(*ssa.FieldAddr)
		return ok && slices.ContainsFunc(program.Refs(fa), func(use ssa.Instruction) bool {
			s, ok := use.(*ssa.Store)
			return ok && s.Addr == ssa.Value(fa)
		})
	})
}

// isDecoded reports whether a variable is given to something that takes anything.
func isDecoded(a *ssa.Alloc) bool {
	return slices.ContainsFunc(program.Refs(a), func(ref ssa.Instruction) bool {
		_, ok := ref.(*ssa.MakeInterface)
		return ok
	})
}

// serverFields are those of the fields of a type that the catalogue says bound a
// server.
func (b *builder) serverFields(t types.Type, names []string) (lib *model.Library, name string, fields []string) {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return nil, "", nil
	}
	lib, name = b.prog.Cat.Library(program.PathOf(named.Obj().Pkg())), named.Obj().Name()
	for _, f := range names {
		for _, row := range lib.Bounds(name + "." + f) {
			if row.Scope == model.ScopeServer && row.Bounds == model.BoundsTime {
				fields = append(fields, f)
			}
		}
	}
	return lib, name, fields
}

// setsAny reports whether the package assigns to one of the fields anywhere
// but in the literals of the type themselves: then it may be this server's.
func (b *builder) setsAny(lib *model.Library, fields []string) bool {
	for _, f := range fields {
		if b.prog.SetsField(lib.Path(), f) {
			return true
		}
	}
	return false
}

// serverCall is a call that serves with a server of its own, whose timeouts
// are zero, or that is given no configuration at all.
func (b *builder) serverCall(site ssa.CallInstruction) {
	for _, c := range b.prog.Callees(site) {
		if c.Func == nil || c.Body != nil {
			continue
		}
		for _, sym := range b.prog.SymbolsOf(c) {
			s := &Server{Symbol: sym.Full(), Pos: b.prog.Pos(b.prog.CallPos(site)), Ignored: b.opt.Ignored(site)}
			if b.servesUnbounded(sym, c) || b.unconfigured(s, sym, site) || b.keepsDead(s, sym, site) {
				b.out.Servers = append(b.out.Servers, s)
				b.out.sites[siteKey{s.Pos, s.Symbol}] = site
				return
			}
		}
	}
}

func (b *builder) servesUnbounded(sym program.Symbol, c program.Callee) bool {
	// A framework's server is net/http's, and its fields may be set. Those of
	// one that a function makes for itself cannot.
	return servesAlone(sym, c) &&
		(c.Recv == nil || !b.prog.SetsField("net/http", "ReadTimeout") && !b.prog.SetsField("net/http", "ReadHeaderTimeout"))
}

// servesAlone reports whether a call serves more than this machine with a server
// of its own.
func servesAlone(sym program.Symbol, c program.Callee) bool {
	return slices.ContainsFunc(sym.Lib.Bounds(sym.Rel), func(r *model.Bound) bool {
		return r.Scope == model.ScopeServer && r.Bounds == model.BoundsNone
	}) && !slices.ContainsFunc(c.Args, isLoopback)
}

// fieldValue is what a literal stores in a field, nil if nothing.
func fieldValue(a *ssa.Alloc, name string) ssa.Value {
	for _, ref := range program.Refs(a) {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		if f := program.FieldOf(fa.X.Type(), fa.Field); f == nil || f.Name() != name {
			continue
		}
		for _, use := range program.Refs(fa) {
			if s, ok := use.(*ssa.Store); ok && s.Addr == fa {
				return s.Val
			}
		}
	}
	return nil
}

// isLoopback reports whether v is a constant address of this machine only, or
// the variadic slice of one: nobody slow is there.
func isLoopback(v ssa.Value) bool {
	if sl, ok := v.(*ssa.Slice); ok {
		a, ok := sl.X.(*ssa.Alloc)
		return ok && isVariadic(a) && slices.ContainsFunc(program.Elements(sl), isLoopback)
	}
	if call, ok := v.(*ssa.Call); ok { // fmt.Sprintf("localhost:%d", port)
		return len(call.Call.Args) > 0 && call.Type() == types.Typ[types.String] && isLoopback(call.Call.Args[0])
	}
	if sum, ok := v.(*ssa.BinOp); ok { // "localhost:" + port
		return isLoopback(sum.X)
	}
	addr := program.ConstString(v)
	return strings.HasPrefix(addr, "localhost:") || strings.HasPrefix(addr, "127.0.0.1:") || strings.HasPrefix(addr, "[::1]:")
}
