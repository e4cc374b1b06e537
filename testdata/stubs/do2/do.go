// Package do has the API of the real one that fixtures use, without bodies.
package do

type (
	Injector        interface{ ID() string }
	RootScope       struct{ Injector }
	Provider[T any] func(Injector) (T, error)
)

func New(packages ...func(Injector)) *RootScope                                  { return nil }
func Package(services ...func(Injector)) func(Injector)                          { return nil }
func Lazy[T any](p Provider[T]) func(Injector)                                   { return nil }
func Eager[T any](value T) func(Injector)                                        { return nil }
func Transient[T any](p Provider[T]) func(Injector)                              { return nil }
func Bind[Initial, Alias any]() func(Injector)                                   { return nil }
func Provide[T any](i Injector, provider Provider[T])                            {}
func ProvideNamed[T any](i Injector, name string, provider Provider[T])          {}
func ProvideValue[T any](i Injector, value T)                                    {}
func ProvideTransient[T any](i Injector, provider Provider[T])                   {}
func ProvideNamedTransient[T any](i Injector, name string, provider Provider[T]) {}
func Override[T any](i Injector, provider Provider[T])                           {}
func As[Initial, Alias any](i Injector) error                                    { return nil }
func MustAs[Initial, Alias any](i Injector)                                      {}
func Invoke[T any](i Injector) (T, error)                                        { panic(0) }
func MustInvoke[T any](i Injector) T                                             { panic(0) }
func InvokeAs[T any](i Injector) (T, error)                                      { panic(0) }
func MustInvokeAs[T any](i Injector) T                                           { panic(0) }
func InvokeNamed[T any](i Injector, name string) (T, error)                      { panic(0) }
func MustInvokeNamed[T any](i Injector, name string) T                           { panic(0) }
