// Package moved has the loop, or the helper that retries, in another package.
package moved

import (
	"net/http"

	"example.com/testdata/rules/retryloop/moved/tries"
)

func get(w http.ResponseWriter, r *http.Request) {
	tries.Get("http://peer/")
}

func help(w http.ResponseWriter, r *http.Request) {
	tries.Forever(func() error { // want `tries.Forever is retried for as long as it fails`
		resp, err := http.Get("http://peer/")
		if err == nil {
			resp.Body.Close()
		}
		return err
	})
}
