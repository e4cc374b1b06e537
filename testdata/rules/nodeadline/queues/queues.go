// Package queues waits for workers that wait for something without an end.
package queues

import (
	"context"
	"database/sql"
	"net/http"
	"time"

	"github.com/redis/go-redis/v9"

	"example.com/testdata/rules/nodeadline/queues/pool"
)

// Across packages: the worker of a pool, and one that is given a channel.

type server struct {
	pool *pool.Pool
	ids  chan int
}

func newServer(db *sql.DB) *server {
	s := &server{pool: pool.New(db), ids: make(chan int)}
	go pool.Work(db, s.ids)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.pool.Do(1)
	s.pool.Try(r.Context(), 1)
	s.ids <- 1 // want `send to ids may wait forever: the other end waits for \(\*sql.DB\).Exec, and no case ends with the request`
}

// A channel in a variable, that a literal captures.
func route(mux *http.ServeMux, db *sql.DB) {
	events := make(chan string, 100)
	go func() {
		for e := range events {
			_, _ = db.Exec("insert into events values (?)", e)
		}
	}()
	mux.HandleFunc("/event", func(w http.ResponseWriter, r *http.Request) {
		events <- r.URL.Path // want `send to a channel may wait forever: the other end waits for \(\*sql.DB\).Exec`
	})
	mux.HandleFunc("/event/try", func(w http.ResponseWriter, r *http.Request) {
		select {
		case events <- r.URL.Path:
		default:
		}
	})
}

// What a worker produces, and a select that only the end of all of it leaves.

type feed struct {
	db     *sql.DB
	values chan int
	wanted chan int
	quit   chan struct{}
}

func (f *feed) start() { go f.loop() }

func (f *feed) loop() {
	for {
		var v int
		if err := f.db.QueryRow("select v from feed").Scan(&v); err != nil {
			close(f.values)
			return
		}
		select {
		case f.values <- v:
		case n := <-f.wanted:
			_ = n
		case <-f.quit:
			return
		}
	}
}

func (f *feed) next(w http.ResponseWriter, r *http.Request) {
	v := <-f.values // want `receive from values may wait forever: the other end waits for \(\*sql.DB\).QueryRow`
	_ = v
}

func (f *feed) want(w http.ResponseWriter, r *http.Request) {
	select { // want `send to wanted may wait forever: the other end waits for \(\*sql.DB\).QueryRow`
	case f.wanted <- 1:
	case <-f.quit:
	}
}

func (f *feed) first(w http.ResponseWriter, r *http.Request) {
	if v, ok := <-f.values; ok { // want `receive from values may wait forever`
		_ = v
	}
}

func (f *feed) timed(w http.ResponseWriter, r *http.Request) {
	select {
	case f.wanted <- 1:
	case <-time.After(time.Second):
	}
	select {
	case v := <-f.values:
		_ = v
	case <-r.Context().Done():
	}
}

func (f *feed) later(w http.ResponseWriter, r *http.Request) {
	go func() { f.wanted <- 2 }()
}

// helper is given one of several channels, not all of which wait.
func helper(ch chan<- int, v int) { ch <- v }

type others struct {
	slow, fast chan int
	db         *sql.DB
	sum        int
}

func (o *others) start() {
	go func() {
		for v := range o.slow {
			_, _ = o.db.Exec("update x set v = ?", v)
		}
	}()
	go func() {
		for v := range o.fast {
			o.sum += v
		}
	}()
}

func (o *others) both(w http.ResponseWriter, r *http.Request) {
	helper(o.fast, 1)
	o.fast <- 1 // its worker only adds
}

func (o *others) one(w http.ResponseWriter, r *http.Request) { helper(o.slow, 1) }

// A worker that gives up in time.
type timed struct {
	jobs   chan int
	client *http.Client
	db     *sql.DB
}

func newTimed(db *sql.DB) *timed {
	t := &timed{jobs: make(chan int), client: &http.Client{Timeout: time.Second}, db: db}
	go t.loop()
	return t
}

func (t *timed) loop() {
	for range t.jobs {
		if resp, err := t.client.Get("http://peer.example"); err == nil {
			_ = resp.Body.Close()
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		_ = t.db.PingContext(ctx)
		cancel()
	}
}

func (t *timed) ServeHTTP(w http.ResponseWriter, r *http.Request) { t.jobs <- 1 }

// A worker that starts a goroutine for each job, and one of each request.
type starter struct {
	jobs chan int
	db   *sql.DB
}

func (s *starter) run() {
	for id := range s.jobs {
		go func() { _, _ = s.db.Exec("update x set v = ?", id) }()
	}
}

func (s *starter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.jobs <- 1
	rows := make(chan int)
	go func() {
		defer close(rows)
		for range 3 {
			rows <- 1
		}
	}()
	for v := range rows {
		_ = v
	}
}

// What a library sends.
type listener struct {
	sub *redis.PubSub
	in  <-chan *redis.Message
	own chan int
}

// outside is given a channel by a library.
func (l *listener) outside(sub interface{ Notify(chan int) }) { sub.Notify(l.own) }

func listen(c *redis.Client) *listener {
	sub := c.Subscribe(context.Background(), "changes")
	return &listener{sub: sub, in: sub.Channel(), own: make(chan int)}
}

func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m := <-l.in // want `receive from in may wait forever: no case ends with the request`
	_ = m
	if m, ok := <-l.sub.Channel(); ok { // want `receive from Channel\(\) may wait forever: no case ends with the request`
		_ = m
	}
	_ = <-l.own
	for m := range l.sub.Channel() {
		_ = m
	}
}

// Connections are there from the start, and come back from other requests.
type conns struct {
	free chan *sql.Conn
	db   *sql.DB
}

func newConns(db *sql.DB) *conns {
	c := &conns{free: make(chan *sql.Conn, 3), db: db}
	for range 3 {
		if conn, err := db.Conn(context.Background()); err == nil {
			c.free <- conn
		}
	}
	return c
}

func (c *conns) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	conn := <-c.free
	defer func() {
		select {
		case c.free <- conn:
		default:
			_ = conn.Close()
		}
	}()
	_ = conn.PingContext(r.Context())
}

// Workers that are waited for at the end.
type batch struct {
	done chan int
	db   *sql.DB
}

func (b *batch) wait(n int) {
	for range n {
		<-b.done
		_ = b.db.Ping()
	}
}

func (b *batch) ServeHTTP(w http.ResponseWriter, r *http.Request) { b.done <- 1 }

// Requests that wait for requests of others, or for nobody.
type exchange struct {
	offers  chan string
	nothing chan string
	done    chan struct{}
	permits chan int
}

func newExchange() *exchange {
	return &exchange{offers: make(chan string), nothing: make(chan string), permits: make(chan int, 2)}
}

func (e *exchange) post(w http.ResponseWriter, r *http.Request) {
	e.offers <- r.URL.Path // want `send to offers may wait forever: no case ends with the request`
}

func (e *exchange) get(w http.ResponseWriter, r *http.Request) {
	select { // want `receive from offers may wait forever: no case ends with the request`
	case offer := <-e.offers:
		_ = offer
	case <-e.done:
	}
}

func (e *exchange) never(w http.ResponseWriter, r *http.Request) {
	_ = <-e.nothing // want `receive from nothing may wait forever: no case ends with the request`
}

// Whoever takes a permit gives it back.
func (e *exchange) limited(w http.ResponseWriter, r *http.Request) {
	e.permits <- 1
	defer func() { <-e.permits }()
}

// A goroutine of one request writes what others send.
type stream struct{ out chan string }

func (s *stream) watch(w http.ResponseWriter, r *http.Request) {
	go func() {
		for m := range s.out {
			_, _ = w.Write([]byte(m))
		}
	}()
	<-r.Context().Done()
}

func (s *stream) tell(w http.ResponseWriter, r *http.Request) { s.out <- r.URL.Path }
