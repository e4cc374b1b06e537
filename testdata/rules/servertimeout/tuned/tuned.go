// Package tuned configures the servers of others.
package tuned

import (
	"net/http"
	"time"
)

// Patiently sets how long a request may take to arrive.
func Patiently(server *http.Server) { server.ReadHeaderTimeout = time.Second }

// Named sets something else.
func Named(server *http.Server, addr string) { server.Addr = addr }
