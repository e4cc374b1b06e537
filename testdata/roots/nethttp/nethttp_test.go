package nethttp

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestExported(t *testing.T) { // not a root
	(&server{}).Exported(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
	h := func(w http.ResponseWriter, r *http.Request) {} // not a root
	httptest.NewServer(http.HandlerFunc(h))
}
