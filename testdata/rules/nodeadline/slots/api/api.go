// Package api calls functions that other packages put into slices, maps and
// literals.
package api

import "net/http"

// Events tells others what happens.
type Events struct {
	added []func(id int) error
	stops []func() error
}

func (e *Events) OnAdded(f func(id int) error) { e.added = append(e.added, f) }

func (e *Events) OnStop(f func() error) { e.stops = append(e.stops, f) }

func (e *Events) fire(id int) error {
	for _, f := range e.added {
		if err := f(id); err != nil {
			return err
		}
	}
	return nil
}

// Stop runs when the program ends.
func (e *Events) Stop() {
	for _, f := range e.stops {
		_ = f()
	}
}

// Command is something that a request may name.
type Command interface{ Do(arg string) error }

// Tx runs a function in a transaction, or when one is over.
type Tx interface {
	Do(f func() error) error
	After(f func() error)
}

// Audit is what a request leaves behind.
type Audit interface {
	Begin() error
	End() error
}

type API struct {
	Events   *Events
	Tx       Tx
	Audit    Audit
	commands map[string]Command
}

func (a *API) Register(name string, c Command) {
	if a.commands == nil {
		a.commands = map[string]Command{}
	}
	a.commands[name] = c
}

func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = a.Events.fire(1)
	_ = a.Tx.Do(func() error { return a.Audit.Begin() })
	a.Tx.After(func() error { return a.Audit.End() })
	if c, ok := a.commands[r.URL.Path]; ok {
		_ = c.Do(r.URL.RawQuery)
	}
}

// Adapt makes a handler of a function and of what is checked before.
func Adapt(h func(id string) error, checks ...func(id string) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := r.URL.Query().Get("id")
		for _, check := range checks {
			if check(id) != nil {
				return
			}
		}
		if err := h(id); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}
}
