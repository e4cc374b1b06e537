// Package moved has helpers that callers in another package know by facts.
package moved

import (
	"io"
	"net/http"
)

// CloseBody releases.
func CloseBody(resp *http.Response) error { return resp.Body.Close() }

// ReadBody only uses.
func ReadBody(resp *http.Response) error {
	_, err := io.ReadAll(resp.Body)
	return err
}

// Fetch passes the duty to its caller.
func Fetch(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}
