package servertimeout

import (
	"net/http"
	"time"
)

// Silent: the server's ReadHeaderTimeout or ReadTimeout is set
func bounded(h http.Handler) []*http.Server {
	return []*http.Server{
		{Handler: h, ReadHeaderTimeout: time.Second},
		{Handler: h, ReadTimeout: time.Second},
	}
}

// Silent: it listens on this machine only
func local(h http.Handler) {
	go http.ListenAndServe("localhost:6060", nil)
	go http.ListenAndServe("127.0.0.1:6060", h)
	server := &http.Server{Addr: "[::1]:6060", Handler: h}
	server.ListenAndServe()
}
