// Package server limits bodies around everything, and is no help against bombs.
package server

import (
	"compress/zlib"
	"io"
	"net/http"
)

func behind(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	_, _ = w.Write(b)
}

func unzipped(w http.ResponseWriter, r *http.Request) {
	zr, err := zlib.NewReader(r.Body)
	if err != nil {
		return
	}
	b, _ := io.ReadAll(zr) // want `io.ReadAll reads compressed data of any size`
	_, _ = w.Write(b)
}

func Serve() error {
	mux := http.NewServeMux()
	mux.HandleFunc("/", behind)
	mux.HandleFunc("/zip", unzipped)
	srv := &http.Server{Addr: ":1", Handler: http.MaxBytesHandler(mux, 1<<20)}
	return srv.ListenAndServe()
}
