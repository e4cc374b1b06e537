// Command wired has a client behind an interface.
package main

import (
	"context"
	"net/http"

	"example.com/testdata/rules/shutdown/wired/cache"
)

type names interface {
	Name(ctx context.Context, id string) (string, error)
}

type handler struct{ names names }

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = h.names.Name(r.Context(), r.PathValue("id"))
}

func main() {
	http.Handle("/", &handler{cache.New("localhost:6379")})
	srv := &http.Server{Addr: ":8080"}
	go srv.ListenAndServe()
	defer srv.Close()
}
