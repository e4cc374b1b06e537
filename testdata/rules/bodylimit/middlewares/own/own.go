// Package own limits bodies by middleware of its own, for some routes.
package own

import (
	"io"
	"net/http"
)

func limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
		next.ServeHTTP(w, r)
	})
}

func behind(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	_, _ = w.Write(b)
}

func open(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body) // want `io.ReadAll reads a request of any size`
	_, _ = w.Write(b)
}

func Serve() error {
	mux := http.NewServeMux()
	mux.Handle("/behind", limit(http.HandlerFunc(behind)))
	mux.HandleFunc("/open", open)
	return http.ListenAndServe(":1", mux)
}
