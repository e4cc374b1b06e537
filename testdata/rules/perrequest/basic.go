// Package perrequest has cases of the rule perrequest.
package perrequest

import (
	"context"
	"database/sql"
	"net/http"
	"regexp"
	"time"
)

func fetch(w http.ResponseWriter, r *http.Request) {
	client := &http.Client{Timeout: time.Second, Transport: &http.Transport{MaxIdleConns: 10}} // want `http.Transport is built for every request: nothing of it is reused, and what it leaves behind piles up \[perrequest\]`
	use(client)
}

func use(client *http.Client) {}

// As it should be.
var client = &http.Client{Timeout: time.Second, Transport: &http.Transport{MaxIdleConns: 10}}

func fetchShared(w http.ResponseWriter, r *http.Request) { use(client) }

// The operation is in a helper, the request is not.

func viaHelper(w http.ResponseWriter, r *http.Request) { use(newClient()) }

func newClient() *http.Client {
	return &http.Client{Transport: &http.Transport{}} // want `http.Transport is built for every request: .* \(via perrequest.viaHelper → perrequest.newClient\)`
}

type handler struct {
	dsn string
	db  *sql.DB
}

func (h *handler) list(w http.ResponseWriter, r *http.Request) {
	db, err := sql.Open("postgres", h.dsn) // want `sql.Open is called for every request: none of its connections is used twice`
	if err != nil {
		return
	}
	defer db.Close()
	count(r.Context(), db)
}

func (h *handler) leak(w http.ResponseWriter, r *http.Request) {
	db, err := sql.Open("postgres", h.dsn) // want `sql.Open is called for every request: nothing of it is reused`
	if err != nil {
		return
	}
	count(r.Context(), db)
}

func count(ctx context.Context, db *sql.DB) {}

// A goroutine of its own builds one all the same.
func (h *handler) background(w http.ResponseWriter, r *http.Request) {
	go func() {
		use(&http.Client{Transport: &http.Transport{}}) // want `http.Transport is built for every request`
	}()
}

func clone(w http.ResponseWriter, r *http.Request) {
	t := http.DefaultTransport.(*http.Transport).Clone() // want `Transport\).Clone is called for every request`
	t.MaxIdleConns = 1
	use(&http.Client{Transport: t})
}

// Its idle connections go away after a while.
func timed(w http.ResponseWriter, r *http.Request) {
	use(&http.Client{Transport: &http.Transport{IdleConnTimeout: time.Minute}}) // want `http.Transport is built for every request: none of its connections is used twice`
}

// A middleware's factory runs once, what it returns runs per request.
func auth(next http.Handler) http.Handler {
	shared := &http.Client{Transport: &http.Transport{}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		use(shared)
		use(&http.Client{Transport: &http.Transport{}}) // want `http.Transport is built for every request`
		next.ServeHTTP(w, r)
	})
}

//stallcheck:ignore perrequest one request a day
func report(w http.ResponseWriter, r *http.Request) {
	use(&http.Client{Transport: &http.Transport{}})
}

type replicas struct {
	addrs    []string
	patterns []string
}

// One of them is always the same one.
func (p *replicas) first(w http.ResponseWriter, r *http.Request) {
	db, err := sql.Open("postgres", p.addrs[0]) // want `sql.Open is called for every request`
	if err != nil {
		return
	}
	count(r.Context(), db)
}

// What stands in the code is there before any request.
func written(w http.ResponseWriter, r *http.Request) {
	for _, addr := range []string{"a:1", "b:2"} {
		db, err := sql.Open("postgres", addr) // want `sql.Open is called for every request`
		if err != nil {
			return
		}
		count(r.Context(), db)
	}
}

// A pattern has no connections: all of them can be prepared beforehand.
func (p *replicas) match(w http.ResponseWriter, r *http.Request) {
	for _, pattern := range p.patterns {
		if regexp.MustCompile(pattern).MatchString(r.URL.Path) { // want `regexp.MustCompile is called for every request`
			return
		}
	}
}
