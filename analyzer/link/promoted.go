package link

import (
	"go/types"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// promoted makes a node of a method that a type has from an interface embedded
// in it, as a decorator has those that it does not change. The compiler writes
// such a method, so no package has it among its functions: it calls the method
// of what the embedded field holds. index is the path of fields to the method.
func (c *collector) promoted(t types.Type, method *types.Func, index []int) (key string) {
	name := program.TypeKey(t)
	slot := ""
	var field *types.Var
	for _, i := range index[:len(index)-1] {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok {
			return ""
		}
		slot, field = "", st.Field(i)
		if named, ok := types.Unalias(t).(*types.Named); ok && named.Obj().Pkg() != nil {
			slot = model.Qualify(program.PathOf(named.Obj().Pkg()), named.Obj().Name()) + "." + field.Name()
		}
		t = field.Type()
	}
	key = "(" + name + ")." + method.Name()
	if c.nodes[key] {
		return key
	}
	c.nodes[key] = true
	e := summary.Edge{Method: program.Key(method), Instance: program.Instance(method), Slot: slot}
	if field != nil && field.Pkg() == c.prog.Pass.Pkg {
		e.Pos = c.prog.Pos(field.Pos())
	}
	for i := range method.Signature().Params().Len() + 1 {
		e.Args = append(e.Args, summary.Arg{Input: i, Ctx: summary.Ctx{Kind: summary.CtxInput, Input: i}})
	}
	c.table.Nodes = append(c.table.Nodes, &summary.Node{Key: key, Edges: []summary.Edge{e}})
	return key
}
