// Package api has handlers, which a service behind an interface reads for.
package api

import (
	"io"
	"net/http"
)

type Store interface {
	Put(name string, data io.Reader) error
}

type Handlers struct{ Store Store }

func (h *Handlers) Put(w http.ResponseWriter, r *http.Request) {
	if err := h.Store.Put(r.URL.Path, r.Body); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (h *Handlers) PutSome(w http.ResponseWriter, r *http.Request) {
	if err := h.Store.Put(r.URL.Path, io.LimitReader(r.Body, 1<<20)); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
