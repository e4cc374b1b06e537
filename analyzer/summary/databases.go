package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// This file is about what database/sql, and libraries on top of it, work on: who
// opens a database names the driver, and only that knows whether a query waits
// for a peer or for a file. The calls that open one are seen in the packages that
// make them, the queries everywhere, so the link asks whether all databases of a
// program are local.

// LocalDatabase and OtherDatabase say of a package that it opens a database in
// the process itself, and that it opens one which may be somewhere else.
const (
	LocalDatabase = "opens a local database"
	OtherDatabase = "opens a database"
)

// Databases say what the package opens.
func (p *Package) Databases() []string {
	b := p.b
	var out []string
	for _, fn := range b.prog.Funcs {
		if b.prog.IsTest(fn.Pos()) {
			continue
		}
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				switch o := b.opening(instr); {
				case o.local:
					out = append(out, LocalDatabase)
				case o.names == 0 && o.opens || b.lendsOpener(instr):
					out = append(out, OtherDatabase)
				}
			}
		}
	}
	return out
}

// opening is a call that opens a database.
type opening struct {
	opens, local bool
	// names are the parameters of the function around it that may say which
	// driver it is, where nothing else does: then its callers know.
	names uint64
}

// opening looks at a call.
func (b *builder) opening(instr ssa.Instruction) opening {
	site, ok := instr.(ssa.CallInstruction)
	if !ok {
		return opening{}
	}
	var out opening
	for _, c := range b.prog.Callees(site) {
		if c.Func == nil || c.Invoke {
			continue
		}
		var by uint64 // the arguments that may name a driver
		if shape := b.shapeOf(c); c.Body != nil || b.opt.IsNode(c.Func) {
			if shape == nil || shape.Opens == 0 {
				continue
			}
			by = shape.Opens
		} else if by = b.naming(c); by == 0 {
			continue
		}
		named := false
		o := opening{opens: true, local: c.Func.Pkg() != nil && b.prog.Cat.OpensLocal(program.PathOf(c.Func.Pkg()))}
		for i, a := range c.Args {
			if by&(1<<min(i, 63)) != 0 {
				local, names := b.localDriver(a, 0)
				o.local, o.names = o.local || local, o.names|names
				named = named || program.ConstString(a) != ""
			}
		}
		if o.local || named || !isCalledByName(site.Parent()) {
			o.names = 0
		}
		out = opening{true, o.local && (out.local || !out.opens), o.names | out.names}
	}
	return out
}

// isCalledByName reports whether callers of a function say which it is.
func isCalledByName(fn *ssa.Function) bool { return fn.Object() != nil && fn.Signature.Recv() == nil }

// openers are the parameters of fn that may name the driver of a database which
// it opens.
func (b *builder) openers(fn *ssa.Function) (names uint64) {
	if !b.prog.Own || !isCalledByName(fn) {
		return 0
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			names |= b.opening(instr).names
		}
	}
	return names
}

// lendsOpener reports whether an instruction uses a function that opens
// databases in another way than by calling it: who calls it is not known.
func (b *builder) lendsOpener(instr ssa.Instruction) bool {
	for _, op := range instr.Operands(nil) {
		fn, ok := (*op).(*ssa.Function)
		if site, call := instr.(ssa.CallInstruction); !ok || call && site.Common().StaticCallee() == fn && op == &site.Common().Value {
			continue
		}
		obj, _ := fn.Object().(*types.Func)
		if obj == nil || fn.Blocks == nil && !b.opt.IsNode(obj) {
			continue
		}
		c := program.Callee{Func: obj}
		if fn.Blocks != nil {
			c.Body = fn
		}
		if shape := b.shapeOf(c); shape != nil && shape.Opens != 0 {
			return true
		}
	}
	return false
}

// naming is the set of arguments of a library's function that may name a driver,
// if it makes what queries are made through, of nothing of the kind.
func (b *builder) naming(c program.Callee) uint64 {
	results := c.Func.Signature().Results()
	makes := false
	for i := range results.Len() {
		makes = makes || b.isHandle(results.At(i).Type())
	}
	if !makes || slices.ContainsFunc(c.Args, func(a ssa.Value) bool { return b.isHandle(unconverted(a).Type()) }) {
		return 0
	}
	for _, sym := range b.prog.SymbolsOf(c) {
		if row := sym.Lib.Client(sym.Rel); row != nil && strings.HasPrefix(row.DSN, "arg0 ") {
			return 1
		}
	}
	return ^uint64(0)
}

// isHandle reports whether queries are made through a type, by whichever driver
// it was made with.
func (b *builder) isHandle(t types.Type) bool {
	named := namedOf(t)
	if named == nil || named.Obj().Pkg() == nil {
		return false
	}
	if is, ok := b.handles[named.Obj()]; ok {
		return is
	}
	makes, queries := false, false
	lib := b.prog.Cat.Library(program.PathOf(named.Obj().Pkg()))
	for row := range lib.All() {
		switch e := row.Entry.(type) {
		case *model.Client:
			makes = makes || strings.TrimLeft(e.Makes, "*") == model.Qualify(lib.Path(), named.Obj().Name())
		case *model.Wait:
			queries = queries || e.Kind == model.KindSQL
		}
	}
	b.handles[named.Obj()] = makes && queries
	return makes && queries
}

// localDriver reports whether a value names the driver of a local database, or
// is such a driver or something made of it; names are the parameters that it may
// be.
func (b *builder) localDriver(v ssa.Value, depth int) (local bool, names uint64) {
	if depth > 8 {
		return false, 0
	}
	depth++
	v = unconverted(v)
	if named := namedOf(v.Type()); named != nil && named.Obj().Pkg() != nil && b.prog.Cat.OpensLocal(program.PathOf(named.Obj().Pkg())) {
		return true, 0
	}
	var from []ssa.Value
	switch x := v.(type) {
	case *ssa.Const:
		name := program.ConstString(x)
		return name != "" && (b.prog.Cat.IsLocal(name) || slices.Contains(b.localNames(), name)), 0
	case *ssa.Parameter:
		return false, uint64(1) << min(slices.Index(x.Parent().Params, x), 63)
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok {
			return b.localResult(call, x.Index, depth), 0
		}
	case *ssa.Call:
		return b.localResult(x, 0, depth), 0
	case *ssa.Phi:
		from = x.Edges
	case *ssa.UnOp:
		switch a := x.X.(type) {
		case *ssa.Alloc:
			from = program.StoredIn(a)
		case *ssa.Global:
			if !token.IsExported(a.Name()) {
				from = b.prog.Stored(a)
			}
		}
	}
	return len(from) > 0 && !slices.ContainsFunc(from, func(v ssa.Value) bool { is, _ := b.localDriver(v, depth); return !is }), 0
}

// localResult reports whether what a call returns is a local driver.
func (b *builder) localResult(call *ssa.Call, index, depth int) bool {
	fn := call.Common().StaticCallee()
	if fn == nil || fn.Pkg == nil {
		return false
	}
	for _, ret := range returns(fn) {
		if local, _ := b.localDriver(ret.Results[index], depth); !local {
			return false
		}
	}
	return fn.Blocks != nil || b.prog.Cat.OpensLocal(program.PathOf(fn.Pkg.Pkg))
}

// localNames are the names under which the package registers local drivers.
func (b *builder) localNames() []string {
	if b.locals != nil {
		return b.locals
	}
	b.locals = []string{}
	for _, fn := range b.prog.Funcs {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				call, ok := instr.(*ssa.Call)
				if !ok || call.Common().StaticCallee() == nil || call.Common().StaticCallee().String() != "database/sql.Register" {
					continue
				}
				if local, _ := b.localDriver(call.Common().Args[1], 0); local {
					b.locals = append(b.locals, program.ConstString(call.Common().Args[0]))
				}
			}
		}
	}
	return b.locals
}
