package program

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// gqlgen is the package of its field marshalers.
const gqlgen = "github.com/99designs/gqlgen/graphql"

// marshalers are the methods that others call, by reflection or through an
// interface of theirs, to turn a value into text or bytes or a column into a
// value: by name, with the types of parameters and results that tell them from
// other methods of that name.
var marshalers = map[string][]string{
	"MarshalJSON":       {"() ([]byte, error)"},
	"MarshalText":       {"() ([]byte, error)"},
	"MarshalBinary":     {"() ([]byte, error)"},
	"MarshalYAML":       {"() (any, error)"},
	"MarshalXML":        {"(*encoding/xml.Encoder, encoding/xml.StartElement) error"},
	"GobEncode":         {"() ([]byte, error)"},
	"String":            {"() string"},
	"Error":             {"() string"},
	"Value":             {"() (database/sql/driver.Value, error)"},
	"Scan":              {"(any) error"},
	"LogValue":          {"() log/slog.Value"},
	"MarshalGQL":        {"(io.Writer)"},
	"MarshalGQLContext": {"(context.Context, io.Writer) error"},
}

// Marshaler names what fn serializes for, "" when it is not called for each
// element of what is written: a method such as MarshalJSON, a marshaler of
// gqlgen, a function of a template.
func (p *Package) Marshaler(fn *ssa.Function) string {
	if fn.Synthetic != "" || fn.Signature == nil || p.IsTest(fn.Pos()) || p.IsGenerated(fn.Pos()) {
		return ""
	}
	p.findTemplateFuncs()
	if obj, ok := fn.Object().(*types.Func); ok {
		if name := marshalerOf(obj); name != "" {
			return name
		}
	}
	return p.templateFuncs[FuncKey(fn)]
}

func marshalerOf(fn *types.Func) string {
	sig := fn.Signature()
	if sig.Recv() == nil {
		if isFieldMarshaler(fn) {
			return fn.Name()
		}
		return ""
	}
	for _, want := range marshalers[fn.Name()] {
		if written(sig) == want {
			return fn.Name()
		}
	}
	return ""
}

// isFieldMarshaler reports whether fn is what gqlgen calls to write a scalar:
// func MarshalT(T) graphql.Marshaler.
func isFieldMarshaler(fn *types.Func) bool {
	res := fn.Signature().Results()
	if !strings.HasPrefix(fn.Name(), "Marshal") || res.Len() != 1 || fn.Signature().Params().Len() != 1 {
		return false
	}
	switch TypeKey(res.At(0).Type()) {
	case gqlgen + ".Marshaler", gqlgen + ".ContextMarshaler":
		return true
	}
	return false
}

// written is a signature without the names of its parameters.
func written(sig *types.Signature) string {
	list := func(t *types.Tuple) string {
		var out []string
		for v := range t.Variables() {
			out = append(out, typeString(v.Type()))
		}
		return strings.Join(out, ", ")
	}
	out := "(" + list(sig.Params()) + ")"
	switch res := list(sig.Results()); {
	case sig.Results().Len() > 1:
		out += " (" + res + ")"
	case res != "":
		out += " " + res
	}
	return out
}

func typeString(t types.Type) string {
	if i, ok := t.Underlying().(*types.Interface); ok && i.Empty() {
		if _, named := types.Unalias(t).(*types.Named); !named {
			return "any"
		}
	}
	return types.TypeString(types.Unalias(t), PathOf)
}

// ForeignMarshalers are the functions of other packages that this one gives to
// templates, by key.
func (p *Package) ForeignMarshalers() map[string]string {
	p.findTemplateFuncs()
	return p.templateFuncs
}

// templateFunc is what Marshaler says of a function that templates call.
const templateFunc = "a template function"

// findTemplateFuncs finds what is stored in a FuncMap, or in a map that is
// converted to one.
func (p *Package) findTemplateFuncs() {
	if p.templateFuncs != nil {
		return
	}
	p.templateFuncs = map[string]string{}
	for _, fn := range p.Funcs {
		if p.IsTest(fn.Pos()) {
			continue
		}
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				switch i := instr.(type) {
				case *ssa.MapUpdate:
					if isFuncMap(i.Map.Type()) {
						p.addTemplateFunc(i.Value)
					}
				case *ssa.ChangeType:
					if isFuncMap(i.Type()) {
						p.addTemplateMap(i.X, 0)
					}
				}
			}
		}
	}
}

func isFuncMap(t types.Type) bool {
	key := TypeKey(t)
	return key == "text/template.FuncMap" || key == "html/template.FuncMap"
}

// addTemplateMap adds what is stored in a map of another type.
func (p *Package) addTemplateMap(m ssa.Value, depth int) {
	if depth > 4 {
		return
	}
	for _, ref := range Refs(m) {
		if u, ok := ref.(*ssa.MapUpdate); ok && u.Map == m {
			p.addTemplateFunc(u.Value)
		}
	}
	switch x := m.(type) {
	case *ssa.UnOp:
		if g, ok := x.X.(*ssa.Global); ok {
			for _, v := range p.Stored(g) {
				p.addTemplateMap(v, depth+1)
			}
		}
	case *ssa.Call:
		if fn := x.Common().StaticCallee(); fn != nil {
			for _, b := range fn.Blocks {
				if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && len(ret.Results) == 1 {
					p.addTemplateMap(ret.Results[0], depth+1)
				}
			}
		}
	}
}

func (p *Package) addTemplateFunc(v ssa.Value) {
	for _, c := range p.FuncValues(v, nil) {
		switch {
		case c.Body != nil:
			p.templateFuncs[FuncKey(c.Body)] = templateFunc
		case c.Func != nil && !c.Invoke:
			p.templateFuncs[Key(c.Func)] = templateFunc
		}
	}
}
