// Package plugins finds what others register, by name and by type.
package plugins

import (
	"context"
	"net/http"
	"reflect"
	"sync"
)

type Plugin interface{ Work() error }

var (
	registry  = map[string]Plugin{}
	factories = map[string]func() Plugin{}
	functions = map[string]func() error{}
)

func Register(name string, p Plugin) { registry[name] = p }

func RegisterFactory(name string, f func() Plugin) { factories[name] = f }

func RegisterFunc(name string, f func() error) { functions[name] = f }

func Serve(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if registry[name].Work() != nil || factories[name]().Work() != nil || functions[name]() != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}

var services = map[reflect.Type]any{}

// Provide is the way into a service locator.
func Provide[T any](v T) { services[reflect.TypeFor[T]()] = v }

func get[T any]() T { return services[reflect.TypeFor[T]()].(T) }

type locatable interface{ Locate() error }

func ServeLocated(w http.ResponseWriter, r *http.Request) {
	if get[locatable]().Locate() != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}

var kept sync.Map

func Keep(name string, v any) { kept.Store(name, v) }

type keeper interface{ Keep() error }

type carrier interface {
	Carry(key string) (string, error)
}

type carried struct{}

// Carry puts a value into the context of each request.
func Carry(v any, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		next(w, r.WithContext(context.WithValue(r.Context(), carried{}, v)))
	}
}

func ServeKept(w http.ResponseWriter, r *http.Request) {
	if v, ok := kept.Load(r.PathValue("name")); ok {
		if v.(keeper).Keep() != nil {
			w.WriteHeader(http.StatusBadGateway)
		}
	}
	if c, ok := r.Context().Value(carried{}).(carrier); ok {
		c.Carry("id")
	}
}
