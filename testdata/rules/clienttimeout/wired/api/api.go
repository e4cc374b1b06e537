// Package api has the handlers.
package api

import (
	"context"
	"net/http"

	"example.com/testdata/rules/clienttimeout/wired/peer"
	"example.com/testdata/rules/clienttimeout/wired/store"
)

type Loader interface {
	Load(ctx context.Context) error
}

type Handler struct {
	Loader  Loader
	Bounded *http.Client
	Store   *store.Store
}

func (h *Handler) Get(w http.ResponseWriter, r *http.Request) {
	if h.Loader.Load(r.Context()) != nil || h.Store.Load(r.Context()) != nil || h.Store.Later(r.Context()) != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}

func (h *Handler) Share(w http.ResponseWriter, r *http.Request) {
	h.Bounded.Do(r.Clone(r.Context()))
	resp, err := peer.Shared.Do(r.Clone(r.Context()))
	if err == nil {
		resp.Body.Close()
	}
}

type Poster struct {
	Zero  *peer.Zero
	Given *peer.Given
}

func (p *Poster) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.Zero.Post(nil)
	p.Given.Post(nil)
}
