package nodeadline

import (
	"context"
	"io"
	"net/http"
	"time"

	"golang.org/x/oauth2"
)

// No client, or one without a timeout.

func noTimeout(ctx context.Context, url string, body io.Reader) error {
	if _, err := http.Get(url); err != nil { // want `http.Get may wait forever: it takes no context`
		return err
	}
	if _, err := http.Post(url, "text/plain", body); err != nil { // want `http.Post may wait forever`
		return err
	}
	if _, err := http.DefaultClient.Get(url); err != nil { // want `Client\).Get may wait forever`
		return err
	}
	c := &http.Client{}
	if _, err := c.Head(url); err != nil { // want `Client\).Head may wait forever`
		return err
	}
	var zero http.Client
	_, err := zero.Get(url) // want `Client\).Get may wait forever`
	return err
}

// The request has no context.

func requests(ctx context.Context, url string) error {
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		return err
	}
	if _, err := http.DefaultClient.Do(req); err != nil { // want `Client\).Do may wait forever: http.NewRequest gives its request no context`
		return err
	}
	if _, err := http.DefaultClient.Do(req.WithContext(ctx)); err != nil {
		return err
	}
	if _, err := bounded.Do(req); err != nil {
		return err
	}
	req, err = http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return err
	}
	_, err = http.DefaultClient.Do(req)
	return err
}

func background2(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(context.Background(), "GET", url, nil)
	if err != nil {
		return err
	}
	_, err = http.DefaultClient.Do(req) // want `Client\).Do may wait forever: context.Background replaces`
	return err
}

func forwards(r *http.Request, url string) error {
	_, err := http.DefaultClient.Do(r.Clone(r.Context()))
	return err
}

// Where a client's timeout may come from.

type api struct {
	client  *http.Client
	slow    *http.Client
	byValue http.Client
	given   *http.Client
}

func newAPI(given *http.Client) *api {
	return &api{
		client:  &http.Client{Timeout: time.Second},
		slow:    &http.Client{},
		byValue: http.Client{Timeout: time.Second},
		given:   given,
	}
}

func (a *api) get(ctx context.Context, url string) error {
	if _, err := a.client.Get(url); err != nil {
		return err
	}
	if _, err := a.slow.Get(url); err != nil { // want `Client\).Get may wait forever`
		return err
	}
	if _, err := a.byValue.Get(url); err != nil {
		return err
	}
	_, err := a.given.Get(url)
	return err
}

func makeClient() *http.Client {
	c := &http.Client{Transport: http.DefaultTransport}
	c.Timeout = time.Second
	return c
}

func fromConstructor(ctx context.Context, url string) error {
	_, err := makeClient().Get(url)
	return err
}

var shared = makeClient()

func fromVariable(ctx context.Context, url string) error {
	_, err := shared.Get(url)
	return err
}

type clientOption func(*http.Client)

func withTimeout(d time.Duration) clientOption { return func(c *http.Client) { c.Timeout = d } }

func newClient(opts ...clientOption) *http.Client {
	c := &http.Client{}
	for _, o := range opts {
		o(c)
	}
	return c
}

var configured = newClient(withTimeout(time.Second))

func fromOption(ctx context.Context, url string) error {
	_, err := configured.Get(url)
	return err
}

// Its transport may bound it.
type limited struct{ next http.RoundTripper }

func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	return l.next.RoundTrip(r.WithContext(ctx))
}

var wrapped = &http.Client{Transport: limited{http.DefaultTransport}}

func fromTransport(ctx context.Context, url string) error {
	_, err := wrapped.Get(url)
	return err
}

// A context may carry the client.
func carried(ctx context.Context, c *oauth2.Config, given *http.Client) error {
	if _, err := c.Exchange(context.Background(), "code"); err != nil { // want `Config\).Exchange may wait forever: context.Background replaces`
		return err
	}
	slow := context.WithValue(context.Background(), oauth2.HTTPClient, &http.Client{})
	if _, err := c.Exchange(slow, "code"); err != nil { // want `Config\).Exchange may wait forever: context.Background replaces`
		return err
	}
	inTime := context.WithValue(context.Background(), oauth2.HTTPClient, bounded)
	if _, err := c.Exchange(inTime, "code"); err != nil {
		return err
	}
	unknown := context.WithValue(context.Background(), oauth2.HTTPClient, given)
	_, err := c.Exchange(unknown, "code")
	return err
}

// An interface may be anything.
type doer interface {
	Do(*http.Request) (*http.Response, error)
}

func fromInterface(ctx context.Context, d doer, url string) error {
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		return err
	}
	_, err = d.Do(req)
	return err
}
