package summary

import (
	"go/constant"
	"go/types"
	"iter"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Asset is something that a program has for as long as it runs: a pool, a
// client, a server. What is to be done with it somewhere in the program is not
// done where it is made.
type Asset struct {
	Kind   AssetKind
	Symbol string // what makes or starts it
	In     string // key of the function that does
	Pos    witness.Pos
	// Needs are methods of which the program is to call one, or fields that it is to
	// set.
	Needs []string
	// Client names the client that a transport is for.
	Client  string
	Ignored []string
}

// AssetKind says what is to be done with an asset.
type AssetKind uint8

const (
	AssetPool      AssetKind = iota // a pool, to be limited
	AssetClient                     // a client, to be released
	AssetServer                     // a server, to be shut down
	AssetCleanup                    // what a constructor made, and whose clean-up its caller drops
	AssetEarly                      // a client, to be closed after the server whose requests use it
	AssetTransport                  // a transport of HTTP clients, to be limited
)

// Settles is, of a method that an asset may need, what a package says that
// calls it on something that it did not make in the same function.
const Settles = "settles "

// assets finds what a function makes for the program, and notes what it does to
// assets that others make.
func (b *builder) assets(fn *ssa.Function) {
	if b.prog.IsTest(fn.Pos()) {
		return
	}
	b.closings(fn)
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch i := instr.(type) {
			case *ssa.Store:
				b.settlesField(i)
			case *ssa.Alloc:
				b.transports(i)
			}
			site, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			for _, c := range b.prog.Callees(site) {
				b.settles(site, c)
				if call, ok := site.(*ssa.Call); ok && c.Func != nil && c.Body == nil {
					b.pool(call, c)
				}
				b.owns(site, c)
			}
			b.dropped(site)
		}
	}
}

func (b *builder) addAsset(site ssa.CallInstruction, a Asset) {
	a.In = program.FuncKey(site.Parent())
	a.Pos = b.prog.Pos(b.prog.CallPos(site))
	a.Ignored = b.opt.Ignored(site)
	b.out.Assets = append(b.out.Assets, a)
	b.out.sites[siteKey{a.Pos, a.Symbol}] = site
}

// pool is a call that makes a pool which has no upper bound unless it is given
// one.
func (b *builder) pool(call *ssa.Call, c program.Callee) {
	for _, sym := range b.prog.SymbolsOf(c) {
		row := sym.Lib.Client(sym.Rel)
		if row == nil || row.Limit == "" || !b.isRemote(c) || b.isPart(call) {
			continue
		}
		if b.assetFate(call, []string{row.Limit}) == fateOpen {
			b.addAsset(call, Asset{Kind: AssetPool, Symbol: sym.Full(), Needs: []string{row.Limit}})
		}
		return
	}
}

// owns is a call that makes a client to be released at the end of the program,
// or that starts a server.
func (b *builder) owns(site ssa.CallInstruction, c program.Callee) {
	if c.Func == nil || c.Body != nil {
		return
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		for _, row := range sym.Lib.Resources(sym.Rel) {
			if row.Duty != model.DutyProcess {
				continue
			}
			a := Asset{Kind: AssetClient, Symbol: sym.Full(), Needs: b.releasesOf(sym, row)}
			v := site.Value()
			if row.Result < 0 {
				a.Kind = AssetServer
			} else if sym.Lib.Client(sym.Rel) == nil || v == nil || b.isPart(v) {
				continue
			}
			if len(a.Needs) > 0 && (a.Kind == AssetServer || b.assetFate(v, a.Needs) == fateOpen) {
				b.addAsset(site, a)
			}
			return
		}
		if servesAlone(sym, c) { // nobody else gets hold of it to shut it down
			b.addAsset(site, Asset{Kind: AssetServer, Symbol: sym.Full()})
			return
		}
	}
}

// dropped is a call of the user's own that returns, besides other things, a
// function without parameters and results, which the caller drops.
func (b *builder) dropped(site ssa.CallInstruction) {
	call, ok := site.(*ssa.Call)
	if !ok || call.Common().StaticCallee() == nil || call.Common().StaticCallee().Object() == nil {
		return
	}
	fn, ok := call.Common().StaticCallee().Object().(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg() != b.prog.Pass.Pkg && !b.opt.IsNode(fn) {
		return
	}
	results := fn.Signature().Results()
	at := -1
	for i := range results.Len() {
		if sig, ok := types.Unalias(results.At(i).Type()).(*types.Signature); ok {
			if at >= 0 || sig.Params().Len()+sig.Results().Len() > 0 {
				return
			}
			at = i
		}
	}
	if r := resultOf(call, max(at, 0)); at < 1 || r != nil && len(program.Refs(r)) > 0 {
		return
	}
	b.addAsset(site, Asset{Kind: AssetCleanup, Symbol: program.Key(fn)})
}

// releasesOf are the methods, by their symbols, that release a resource.
func (b *builder) releasesOf(sym program.Symbol, row *model.Resource) []string {
	recv := strings.TrimSuffix(sym.Full(), sym.Full()[strings.LastIndex(sym.Full(), ".")+1:])
	if row.Result >= 0 {
		recv = "(" + row.Type + ")."
	}
	var out []string
	for _, r := range row.Release {
		if r.By == model.ByMethod {
			out = append(out, recv+r.Name)
		}
	}
	return out
}

// isRemote reports whether what is opened is on another machine as far as the
// call says: a file is not.
func (b *builder) isRemote(c program.Callee) bool {
	if len(c.Args) == 0 {
		return false
	}
	first := unconverted(c.Args[0])
	if ex, ok := first.(*ssa.Extract); ok {
		first = ex.Tuple
	}
	switch x := first.(type) {
	case *ssa.Const:
		return x.Value != nil && x.Value.Kind() == constant.String && b.isServerDriver(constant.StringVal(x.Value))
	case *ssa.Call: // a dialect, such as that of gorm.io/driver/postgres
		if fn := x.Common().StaticCallee(); fn != nil && fn.Pkg != nil {
			path := program.PathOf(fn.Pkg.Pkg)
			return b.isServerDriver(path[strings.LastIndex(path, "/")+1:]) || b.prog.Cat.Library(path) != nil && !b.prog.Cat.OpensLocal(path) && !isString(c.Args[0].Type())
		}
	}
	return program.IsContext(c.Args[0].Type()) && len(c.Args) > 1 && b.isRemote(program.Callee{Args: c.Args[1:]})
}

// isServerDriver reports whether the catalogue has settings of a driver's
// connections.
func (b *builder) isServerDriver(name string) bool {
	for row := range b.prog.Cat.Settings().All() {
		if strings.HasPrefix(row.Symbol, "dsn:"+name+" ") {
			return true
		}
	}
	return false
}

func isString(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsString != 0
}

// settles notes a call of a method that assets made elsewhere may need.
func (b *builder) settles(site ssa.CallInstruction, c program.Callee) {
	if c.Recv == nil || c.Func == nil {
		return
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		if b.isSettler(sym, c) && !b.settledHere[c.Recv] {
			b.out.Settled = append(b.out.Settled, Settles+sym.Full())
		}
	}
}

// settlesField notes that a pool is limited by a field.
func (b *builder) settlesField(s *ssa.Store) {
	fa, ok := s.Addr.(*ssa.FieldAddr)
	if !ok {
		return
	}
	if symbol, row := b.poolField(fa); row != nil && row.Sets == model.PoolMax && !isZero(s.Val) {
		b.out.Settled = append(b.out.Settled, Settles+symbol)
	}
}

// isSettler reports whether a method limits, releases or shuts down.
func (b *builder) isSettler(sym program.Symbol, c program.Callee) bool {
	if row := sym.Lib.Pool(sym.Rel); row != nil && row.Sets == model.PoolMax {
		return len(c.Args) != 2 || !isZero(c.Args[1])
	}
	for range lasting(sym) {
		return true
	}
	return false
}

// lasting are the rows of what lasts as long as the process and is released by
// methods of a symbol's name, by what makes it.
func lasting(sym program.Symbol) iter.Seq2[string, *model.Resource] {
	name := sym.Rel[strings.LastIndex(sym.Rel, ".")+1:]
	return func(yield func(string, *model.Resource) bool) {
		for row := range sym.Lib.All() {
			if r, ok := row.Entry.(*model.Resource); ok && r.Duty == model.DutyProcess && r.ReleasedBy(name) && !yield(row.Symbol, r) {
				return
			}
		}
	}
}

// A valueFate says what the function that makes an asset does with it.
type valueFate uint8

const (
	fateOpen    valueFate = iota // others are to do what it needs
	fateSettled                  // that is done here
	fateUnknown                  // somebody gets it who may do that, and who is not known
)

// fateOf follows a value through the function that makes it and through the
// literals in it.
func (b *builder) assetFate(v ssa.Value, needs []string) valueFate {
	f := fateFinder{b: b, needs: needs, seen: map[ssa.Value]bool{}}
	f.visit(v)
	if f.fate == fateSettled {
		for v := range f.seen {
			b.settledHere[v] = true
		}
	}
	return f.fate
}

type fateFinder struct {
	b     *builder
	needs []string
	seen  map[ssa.Value]bool
	fate  valueFate
}

func (f *fateFinder) visit(v ssa.Value) {
	if v == nil || v.Referrers() == nil || f.seen[v] || len(f.seen) > 60 || isError(v.Type()) {
		return
	}
	f.seen[v] = true
	for _, ref := range program.Refs(v) {
		switch i := ref.(type) {
		case ssa.CallInstruction:
			f.call(i, v)
		case *ssa.Store:
			if a, ok := i.Addr.(*ssa.Alloc); ok && i.Val == v {
				f.visit(a)
			}
		case *ssa.MakeClosure:
			f.closure(i, v)
		case *ssa.MakeInterface:
			if program.HasMethod(i.Type(), "RoundTrip") {
				continue // who sends requests with a transport does not configure it
			}
			if f.releases(i.Type()) {
				f.fate = max(f.fate, fateUnknown)
			}
			f.visit(i)
		case *ssa.Extract, *ssa.Phi, *ssa.UnOp, *ssa.ChangeType, *ssa.ChangeInterface, *ssa.FieldAddr, *ssa.Field:
			f.visit(i.(ssa.Value))
		}
	}
}

// releases reports whether an interface has a method that an asset needs.
func (f *fateFinder) releases(t types.Type) bool {
	return slices.ContainsFunc(f.needs, func(n string) bool { return program.HasMethod(t, n[strings.LastIndex(n, ".")+1:]) })
}

func (f *fateFinder) closure(mc *ssa.MakeClosure, v ssa.Value) {
	fn := mc.Fn.(*ssa.Function)
	if program.IsMethodValue(fn) {
		name := strings.TrimSuffix(fn.Name(), "$bound")
		if slices.ContainsFunc(f.needs, func(n string) bool { return strings.HasSuffix(n, "."+name) }) {
			f.fate = fateSettled
		}
		return
	}
	for i, bound := range mc.Bindings {
		if bound == v && i < len(fn.FreeVars) {
			f.visit(fn.FreeVars[i])
		}
	}
}

func (f *fateFinder) call(site ssa.CallInstruction, v ssa.Value) {
	callees := f.b.prog.Callees(site)
	if _, builtin := site.Common().Value.(*ssa.Builtin); len(callees) == 0 && !builtin {
		f.fate = max(f.fate, fateUnknown)
	}
	for _, c := range callees {
		if c.Recv == v && c.Func != nil {
			for _, sym := range f.b.prog.SymbolsOf(c) {
				if slices.Contains(f.needs, sym.Full()) && f.b.isSettler(sym, c) {
					f.fate = fateSettled
				}
			}
			if call, ok := site.(*ssa.Call); ok && f.leads(call) { // gorm's DB()
				f.visit(call)
			}
			continue
		}
		if c.Body == nil && c.Func != nil && c.Func.Pkg() != nil && !c.Invoke && !f.b.opt.IsNode(c.Func) && !f.b.isBoundary(c.Func) {
			f.fate = max(f.fate, fateUnknown)
		}
	}
}

// leads reports whether a call returns something that has a method which is
// needed.
func (f *fateFinder) leads(call *ssa.Call) bool {
	t := call.Type()
	if tuple, ok := t.(*types.Tuple); ok && tuple.Len() > 0 {
		t = tuple.At(0).Type()
	}
	return f.releases(t)
}
