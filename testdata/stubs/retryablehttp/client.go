// Package retryablehttp has the API of the real one that fixtures use, without
// bodies.
package retryablehttp

import (
	"context"
	"net/http"
)

type Client struct {
	HTTPClient *http.Client
	RetryMax   int
}

func NewClient() *Client { return nil }

type Request struct{ *http.Request }

func NewRequestWithContext(ctx context.Context, method, url string, body any) (*Request, error) {
	return nil, nil
}

func (c *Client) Do(req *Request) (*http.Response, error) { return nil, nil }
