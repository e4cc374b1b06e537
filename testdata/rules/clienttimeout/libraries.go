package clienttimeout

import (
	"context"
	"net/http"
	"time"

	"github.com/go-resty/resty/v2"
	"github.com/gorilla/websocket"
	"github.com/hashicorp/go-retryablehttp"
	"github.com/valyala/fasthttp"
)

var rest = resty.New().SetBaseURL(peer) // want `resty.New makes a client that no SetTimeout follows: .*`

func useRest(w http.ResponseWriter, r *http.Request) {
	_, err := rest.R().SetContext(r.Context()).SetBody("a").Get("/items")
	answer(w, nil, err)
}

var bounded1 = resty.New().SetBaseURL(peer).SetTimeout(time.Second)

func useBounded(w http.ResponseWriter, r *http.Request) {
	_, err := bounded1.R().SetContext(r.Context()).Get("/items")
	answer(w, nil, err)
}

type remote struct{ rest *resty.Client }

func newRemote(timeout time.Duration) *remote {
	r := &remote{resty.New()}
	r.rest.SetTimeout(timeout)
	return r
}

func (c *remote) get(w http.ResponseWriter, r *http.Request) {
	_, err := c.rest.R().SetContext(r.Context()).Get("/items")
	answer(w, nil, err)
}

func retried(url string) *retryablehttp.Client {
	c := retryablehttp.NewClient() // want `retryablehttp.NewClient sets no Timeout: .*`
	c.RetryMax = 2
	return c
}

func retriedBounded(url string) *retryablehttp.Client {
	c := retryablehttp.NewClient()
	c.HTTPClient.Timeout = time.Second
	return c
}

func retriedOther(client *http.Client) *retryablehttp.Client {
	c := retryablehttp.NewClient()
	c.HTTPClient = client
	return c
}

var one, two, three = retried(peer), retriedBounded(peer), retriedOther(nil)

func useRetried(w http.ResponseWriter, r *http.Request) {
	req, _ := retryablehttp.NewRequestWithContext(r.Context(), "GET", peer, nil)
	one.Do(req)
	two.Do(req)
	three.Do(req)
}

var fast = &fasthttp.Client{Name: "a"} // want `fasthttp.Client sets no ReadTimeout or WriteTimeout: .*`

var fastBounded = &fasthttp.Client{ReadTimeout: time.Second}

func useFast(ctx *fasthttp.RequestCtx) {
	fast.Do(nil, nil)
	fastBounded.Do(nil, nil)
	fast.DoTimeout(nil, nil, time.Second)
	fasthttp.Do(nil, nil) // want `fasthttp.Do has no timeout: .*`
}

func socket(w http.ResponseWriter, r *http.Request) {
	d := &websocket.Dialer{Subprotocols: []string{"a"}} // want `websocket.Dialer sets no HandshakeTimeout: .*`
	connect(r.Context(), d)
	connect(r.Context(), d)
	websocket.DefaultDialer.DialContext(r.Context(), peer, nil)
}

func connect(ctx context.Context, d *websocket.Dialer) {
	if conn, _, err := d.DialContext(ctx, peer, nil); err == nil {
		conn.Close()
	}
}
