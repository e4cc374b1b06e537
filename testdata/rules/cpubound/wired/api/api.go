// Package api has handlers, whose routes and limits are another package's.
package api

import "net/http"

type Hasher interface {
	Hash(password string) ([]byte, error)
}

type Handlers struct{ Hasher Hasher }

func (h *Handlers) Register(w http.ResponseWriter, r *http.Request) { h.answer(w, r) }

func (h *Handlers) answer(w http.ResponseWriter, r *http.Request) {
	if _, err := h.Hasher.Hash(r.FormValue("password")); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
