// Package wired serves handlers of another package.
package wired

import (
	"net/http"
	"time"

	"example.com/testdata/rules/baddeadline/wired/api"
)

func serve() error {
	server := &http.Server{Handler: api.Routes(), ReadTimeout: time.Second, WriteTimeout: 15 * time.Second}
	return server.ListenAndServe()
}
