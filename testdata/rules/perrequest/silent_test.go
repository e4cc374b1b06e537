package perrequest

import (
	"net/http"
	"testing"
)

func TestFetch(t *testing.T) {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		use(&http.Client{Transport: &http.Transport{}})
	})
}
