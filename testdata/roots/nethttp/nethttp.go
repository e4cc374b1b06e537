// Package nethttp has handlers of net/http.
package nethttp

import (
	"encoding/json"
	"net/http"
	"time"
)

type server struct{}

func hello(w http.ResponseWriter, r *http.Request) {} // root handler, context in r

// Nothing here registers it.
func (s *server) Exported(w http.ResponseWriter, r *http.Request) {} // root handler, context in r

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) { // root handler, context in r
	writeHeader(w, r)
	writeJSON(w, r, nil)
}

// A helper with a handler's signature.
func writeHeader(w http.ResponseWriter, r *http.Request) {} // not a root

func writeJSON(w http.ResponseWriter, r *http.Request, v any) { // not a root
	_ = json.NewEncoder(w).Encode(v)
}

// Exported, but what it does is told by its parameters.
func RenderPage(w http.ResponseWriter, r *http.Request, page string) {} // not a root

func CurrentUser(w http.ResponseWriter, r *http.Request) (string, bool) { return "", false } // not a root

func factory(name string) http.HandlerFunc { // not a root
	return func(w http.ResponseWriter, r *http.Request) { // root handler, context in r
		defer func() { // not a root
			recover()
		}()
	}
}

func logging(next http.Handler) http.Handler { // not a root
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // root handler, context in r
		next.ServeHTTP(w, r)
	})
}

// A handler type of the service's own, and its adapter.
type apiFunc func(w http.ResponseWriter, r *http.Request) error

func (f apiFunc) ServeHTTP(w http.ResponseWriter, r *http.Request) { // root handler, context in r
	if err := f(w, r); err != nil {
		http.Error(w, err.Error(), 500)
	}
}

func adapt(h func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc { // not a root
	return func(w http.ResponseWriter, r *http.Request) { // root handler, context in r
		_ = h(w, r)
	}
}

func list(w http.ResponseWriter, r *http.Request) error { return nil } // root handler, context in r

func (s *server) show(w http.ResponseWriter, r *http.Request) error { return nil } // root handler, context in r

func (s *server) onError(w http.ResponseWriter, r *http.Request, err error) {} // root handler, context in r

// What every handler is given, as services with many handlers like to have it.
type reqContext struct {
	Request *http.Request
	Writer  http.ResponseWriter
	user    string
}

func (s *server) Profile(c *reqContext) error { return s.save(c, "") } // root handler, context in c

func (s *server) save(c *reqContext, name string) error { return nil } // not a root

type errorHandler func(w http.ResponseWriter, r *http.Request, err error)

func Routes(s *server, onError errorHandler) http.Handler { // not a root
	mux := http.NewServeMux()
	mux.HandleFunc("GET /hello", hello)
	mux.HandleFunc("GET /closure", func(w http.ResponseWriter, r *http.Request) {}) // root handler, context in r
	mux.Handle("GET /factory", factory("x"))
	mux.Handle("GET /list", apiFunc(list))
	mux.Handle("GET /show", adapt(s.show))
	mux.Handle("GET /slow", http.TimeoutHandler(logging(s), time.Second, ""))
	return logging(mux)
}

var _ = Routes(&server{}, (&server{}).onError)

// A client's hooks are given requests too, but not those that come in.
var client = http.Client{
	CheckRedirect: func(r *http.Request, via []*http.Request) error { return nil },                 // not a root
	Transport:     roundTripper(func(r *http.Request) (*http.Response, error) { return nil, nil }), // not a root
}

type roundTripper func(r *http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) } // not a root

func readBody(resp *http.Response) error { return nil } // not a root, no context
