// Package api waits for jobs through an interface.
package api

import "net/http"

type Jobs interface {
	Await(id string) string
}

type handler struct{ jobs Jobs }

func New(jobs Jobs) http.Handler { return &handler{jobs} }

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = w.Write([]byte(h.jobs.Await(r.FormValue("id"))))
}
