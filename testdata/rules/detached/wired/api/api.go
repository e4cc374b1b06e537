// Package api has the handlers.
package api

import (
	"database/sql"
	"net/http"

	"example.com/testdata/rules/detached/wired/audit"
	"example.com/testdata/rules/detached/wired/store"
)

type Handler struct{ rec audit.Recorder }

func New(db *sql.DB) *Handler { return &Handler{store.New(db)} }

func (h *Handler) Get(w http.ResponseWriter, r *http.Request) {
	audit.Later(r.Context(), h.rec, "get")
}
