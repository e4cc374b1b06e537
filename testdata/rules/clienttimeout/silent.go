package clienttimeout

import (
	"context"
	"net"
	"net/http"
	"time"
)

type bounded struct {
	client, later, given, transport, own *http.Client
	value                                http.Client
}

// Silent: a timeout is set where the client is made, or later
func newBounded(transport http.RoundTripper, timeout time.Duration) *bounded {
	b := &bounded{
		client:    &http.Client{Timeout: time.Second},
		later:     &http.Client{},
		transport: &http.Client{Transport: transport},
	}
	b.later.Timeout = timeout
	b.given = configured()
	b.value.Timeout = timeout
	return b
}

func configured() *http.Client {
	c := &http.Client{}
	setTimeout(c)
	return c
}

func setTimeout(c *http.Client) { c.Timeout = time.Second }

func (b *bounded) handle(w http.ResponseWriter, r *http.Request) {
	for _, c := range []func(*http.Request) (*http.Response, error){b.client.Do, b.later.Do} {
		c(request(r.Context()))
	}
	b.client.Do(request(r.Context()))
	b.later.Do(request(r.Context()))
	b.given.Do(request(r.Context()))
	b.value.Do(request(r.Context()))
}

// Silent: its transport limits how long an answer may take to begin, or is not one of net/http
func (b *bounded) custom(w http.ResponseWriter, r *http.Request) {
	c := &http.Client{Transport: &http.Transport{ResponseHeaderTimeout: time.Second, IdleConnTimeout: time.Minute}}
	c.Do(request(r.Context()))
	b.transport.Do(request(r.Context()))
}

var hurried = &http.Client{}

// Silent: every request that it sends has a deadline, of its own or from middleware
func deadline(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	resp, err := hurried.Do(request(ctx))
	answer(w, resp, err)
	dialer := &net.Dialer{}
	if conn, err := dialer.DialContext(ctx, "tcp", "peer.example:80"); err == nil {
		conn.Close()
	}
}

type option func(*http.Client)

// Silent: somebody unknown configures it, such as an option, or it may as well be another client
func optioned(opts ...option) http.HandlerFunc {
	c := &http.Client{}
	for _, o := range opts {
		o(c)
	}
	return func(w http.ResponseWriter, r *http.Request) {
		resp, err := c.Do(request(r.Context()))
		answer(w, resp, err)
	}
}

type fallback struct{ client *http.Client }

func newFallback(c *http.Client) *fallback {
	if c == nil {
		c = http.DefaultClient
	}
	return &fallback{c}
}

var fallen = newFallback(&http.Client{Timeout: time.Second})

func (f *fallback) handle(w http.ResponseWriter, r *http.Request) {
	resp, err := f.client.Do(request(r.Context()))
	answer(w, resp, err)
}

// Silent: no request waits for it
func startUp() {
	c := &http.Client{}
	resp, err := c.Do(request(context.Background()))
	answer(nil, resp, err)
}

// Silent: the wait itself is reported on the same line, by nodeadline, or the client is built for every request with a transport of its own, which perrequest reports
func reported(w http.ResponseWriter, r *http.Request) {
	resp, err := http.Get(peer)
	answer(w, resp, err)
	resp, err = http.DefaultClient.Get(peer)
	answer(w, resp, err)
	c := &http.Client{Transport: &http.Transport{MaxIdleConns: 1}}
	resp, err = c.Do(request(r.Context()))
	answer(w, resp, err)
}

// The structs that a type parameter stands for have fields, too.
func each[T any, R ~struct {
	From    T
	Timeout time.Duration
}](in []T) (out []R) {
	for _, from := range in {
		out = append(out, R{From: from, Timeout: time.Second})
	}
	return out
}
