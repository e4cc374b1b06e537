package program

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// index records what is stored in fields and globals, which literals are made
// where, and which functions are called or used as values.
func (p *Package) index() {
	for _, fn := range p.Funcs {
		inTest := p.IsTest(fn.Pos())
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if mc, ok := instr.(*ssa.MakeClosure); ok {
					if lit, ok := mc.Fn.(*ssa.Function); ok {
						p.closures[lit] = append(p.closures[lit], mc)
					}
				}
				// What tests store and call says nothing of the program, and
				// is seen by go vet only.
				if !inTest {
					p.indexStore(instr)
					p.indexUses(instr)
				}
			}
		}
	}
}

func (p *Package) indexStore(instr ssa.Instruction) {
	i, ok := instr.(*ssa.Store)
	if !ok {
		return
	}
	switch addr := i.Addr.(type) {
	case *ssa.FieldAddr:
		f := FieldOf(addr.X.Type(), addr.Field)
		p.store(f, i.Val)
	case *ssa.Global:
		p.store(addr, i.Val)
	}
}

func (p *Package) indexUses(instr ssa.Instruction) {
	var callee ssa.Value
	if c, ok := instr.(ssa.CallInstruction); ok {
		callee = c.Common().Value
		if fn := c.Common().StaticCallee(); fn != nil {
			p.called[origin(fn)] = true
			p.sites[origin(fn)] = append(p.sites[origin(fn)], c)
		}
	}
	for _, op := range instr.Operands(nil) {
		if *op == nil || *op == callee {
			callee = nil // a second use of the same value is a use
			continue
		}
		fn := funcOf(*op)
		if fn == nil {
			continue
		}
		fn = origin(unwrap(p.SSA.Prog, fn))
		p.escaping[fn] = true
		if c, ok := instr.(ssa.CallInstruction); ok {
			p.passed[fn] = append(p.passed[fn], Passing{c, *op})
		}
	}
}

// funcOf is the function that a value plainly is, or nil.
func funcOf(v ssa.Value) *ssa.Function {
	switch v := v.(type) {
	case *ssa.Function:
		return v
	case *ssa.MakeClosure:
		fn, _ := v.Fn.(*ssa.Function)
		return fn
	case *ssa.ChangeType: // to a named type of functions
		return funcOf(v.X)
	}
	return nil
}

// Passing is a call that is given a function, and what the function is there.
type Passing struct {
	Site ssa.CallInstruction
	Arg  ssa.Value
}

// PassedAt returns the calls of this package that are given a function.
func (p *Package) PassedAt(fn *ssa.Function) []Passing { return p.passed[fn] }

// GivenTo returns the values that calls in this package give to a parameter of
// one of its functions, and the calls that are given the function itself, as a
// callback. ok is false when others may call it too.
func (p *Package) GivenTo(param *ssa.Parameter) (args []ssa.Value, callbacks []ssa.CallInstruction, ok bool) {
	fn := param.Parent()
	if obj := fn.Object(); obj != nil && obj.Exported() {
		return nil, nil, false
	}
	index := slices.Index(fn.Params, param)
	for _, site := range p.sites[fn] {
		if index < len(site.Common().Args) {
			args = append(args, site.Common().Args[index])
		}
	}
	for _, g := range p.passed[fn] {
		callbacks = append(callbacks, g.Site)
	}
	return args, callbacks, len(args)+len(callbacks) > 0 && (!p.escaping[fn] || len(callbacks) > 0)
}

// CallsOf returns the calls of a function in this package.
func (p *Package) CallsOf(fn *ssa.Function) []ssa.CallInstruction { return p.sites[fn] }

func (p *Package) store(key any, v ssa.Value) {
	p.stores[key] = append(p.stores[key], v)
}

// Stored returns the values that the package stores in a field
// (*types.Var) or a package variable (*ssa.Global), in source order.
func (p *Package) Stored(key any) []ssa.Value { return p.stores[key] }

// MadeAt returns where the function literal fn becomes a value.
func (p *Package) MadeAt(fn *ssa.Function) []*ssa.MakeClosure { return p.closures[fn] }
