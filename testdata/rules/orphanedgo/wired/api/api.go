// Package api has the handlers.
package api

import (
	"net/http"
	"time"

	"example.com/testdata/rules/orphanedgo/wired/work"
)

type Handler struct{ find func(id string) error }

func (h *Handler) Get(w http.ResponseWriter, r *http.Request) {
	err := work.Within(r.Context(), time.Second, func() error { return h.find(r.FormValue("id")) })
	if err != nil {
		w.WriteHeader(http.StatusGatewayTimeout)
	}
}
