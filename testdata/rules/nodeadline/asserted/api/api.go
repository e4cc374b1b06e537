// Package api asks what it is given for more than it needs at first.
package api

import "net/http"

// Source is anything that users come from.
type Source interface{}

// Login is what some sources can do.
type Login interface{ Login(name string) error }

// Refresh is what others can do.
type Refresh interface{ Refresh(name string) error }

// Cheap is what some of those that know logins can do, too.
type Cheap interface{ Known(name string) bool }

// Log is where it is written down.
type Log interface{ Write(line string) error }

type API struct {
	Source Source
	Log    Log
}

func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if l, ok := a.Source.(Login); ok {
		if c, ok := l.(Cheap); ok && c.Known(name) {
			return
		}
		_ = l.Login(name)
	}
	if f, ok := a.Log.(interface{ Flush() error }); ok {
		_ = f.Flush()
	}
}
