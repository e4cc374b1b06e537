package summary

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// carried is what a value carries of the request: it is the request, or was
// taken out of it by what its library, or the standard library, has for that.
func (a *asker) carried(v ssa.Value) Inputs {
	c := carrier{b: a.b, seen: map[ssa.Value]bool{}}
	return c.visit(v, 0)
}

type carrier struct {
	b    *builder
	seen map[ssa.Value]bool
}

func (c *carrier) visit(v ssa.Value, depth int) Inputs {
	if v == nil || c.seen[v] || depth > maxAsk || isContextValue(v) {
		return 0
	}
	c.seen[v] = true
	switch x := v.(type) {
	case *ssa.Parameter:
		return bit(slices.Index(x.Parent().Params, x)) &^ Foreign
	case *ssa.FreeVar:
		return bit(len(x.Parent().Params)+slices.Index(x.Parent().FreeVars, x)) &^ Foreign
	case *ssa.Alloc:
		return c.all(program.StoredIn(x), depth)
	case *ssa.Call:
		return c.call(x, depth)
	case *ssa.FieldAddr:
		if f := program.FieldOf(x.X.Type(), x.Field); program.CarriesContext(x.X.Type()) && f.Name() != "Request" && !isAskedField(f) {
			return 0
		}
		return c.visit(x.X, depth+1)
	case *ssa.Extract, *ssa.UnOp, *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Slice, *ssa.TypeAssert, *ssa.Phi, *ssa.Convert, *ssa.Lookup:
		var operands []ssa.Value
		for _, op := range v.(ssa.Instruction).Operands(nil) {
			operands = append(operands, *op)
		}
		return c.all(operands, depth)
	}
	return 0
}

func (c *carrier) all(vs []ssa.Value, depth int) Inputs {
	var out Inputs
	for _, v := range vs {
		out |= c.visit(v, depth+1)
	}
	return out
}

// call carries what it is given if it is a method of the request, or reads or
// wraps.
func (c *carrier) call(call *ssa.Call, depth int) Inputs {
	common := call.Common()
	args := common.Args
	if common.IsInvoke() {
		args = append([]ssa.Value{common.Value}, args...)
	}
	for _, callee := range c.b.prog.Callees(call) {
		if callee.Func == nil || callee.Func.Pkg() == nil || callee.Body != nil {
			return 0
		}
		path := callee.Func.Pkg().Path()
		if callee.Recv != nil && program.CarriesContext(callee.Recv.Type()) && !keepsValues(callee.Func.Name()) || c.isInput(callee) {
			continue
		}
		first, _, _ := strings.Cut(path, "/")
		switch first {
		case "io", "bufio", "bytes", "strings", "encoding", "compress", "mime", "net":
			if callee.Func.Name() == "Do" {
				return 0
			}
		default:
			return 0
		}
	}
	return c.all(args, depth)
}

func (c *carrier) isInput(callee program.Callee) bool {
	return slices.ContainsFunc(c.b.prog.SymbolsOf(callee), func(s program.Symbol) bool { return s.Lib.Input(s.Rel) != nil })
}

// keepsValues reports whether a method of a request returns what middleware
// left there, or what has nothing to do with what the client wrote.
func keepsValues(name string) bool {
	switch name {
	case "Value", "Locals", "MustGet", "Context", "UserContext", "Response", "Writer", "ResponseWriter":
		return true
	}
	return strings.HasPrefix(name, "Get") && name != "Get" && name != "GetHeader" && name != "GetReqHeaders" && name != "GetRawData"
}
