// Package api has the handlers.
package api

import "net/http"

// Repo is what the handlers need of a database.
type Repo interface{ Load() error }

// Peer is what they need of another service.
type Peer interface{ Fetch(r *http.Request) error }

// Quick is a peer whose client has a timeout.
type Quick interface{ FetchQuick(r *http.Request) error }

// Check is a function that the container has.
type Check func() error

// Handler is the service's.
type Handler struct {
	repo  Repo
	peer  Peer
	quick Quick
	check Check
}

func New(repo Repo, peer Peer, quick Quick, check Check) *Handler {
	return &Handler{repo, peer, quick, check}
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.repo.Load() != nil || h.peer.Fetch(r) != nil || h.quick.FetchQuick(r) != nil || h.check() != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}

// Counted decorates a repository.
type Counted struct {
	next  Repo
	count int
}

func (c *Counted) Load() error {
	c.count++
	return c.next.Load()
}

func Count(next Repo) Repo { return &Counted{next: next} }

func Serve(h *Handler) error {
	server := &http.Server{Addr: "localhost:8080", Handler: h}
	return server.ListenAndServe()
}
