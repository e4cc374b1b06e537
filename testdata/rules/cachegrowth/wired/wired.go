// Package wired has a store behind an interface, of a package that is joined
// with its handler here.
package wired

import (
	"net/http"

	"example.com/testdata/rules/cachegrowth/wired/store"
)

type names interface{ Put(id, name string) }

type handler struct{ names names }

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.names.Put(r.PathValue("id"), r.FormValue("name"))
}

// Routes joins them.
func Routes(mux *http.ServeMux) {
	mux.Handle("/names", &handler{store.New()})
}

func count(w http.ResponseWriter, r *http.Request) {
	store.Visits[r.RemoteAddr]++
	store.Pages[r.URL.Path]++ // want `store.Pages keeps a key for every one`
}
