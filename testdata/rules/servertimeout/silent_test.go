package servertimeout

import (
	"net/http"
	"testing"
)

// Servers of tests are nobody's to hold.
func TestServer(t *testing.T) {
	server := &http.Server{Handler: http.NotFoundHandler()}
	server.Close()
}
