// Package api has handlers, and waits through an interface.
package api

import (
	"context"
	"net/http"
)

type Store interface {
	Load(ctx context.Context) error
}

type Handlers struct{ Store Store }

func (h *Handlers) Find(w http.ResponseWriter, r *http.Request) { _ = h.Store.Load(r.Context()) }

func (h *Handlers) List(w http.ResponseWriter, r *http.Request) { _ = h.Store.Load(r.Context()) }
