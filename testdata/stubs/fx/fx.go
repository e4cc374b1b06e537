// Package fx has the API of the real one that fixtures use, without bodies.
package fx

type (
	App        struct{}
	Option     interface{ apply(*App) }
	Annotation interface{ annotate() }
)

func New(opts ...Option) *App                       { return nil }
func (a *App) Run()                                 {}
func Provide(constructors ...any) Option            { return nil }
func Invoke(funcs ...any) Option                    { return nil }
func Module(name string, opts ...Option) Option     { return nil }
func Annotate(t any, annotations ...Annotation) any { return nil }
func As(interfaces ...any) Annotation               { return nil }
