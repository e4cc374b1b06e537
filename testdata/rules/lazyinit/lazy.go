package lazyinit

import (
	"database/sql"
	"html/template"
	"net/http"

	"github.com/redis/go-redis/v9"
)

type server struct {
	db     *sql.DB
	client *http.Client
	pages  map[string]*template.Template
	cache  *redis.Client
	ready  bool
}

// In a method that handlers call, of what is there before the request.
func (s *server) pool() (*sql.DB, error) {
	if s.db != nil {
		return s.db, nil
	}
	pool, err := sql.Open("postgres", dsn) // want `sql.Open fills what a request finds empty, .*via \(\*lazyinit.server\).handle`
	if err != nil {
		return nil, err
	}
	s.db = pool
	return s.db, nil
}

func (s *server) handle(w http.ResponseWriter, r *http.Request) {
	pool, err := s.pool()
	if err == nil {
		query(w, pool)
	}
}

// What a helper builds is reported where it is stored.
func newCache(addr string) *redis.Client {
	return redis.NewClient(&redis.Options{Addr: addr})
}

func (s *server) cached(w http.ResponseWriter, r *http.Request) {
	if s.cache == nil {
		s.cache = newCache("localhost:6379") // want `lazyinit.newCache fills what a request finds empty, .*`
	}
	s.cache.Get(r.Context(), "key")
}

// A flag tells as much as nil.
func (s *server) flagged(w http.ResponseWriter, r *http.Request) {
	if !s.ready {
		s.cache = newCache("localhost:6379") // want `lazyinit.newCache fills what a request finds empty, .*`
		s.ready = true
	}
	s.cache.Get(r.Context(), "key")
}

// A map that has no entry yet.
func (s *server) page(w http.ResponseWriter, r *http.Request) {
	page, ok := s.pages["index"]
	if !ok {
		page, _ = template.ParseFiles("index.html") // want `template.ParseFiles fills what a request finds empty, .*`
		s.pages["index"] = page
	}
	page.Execute(w, nil)
}

var pools = map[string]*sql.DB{}

// Which one depends on the request: still, two requests of a tenant build two.
func tenant(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("tenant")
	if pools[name] == nil {
		pools[name], _ = sql.Open("postgres", dsn+name) // want `sql.Open fills what a request finds empty, .*`
	}
	query(w, pools[name])
}

var transport *http.Transport

// A literal.
func literal(w http.ResponseWriter, r *http.Request) {
	if transport == nil {
		transport = &http.Transport{MaxIdleConns: 10} // want `http.Transport fills what a request finds empty, .*`
	}
	transport.CloseIdleConnections()
}

var client *http.Client

// A part of what is stored.
func inside(w http.ResponseWriter, r *http.Request) {
	if client == nil {
		client = &http.Client{Transport: &http.Transport{MaxIdleConns: 10}} // want `http.Transport fills what a request finds empty, .*`
	}
	client.CloseIdleConnections()
}
