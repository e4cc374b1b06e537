package clienttimeout

import (
	"context"
	"net/http"
	"time"

	"github.com/go-ldap/ldap/v3"
	"github.com/go-resty/resty/v2"
	"github.com/gorilla/websocket"
	"github.com/hashicorp/go-retryablehttp"
	"github.com/redis/go-redis/v9"
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

type caches struct{ off, short, usual *redis.Client }

func newCaches(addr string, timeout time.Duration) *caches {
	off := &redis.Options{Addr: addr}
	off.ReadTimeout = -1
	return &caches{
		off:   redis.NewClient(off), // want `redis.NewClient switches ReadTimeout off: a peer that does not answer holds every request that waits for it`
		short: redis.NewClient(&redis.Options{Addr: addr, ReadTimeout: timeout}),
		usual: redis.NewClient(&redis.Options{Addr: addr}),
	}
}

var written = redis.NewClient(&redis.Options{WriteTimeout: -2}) // want `redis.NewClient switches WriteTimeout off: .*`

var unused = redis.NewClient(&redis.Options{ReadTimeout: -1})

func (c *caches) get(w http.ResponseWriter, r *http.Request) {
	_, err := c.off.Expire(r.Context(), "a", time.Second).Result() // promoted
	_, err = c.short.Get(r.Context(), "b").Result()
	_, err = c.usual.Get(r.Context(), "c").Result()
	_, err = written.Get(r.Context(), "d").Result()
	answer(w, nil, err)
}

func login(w http.ResponseWriter, r *http.Request) {
	conn, err := ldap.DialURL("ldaps://directory.example") // want `ldap.DialURL makes a client that no SetTimeout follows: .*`
	if err != nil {
		answer(w, nil, err)
		return
	}
	defer conn.Close()
	answer(w, nil, conn.Bind("a", "b"))
}

type directory struct{ conn *ldap.Conn }

func newDirectory() (*directory, error) {
	conn, err := ldap.DialURL("ldaps://directory.example")
	if err != nil {
		return nil, err
	}
	conn.SetTimeout(5 * time.Second)
	return &directory{conn}, nil
}

func (d *directory) find(w http.ResponseWriter, r *http.Request) {
	_, err := d.conn.Search(nil)
	answer(w, nil, err)
}
