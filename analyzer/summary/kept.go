package summary

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// isKept reports whether what v is, or is made part of, is kept for later
// requests: stored in a package variable, in a field of something that was not
// made here, in a map or slice that is kept, sent to a channel, or given to a
// method such as Store or to a function that keeps it. It is flow insensitive:
// kept on one path is kept, as where a client is built once the old one failed.
func (b *builder) isKept(v ssa.Value) bool {
	k := keeper{b: b, seen: map[ssa.Value]bool{}}
	return k.visit(v, 0)
}

type keeper struct {
	b    *builder
	seen map[ssa.Value]bool
}

// maxKeep bounds through how many values what is built is followed.
const maxKeep = 10

func (k *keeper) visit(v ssa.Value, depth int) bool {
	if v == nil || v.Referrers() == nil || k.seen[v] || depth > maxKeep {
		return false
	}
	k.seen[v] = true
	for _, ref := range program.Refs(v) {
		if k.use(v, ref, depth+1) {
			return true
		}
	}
	return false
}

// use reports whether one use of v keeps it.
func (k *keeper) use(v ssa.Value, ref ssa.Instruction, depth int) bool {
	switch x := ref.(type) {
	case *ssa.Store:
		return x.Val == v && k.store(x.Addr, depth)
	case *ssa.MapUpdate:
		return x.Value == v && k.container(x.Map, depth)
	case *ssa.Send:
		return x.X == v && isShared(x.Chan)
	case *ssa.Call:
		return k.call(v, x, depth)
	case *ssa.Phi, *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Convert, *ssa.Extract,
		*ssa.Slice, *ssa.TypeAssert, *ssa.MakeClosure:
		return k.visit(x.(ssa.Value), depth)
	case *ssa.UnOp: // a struct that v is part of, loaded to be stored elsewhere
		return k.visit(x, depth)
	}
	return false
}

// store reports whether what is stored at an address is kept.
func (k *keeper) store(addr ssa.Value, depth int) bool {
	switch a := addr.(type) {
	case *ssa.Global, *ssa.Parameter: // the latter is the caller's variable
		return true
	case *ssa.FreeVar: // of what is around a handler, and is there before it
		return k.b.prog.Root(a.Parent()) != program.NotRoot
	case *ssa.Alloc:
		return k.visit(a, depth)
	case *ssa.FieldAddr:
		return k.field(a, depth)
	case *ssa.IndexAddr:
		return k.container(a.X, depth)
	case *ssa.UnOp, *ssa.Call, *ssa.Extract, *ssa.Phi:
		return k.outlives(addr)
	}
	return false
}

// field reports whether what is stored in a field is kept: the struct was not
// made here, or is itself kept.
func (k *keeper) field(fa *ssa.FieldAddr, depth int) bool {
	base := fa.X
	for {
		inner, ok := base.(*ssa.FieldAddr)
		if !ok {
			break
		}
		base = inner.X
	}
	if made := maker(base); made != nil {
		return k.visit(made, depth)
	}
	return k.outlives(base)
}

// container reports whether a map or slice is kept: it was not made here, or
// is itself kept.
func (k *keeper) container(v ssa.Value, depth int) bool {
	if depth > maxKeep {
		return false // phis may lead to one another
	}
	switch x := v.(type) {
	case *ssa.MakeMap, *ssa.MakeSlice, *ssa.Alloc, *ssa.Slice:
		return k.visit(x, depth)
	case *ssa.Phi:
		for _, e := range x.Edges {
			if !k.seen[e] && k.container(e, depth+1) {
				return true
			}
		}
		return false
	case *ssa.UnOp:
		if a, ok := x.X.(*ssa.Alloc); ok {
			return k.visit(a, depth)
		}
	}
	return k.outlives(v)
}

// maker is the allocation or constructor that made what v points to, if it is
// one of this function; nil otherwise.
func maker(v ssa.Value) ssa.Value {
	switch x := v.(type) {
	case *ssa.Alloc:
		if vs := program.StoredIn(x); len(vs) == 1 { // a variable that a literal captures
			if _, isParam := vs[0].(*ssa.Parameter); isParam {
				return nil
			}
		}
		return x
	case *ssa.UnOp:
		if a, ok := x.X.(*ssa.Alloc); ok {
			if vs := program.StoredIn(a); len(vs) == 1 {
				return maker(vs[0])
			}
		}
	case *ssa.Extract:
		return maker(x.Tuple)
	case *ssa.Call:
		if makes(x.Common()) {
			return x
		}
	}
	return nil
}

// makes reports whether a call is of a constructor, by its name.
func makes(c *ssa.CallCommon) bool {
	fn := c.StaticCallee()
	if fn == nil {
		return false
	}
	name := strings.ToLower(fn.Name())
	return strings.HasPrefix(name, "new") || strings.HasPrefix(name, "make") || strings.HasPrefix(name, "create") || strings.HasPrefix(name, "build")
}

// outlives reports whether what v points to is there before the call and
// after it, as far as can be seen. What carries a request's context does not.
func (k *keeper) outlives(v ssa.Value) bool { return !program.CarriesContext(v.Type()) }

// call reports whether a call keeps v, or makes it part of something kept.
func (k *keeper) call(v ssa.Value, call *ssa.Call, depth int) bool {
	common := call.Common()
	if builtin, ok := common.Value.(*ssa.Builtin); ok {
		return builtin.Name() == "append" && k.visit(call, depth)
	}
	recv := receiver(common)
	if isCacheMethod(methodName(common)) && recv != v && (recv == nil || !program.CarriesContext(recv.Type())) {
		return true
	}
	for _, c := range k.b.prog.Callees(call) {
		for i, a := range c.Args {
			if shape := k.b.shapeOf(c); a == v && i < 64 && shape != nil && shape.Keeps&(1<<i) != 0 {
				return true
			}
		}
	}
	return recv != v && makes(common) && k.visit(call, depth)
}

// keptParams is the set of parameters that fn keeps for later requests.
func (b *builder) keptParams(fn *ssa.Function) uint64 {
	var out uint64
	for i, p := range fn.Params {
		if i >= 64 || i == 0 && fn.Signature.Recv() != nil || !canHold(p.Type()) {
			continue
		}
		if b.isKept(p) {
			out |= 1 << i
		}
	}
	return out
}

// canHold reports whether a value of the type can be a client, or hold one.
func canHold(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Basic, *types.Slice, *types.Signature, *types.Chan:
		return false
	}
	return !program.CarriesContext(t)
}

func isCacheMethod(name string) bool {
	switch name {
	case "Store", "LoadOrStore", "Set", "SetDefault", "SetWithTTL", "Add", "Put", "Swap", "CompareAndSwap", "GetOrSet", "PeekOrAdd", "ContainsOrAdd", "Register":
		return true
	}
	return false
}
