// Package api has the handlers of shop.
package api

import (
	"context"
	"encoding/json"
	"net/http"
)

// Repo is where orders come from.
type Repo interface {
	Find(ctx context.Context, id string) (string, error)
	List(ctx context.Context) ([]string, error)
}

type Handler struct{ repo Repo }

func New(repo Repo) *Handler { return &Handler{repo} }

func (h *Handler) Get(w http.ResponseWriter, r *http.Request) {
	order, err := h.repo.Find(r.Context(), r.PathValue("id"))
	reply(w, order, err)
}

func (h *Handler) List(w http.ResponseWriter, r *http.Request) {
	orders, err := h.repo.List(r.Context())
	reply(w, orders, err)
}

// Health asks a service that it needs, with no deadline.
func (h *Handler) Health(w http.ResponseWriter, r *http.Request) {
	reply(w, "", ping("http://billing/health"))
}

func ping(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func reply(w http.ResponseWriter, v any, err error) {
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	json.NewEncoder(w).Encode(v)
}
