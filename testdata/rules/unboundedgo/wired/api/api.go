// Package api has the handlers.
package api

import (
	"net/http"

	"example.com/testdata/rules/unboundedgo/wired/audit"
)

type Recorder interface{ Record(what string) }

type Handler struct{ rec Recorder }

func New(log *audit.Log) *Handler { return &Handler{log} }

func (h *Handler) Get(w http.ResponseWriter, r *http.Request) {
	h.rec.Record("get")
}
