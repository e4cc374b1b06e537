// Package api answers requests.
package api

import "net/http"

// Store is where things are.
type Store interface{ Find(id string) error }

type API struct{ Store Store }

func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := a.Store.Find(r.URL.Path); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
