// Package api calls one instance of a generic interface, and what functions
// that it is given return.
package api

import "net/http"

// Order is an element.
type Order struct{ ID int }

// List is generic.
type List[T any] interface {
	Next() (T, error)
	Stop() error
}

// Traced is a List as another.
type Traced struct{ List[string] }

var (
	orders = map[string]List[*Order]{}
	names  = map[string]List[string]{}
)

// Orders and Names fill what nobody follows.
func Orders(name string, list List[*Order]) { orders[name] = list }

func Names(name string, list List[string]) { names[name] = Traced{list} }

type API struct {
	// Open makes a session for a request.
	Open func() (func(id int) error, error)
}

func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	list := orders[r.FormValue("list")]
	if _, err := list.Next(); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_ = names[r.FormValue("names")].Stop()
	find, err := a.Open()
	if err != nil {
		return
	}
	_ = find(1)
	_ = both(r.FormValue("kind"))(2)
}

// both calls one of two functions that make the function.
func both(kind string) func(id int) error {
	choose := fast
	if kind != "" {
		choose = slow
	}
	return choose(kind)
}

func fast(string) func(id int) error { return func(int) error { return nil } }

func slow(kind string) func(id int) error {
	return func(int) error {
		resp, err := http.Get("https://example.com/" + kind) // want `http\.Get may wait forever: it takes no context and a request waits for it`
		if err != nil {
			return err
		}
		return resp.Body.Close()
	}
}
