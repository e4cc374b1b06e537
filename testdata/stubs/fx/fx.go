// Package fx has the API of the real one that fixtures use, without bodies.
package fx

import "context"

type (
	App        struct{}
	Option     interface{ apply(*App) }
	Annotation interface{ annotate() }
	In         struct{}
	Out        struct{}
	Lifecycle  interface{ Append(Hook) }
	Hook       struct{ OnStart, OnStop func(context.Context) error }
	Annotated  struct {
		Name, Group string
		Target      any
	}
)

func New(opts ...Option) *App                       { return nil }
func (a *App) Run()                                 {}
func (a *App) Start(ctx context.Context) error      { return nil }
func Provide(constructors ...any) Option            { return nil }
func Invoke(funcs ...any) Option                    { return nil }
func Decorate(decorators ...any) Option             { return nil }
func Supply(values ...any) Option                   { return nil }
func Populate(targets ...any) Option                { return nil }
func Options(opts ...Option) Option                 { return nil }
func Module(name string, opts ...Option) Option     { return nil }
func Annotate(t any, annotations ...Annotation) any { return nil }
func As(interfaces ...any) Annotation               { return nil }
func ParamTags(tags ...string) Annotation           { return nil }
func ResultTags(tags ...string) Annotation          { return nil }
func OnStart(hook any) Annotation                   { return nil }
func OnStop(hook any) Annotation                    { return nil }
func StartHook(hook any) Hook                       { return Hook{} }
