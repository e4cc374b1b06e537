// Package dig has the API of the real one that fixtures use, without bodies.
package dig

type (
	Container      struct{}
	Scope          struct{}
	In             struct{}
	Out            struct{}
	Option         interface{ applyOption(*Container) }
	ProvideOption  interface{ applyProvideOption() }
	DecorateOption interface{ applyDecorateOption() }
	InvokeOption   interface{ applyInvokeOption() }
	ScopeOption    interface{ applyScopeOption() }
)

func New(opts ...Option) *Container                                       { return nil }
func As(i ...any) ProvideOption                                           { return nil }
func Name(name string) ProvideOption                                      { return nil }
func Group(group string) ProvideOption                                    { return nil }
func (c *Container) Provide(constructor any, opts ...ProvideOption) error { return nil }
func (c *Container) Decorate(decorator any, opts ...DecorateOption) error { return nil }
func (c *Container) Invoke(function any, opts ...InvokeOption) error      { return nil }
func (c *Container) Scope(name string, opts ...ScopeOption) *Scope        { return nil }
func (s *Scope) Provide(constructor any, opts ...ProvideOption) error     { return nil }
func (s *Scope) Decorate(decorator any, opts ...DecorateOption) error     { return nil }
func (s *Scope) Invoke(function any, opts ...InvokeOption) error          { return nil }
