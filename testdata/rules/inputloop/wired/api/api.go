// Package api asks for as many as the client wants.
package api

import (
	"encoding/json"
	"net/http"
	"strconv"
)

type Store interface {
	List(name string, limit int) []string
}

type handler struct{ store Store }

func New(s Store) http.Handler { return &handler{s} }

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || limit <= 0 {
		limit = 10
	}
	_ = json.NewEncoder(w).Encode(h.store.List("x", limit))
}
