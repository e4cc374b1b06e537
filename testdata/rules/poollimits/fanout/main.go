// A program that asks several peers for each request.
package main

import (
	"net/http"
	"time"

	"example.com/testdata/rules/poollimits/fanout/peers"
)

type api struct {
	all   *peers.All
	given *http.Client
	few   *http.Client
	one   *http.Client
	urls  []string

	several *several
}

// traced is a transport around another one.
type traced struct{ next http.RoundTripper }

func (t *traced) RoundTrip(r *http.Request) (*http.Response, error) { return t.next.RoundTrip(r) }

func transport() *http.Transport {
	return &http.Transport{MaxIdleConnsPerHost: 10} // want `http.Transport without MaxConnsPerHost: a request sends several at once, in goroutines that peers.Each starts, and a slow peer is given ever more connections`
}

func newAPI(urls []string) *api {
	client := &http.Client{
		Timeout:   time.Second,
		Transport: &http.Transport{IdleConnTimeout: time.Minute}, // want `http.Transport without MaxConnsPerHost: a request sends several at once, in goroutines that \(\*peers.All\).Ask starts`
	}
	doer := &http.Client{
		Timeout:   time.Second,
		Transport: &traced{&http.Transport{}}, // want `in goroutines that \(\*peers.All\).Send starts`
	}
	return &api{
		all:   peers.New(client, doer, urls),
		given: &http.Client{Transport: transport(), Timeout: time.Second},
		few:   &http.Client{Transport: &http.Transport{}, Timeout: time.Second},
		one:   &http.Client{Transport: &http.Transport{}, Timeout: time.Second},
		urls:  urls,

		several: newSeveral(),
	}
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.all.Ask(r.Context())
	_ = a.all.Send(r.Context())
	peers.Each(r.Context(), a.given, a.urls)
	_ = peers.Few(r.Context(), a.few, a.urls)
	a.several.ask(r.Context(), a.urls)
	a.all.One(r.Context(), a.one)
}

func main() {
	srv := &http.Server{Addr: ":80", Handler: newAPI(nil), ReadTimeout: time.Second}
	_ = srv.ListenAndServe()
}
