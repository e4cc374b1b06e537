// Package billing builds a client in a constructor that somebody else calls.
package billing

import (
	"context"
	"net/http"
)

type Client struct{ http *http.Client }

func New(key string) *Client {
	return &Client{&http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4}}} // want `http.Transport is built for every request: nothing of it is reused, .* \(via \(\*api.Orders\).Pay → billing.New\)`
}

// Region is built for what the request asks for, as its callers do.
func Region(key, host string) *Client {
	return &Client{&http.Client{Transport: &http.Transport{Proxy: nil, TLSNextProto: nil, DialTLSContext: dialer(host)}}}
}

func (c *Client) Charge(ctx context.Context, cents int) error { return nil }
