package unreleased

import (
	"context"
	"net/http"
)

// The answer to a HEAD request has no body to close.

func isThere(ctx context.Context, client *http.Client, url string) (bool, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return false, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return false, err
	}
	return resp.StatusCode == http.StatusOK, nil
}

func isThereToo(ctx context.Context, url string) bool {
	req, _ := http.NewRequest("HEAD", url, nil)
	resp, err := http.DefaultClient.Do(req.WithContext(ctx))
	return err == nil && resp.StatusCode == http.StatusOK
}

func isReadable(ctx context.Context, client *http.Client, url string) (bool, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false, err
	}
	resp, err := client.Do(req) // want `response body from \(\*http.Client\).Do is never released: Body.Close is not called`
	if err != nil {
		return false, err
	}
	return resp.StatusCode == http.StatusOK, nil
}
