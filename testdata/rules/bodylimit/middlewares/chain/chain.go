// Package chain keeps its middlewares in a list.
package chain

import (
	"io"
	"net/http"

	"github.com/go-chi/chi/v5/middleware"
)

type wrapper func(http.Handler) http.Handler

func behind(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	_, _ = w.Write(b)
}

func Serve() error {
	mux := http.NewServeMux()
	mux.HandleFunc("/", behind)
	var h http.Handler = mux
	for _, wrap := range []wrapper{middleware.Recoverer, middleware.RequestSize(1 << 20)} {
		h = wrap(h)
	}
	return http.ListenAndServe(":1", h)
}
