// Package tries again.
package tries

import (
	"net/http"
	"time"
)

func Get(url string) {
	for {
		resp, err := http.Get(url) // want `http.Get is retried for as long as it fails: .* \(via moved.get → tries.Get\)`
		if err == nil {
			resp.Body.Close()
			return
		}
		time.Sleep(time.Second)
	}
}

// Forever calls do until it succeeds.
func Forever(do func() error) {
	for {
		if err := do(); err == nil {
			return
		}
		time.Sleep(time.Second)
	}
}
