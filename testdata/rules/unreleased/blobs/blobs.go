// Package blobs reads what an interface opens.
package blobs

import (
	"context"
	"io"
	"net/http"

	"example.com/testdata/rules/unreleased/blobs/store"
)

type opener interface {
	Open(ctx context.Context, name string) (io.ReadCloser, error)
}

type viewer interface {
	View(ctx context.Context, name string) (io.ReadCloser, error)
}

type handler struct {
	blobs  opener
	cached viewer
}

// New joins them.
func New(client *http.Client, remote bool) http.Handler {
	h := &handler{blobs: &store.Disk{Dir: "/srv"}, cached: &store.Memory{}}
	if remote {
		h.blobs = &store.Remote{Client: client}
	}
	return h
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	blob, err := h.blobs.Open(r.Context(), r.PathValue("name")) // want `reader from \(blobs.opener\).Open is never released: Close is not called \[unreleased\]`
	if err != nil {
		return
	}
	io.Copy(w, blob)
}

func (h *handler) onOnePath(w http.ResponseWriter, r *http.Request) {
	blob, err := h.blobs.Open(r.Context(), r.PathValue("name")) // want `reader from \(blobs.opener\).Open is not released on the path that returns at line 48`
	if err != nil {
		return
	}
	if _, err := io.Copy(w, blob); err != nil {
		return
	}
	blob.Close()
}

// Silent: it is closed, or handed on, or there is nothing to close

func (h *handler) closed(w http.ResponseWriter, r *http.Request) {
	blob, err := h.blobs.Open(r.Context(), r.PathValue("name"))
	if err != nil {
		return
	}
	defer blob.Close()
	io.Copy(w, blob)
}

func (h *handler) passed(ctx context.Context, name string) (io.ReadCloser, error) {
	return h.blobs.Open(ctx, name)
}

func (h *handler) view(w http.ResponseWriter, r *http.Request) {
	blob, err := h.cached.View(r.Context(), r.PathValue("name"))
	if err != nil {
		return
	}
	io.Copy(w, blob)
}
