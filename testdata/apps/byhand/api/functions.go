package api

import "net/http"

// Load is a named function type.
type Load func() error

type Loads struct {
	Load  Load
	Plain func() error
}

func (h *Loads) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer(w, h.Load())
	answer(w, h.Plain())
}

// LoadFunc makes an interface of a function.
type Loader interface{ LoadOne() error }

type LoadFunc func() error

func (f LoadFunc) LoadOne() error { return f() }

// Adapted is given the function as an interface.
func Adapted(l Loader) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { answer(w, l.LoadOne()) }
}

// Closure is given a plain function and keeps it in a closure.
func Closure(load func() error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { answer(w, load()) }
}

// Steps are functions in a slice and a map that the constructor is given.
type Steps struct {
	steps []func() error
	named map[string]Load
	one   Loader
}

func NewSteps(named map[string]Load, one Loader, steps ...func() error) *Steps {
	return &Steps{steps: steps, named: named, one: one}
}

func (s *Steps) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, step := range s.steps {
		answer(w, step())
	}
	if load, ok := s.named[r.PathValue("name")]; ok {
		answer(w, load())
	}
	answer(w, s.one.LoadOne())
}
