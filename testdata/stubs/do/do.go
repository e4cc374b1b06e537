// Package do has the API of the real one that fixtures use, without bodies.
package do

type (
	Injector        struct{}
	Provider[T any] func(*Injector) (T, error)
)

func New() *Injector                                                     { return nil }
func Provide[T any](i *Injector, provider Provider[T])                   {}
func ProvideNamed[T any](i *Injector, name string, provider Provider[T]) {}
func ProvideValue[T any](i *Injector, value T)                           {}
func ProvideNamedValue[T any](i *Injector, name string, value T)         {}
func Override[T any](i *Injector, provider Provider[T])                  {}
func Invoke[T any](i *Injector) (T, error)                               { panic(0) }
func MustInvoke[T any](i *Injector) T                                    { panic(0) }
func InvokeNamed[T any](i *Injector, name string) (T, error)             { panic(0) }
func MustInvokeNamed[T any](i *Injector, name string) T                  { panic(0) }
func (i *Injector) Shutdown() error                                      { return nil }
