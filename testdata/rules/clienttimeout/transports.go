package clienttimeout

import (
	"context"
	"net/http"
	"time"
)

// signed adds a header and passes requests on.
type signed struct {
	next http.RoundTripper
	key  string
}

func (s *signed) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", s.key)
	return s.next.RoundTrip(r)
}

var signing = &http.Client{Transport: &signed{next: http.DefaultTransport}} // want `http.Client sets no Timeout`

func fetchSigned(w http.ResponseWriter, r *http.Request) {
	req, _ := http.NewRequestWithContext(r.Context(), "GET", peer, nil)
	resp, err := signing.Do(req)
	answer(w, resp, err)
}

// seen wraps whatever transport there is.
type seen struct{ http.RoundTripper }

func (s seen) RoundTrip(r *http.Request) (*http.Response, error) {
	return s.RoundTripper.RoundTrip(r)
}

func watch(next http.RoundTripper) http.RoundTripper {
	if next == nil {
		next = http.DefaultTransport
	}
	return seen{next}
}

func fetchWatched(w http.ResponseWriter, r *http.Request) {
	c := http.Client{} // want `http.Client sets no Timeout`
	c.Transport = watch(c.Transport)
	req, _ := http.NewRequestWithContext(r.Context(), "GET", peer, nil)
	resp, err := c.Do(req)
	answer(w, resp, err)
}

// patient gives each request its own time.
type patient struct{ next http.RoundTripper }

func (p *patient) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	return p.next.RoundTrip(r.WithContext(ctx))
}

var waiting = &http.Client{Transport: &patient{next: http.DefaultTransport}}

func fetchPatiently(w http.ResponseWriter, r *http.Request) {
	req, _ := http.NewRequestWithContext(r.Context(), "GET", peer, nil)
	resp, err := waiting.Do(req)
	answer(w, resp, err)
}

// What it is around limits how long it waits.
var limited = &http.Client{Transport: watch(&patient{next: http.DefaultTransport})}

func fetchLimited(w http.ResponseWriter, r *http.Request) {
	req, _ := http.NewRequestWithContext(r.Context(), "GET", peer, nil)
	resp, err := limited.Do(req)
	answer(w, resp, err)
}

// newPeer is given a transport by somebody else.
func newPeer(next http.RoundTripper) *http.Client {
	return &http.Client{Transport: &signed{next: next}}
}

func fetchGiven(next http.RoundTripper) http.HandlerFunc {
	given := newPeer(next)
	return func(w http.ResponseWriter, r *http.Request) {
		req, _ := http.NewRequestWithContext(r.Context(), "GET", peer, nil)
		resp, err := given.Do(req)
		answer(w, resp, err)
	}
}
