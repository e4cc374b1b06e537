// Package otelhttp stands in for the tracing of net/http.
package otelhttp

import "net/http"

type Transport struct{ rt http.RoundTripper }

type Option interface{ apply() }

func NewTransport(base http.RoundTripper, opts ...Option) *Transport { return &Transport{base} }

func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) { return t.rt.RoundTrip(r) }
