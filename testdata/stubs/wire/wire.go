// Package wire has the API of the real one that fixtures use, without bodies.
package wire

type (
	ProviderSet    struct{}
	Binding        struct{}
	StructProvider struct{}
	ProvidedValue  struct{}
)

func NewSet(args ...any) ProviderSet                  { return ProviderSet{} }
func Build(args ...any) string                        { return "" }
func Bind(iface, to any) Binding                      { return Binding{} }
func Struct(typ any, fields ...string) StructProvider { return StructProvider{} }
func Value(v any) ProvidedValue                       { return ProvidedValue{} }
func InterfaceValue(typ any, x any) ProvidedValue     { return ProvidedValue{} }
