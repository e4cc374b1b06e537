package clienttimeout

import (
	"context"
	"net"
	"net/http"
	"net/smtp"
	"sync"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
)

const peer = "http://peer.example"

func answer(http.ResponseWriter, *http.Response, error) {}

func request(ctx context.Context) *http.Request {
	req, _ := http.NewRequestWithContext(ctx, "GET", peer, nil)
	return req
}

// A client that is made for the request.
func perRequest(w http.ResponseWriter, r *http.Request) {
	c := &http.Client{} // want `http.Client sets no Timeout: .*`
	resp, err := c.Do(request(r.Context()))
	answer(w, resp, err)
}

// A variable is a client, too.
func variable(w http.ResponseWriter, r *http.Request) {
	var c http.Client // want `http.Client sets no Timeout: .*`
	resp, err := c.Do(request(r.Context()))
	answer(w, resp, err)
}

// The default client, where it is used and where it is kept.
func standard(w http.ResponseWriter, r *http.Request) {
	resp, err := http.DefaultClient.Do(request(r.Context())) // want `http.DefaultClient has no timeout: .*`
	answer(w, resp, err)
}

type keeper struct {
	client *http.Client
}

func newKeeper() *keeper {
	return &keeper{
		client: http.DefaultClient, // want `http.DefaultClient has no timeout: .*`
	}
}

func (k *keeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	resp, err := k.client.Do(request(r.Context()))
	answer(w, resp, err)
}

// Through a constructor, a parameter and a field.
type service struct {
	client *http.Client
	jar    http.CookieJar
}

func newClient(jar http.CookieJar) *http.Client {
	return &http.Client{ // want `http.Client sets no Timeout: .*via \(\*clienttimeout.service\).handle → \(\*clienttimeout.service\).load.*`
		Jar: jar,
	}
}

func newService(c *http.Client) *service { return &service{client: c} }

func setUp() *service { return newService(newClient(nil)) }

func (s *service) load(ctx context.Context) (*http.Response, error) {
	return s.client.Do(request(ctx))
}

func (s *service) handle(w http.ResponseWriter, r *http.Request) {
	resp, err := s.load(r.Context())
	answer(w, resp, err)
}

// Through an interface.
type doer interface {
	Do(*http.Request) (*http.Response, error)
}

type caller struct{ doer doer }

func newCaller() *caller {
	return &caller{doer: &http.Client{}} // want `http.Client sets no Timeout: .*`
}

func (c *caller) handle(w http.ResponseWriter, r *http.Request) {
	resp, err := c.doer.Do(request(r.Context()))
	answer(w, resp, err)
}

// A transport of its own does not bound the whole.
var transported = &http.Client{ // want `http.Client sets no Timeout: .*`
	Transport: &http.Transport{MaxIdleConns: 10},
}

func useTransported(w http.ResponseWriter, r *http.Request) {
	resp, err := transported.Do(request(r.Context()))
	answer(w, resp, err)
}

// The default transport does not bound it either, nor does what traces it.
var defaulted = &http.Client{Transport: http.DefaultTransport} // want `http.Client sets no Timeout: .*`

func useDefaulted(w http.ResponseWriter, r *http.Request) {
	resp, err := defaulted.Do(request(r.Context()))
	answer(w, resp, err)
	traced := http.Client{ // want `http.Client sets no Timeout: .*`
		Transport: otelhttp.NewTransport(http.DefaultTransport),
	}
	resp, err = traced.Do(request(r.Context()))
	answer(w, resp, err)
	hurried := &http.Client{Transport: otelhttp.NewTransport(&http.Transport{ResponseHeaderTimeout: time.Second})}
	resp, err = hurried.Do(request(r.Context()))
	answer(w, resp, err)
}

// Dialers.
func dial(w http.ResponseWriter, r *http.Request) {
	d := net.Dialer{} // want `net.Dialer sets no Timeout or Deadline: .*`
	conn, err := d.DialContext(r.Context(), "tcp", "peer.example:80")
	if err == nil {
		conn.Close()
	}
}

// What has no timeout to set.
func mail(w http.ResponseWriter, r *http.Request) {
	err := smtp.SendMail("mail.example:25", nil, "a@b.example", nil, nil) // want `smtp.SendMail has no timeout: .*`
	answer(w, nil, err)
}

// What the caller does is one client, wherever it is used.
var shared = new(http.Client) // want `http.Client sets no Timeout: .*`

func sharedOne(w http.ResponseWriter, r *http.Request) {
	resp, err := shared.Do(request(r.Context()))
	answer(w, resp, err)
}

func sharedTwo(w http.ResponseWriter, r *http.Request) {
	var once sync.Once
	once.Do(func() {
		resp, err := shared.Do(request(r.Context()))
		answer(w, resp, err)
	})
}
