package lockedwait

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"net"
	"net/http"
	"net/smtp"
	"os"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Silent: the lock is released before the wait

func (s *Server) before(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	name, ok := s.users[1]
	s.Unlock()
	if !ok {
		_ = s.db.QueryRowContext(r.Context(), "SELECT name FROM users").Scan(&name)
	}
	s.Lock()
	defer s.Unlock()
	s.users[1] = name
}

func (s *Server) given(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	defer s.Unlock()
	s.refresh(r.Context())
}

// refresh is entered with the lock held.
func (s *Server) refresh(ctx context.Context) {
	s.Unlock()
	_ = s.db.PingContext(ctx)
	s.Lock()
}

func (s *Server) deferredFirst(w http.ResponseWriter, r *http.Request) {
	defer s.redis.Get(r.Context(), "user")
	s.Lock()
	defer s.Unlock()
	s.users[2] = "x"
}

func (s *Server) started(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	defer s.Unlock()
	go s.db.PingContext(context.WithoutCancel(r.Context()))
}

// Silent: the lock and the one connection that it waits on are fields of one
// struct, or of its parts: such connections are used by one at a time

type peer struct {
	mu   sync.Mutex
	conn net.Conn
	ws   *websocket.Conn
	mail *smtp.Client
	out  *writer
	tx   *sql.Tx
}

type writer struct {
	buf  *bufio.Writer
	conn net.Conn
}

func (w *writer) flush(p []byte) error {
	if _, err := w.conn.Write(p); err != nil {
		return err
	}
	return w.buf.Flush()
}

func newPeer(c net.Conn) *peer { return &peer{conn: c} }

func (p *peer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, err := p.conn.Write([]byte("hello")); err != nil {
		return
	}
	_ = p.ws.WriteMessage(1, nil)
	_ = p.mail.Noop()
	_ = p.out.flush(nil)
	_ = send(p.conn)
	_, _ = p.tx.ExecContext(r.Context(), "UPDATE peers SET seen = now()")
}

func send(c net.Conn) error {
	_, err := c.Write(nil)
	return err
}

// Silent: it waits for a condition, another lock or a file, or sleeps for less
// than 10 ms

type queue struct {
	mu   sync.Mutex
	cond *sync.Cond
	next sync.Mutex
	c    chan int
	n    int
}

var q = &queue{}

func waits(w http.ResponseWriter, r *http.Request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.n == 0 {
		q.cond.Wait()
	}
	q.next.Lock()
	q.n--
	q.next.Unlock()
	_, _ = os.ReadFile("config")
	time.Sleep(time.Millisecond)
}

// Silent: it receives from a channel, unless whoever closes that takes the same
// lock before

func receives(w http.ResponseWriter, r *http.Request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.n = <-q.c
}

// Silent: it sends to a channel that has another way out, or that was made for
// one answer and has room for it

type calls struct {
	mu      sync.Mutex
	pending map[string]chan string
	events  chan int
}

var open = &calls{}

func (c *calls) call(id string) chan string {
	ch := make(chan string, 1)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pending[id] = ch
	return ch
}

func (c *calls) answered(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := c.pending[r.URL.Path]
	delete(c.pending, r.URL.Path)
	ch <- "done"
	select {
	case c.events <- 1:
	default:
	}
}

// Silent: it reads the request, or writes the answer

func answers(w http.ResponseWriter, r *http.Request) {
	mu.Lock()
	defer mu.Unlock()
	cache["name"] = r.FormValue("name")
	_ = json.NewDecoder(r.Body).Decode(&cache)
	_, _ = w.Write([]byte(cache["name"]))
}

// Silent: no request comes to the wait, and none wants the lock of a goroutine
// that does

type worker struct {
	mu sync.Mutex
	db *sql.DB
}

func startWorker(ctx context.Context, db *sql.DB) {
	wk := &worker{db: db}
	wk.work(ctx)
	go wk.work(ctx)
}

func (wk *worker) work(ctx context.Context) {
	wk.mu.Lock()
	defer wk.mu.Unlock()
	_ = wk.db.PingContext(ctx)
}

// At start-up nobody waits, though requests want the lock later.
type config struct {
	mu sync.Mutex
	v  string
}

func load(ctx context.Context, db *sql.DB) *config {
	c := &config{}
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = db.QueryRowContext(ctx, "SELECT v FROM config").Scan(&c.v)
	return c
}

func (c *config) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = w.Write([]byte(c.v))
}

// Silent: it is a read lock, and nobody in the package writes

type frozen struct {
	mu sync.RWMutex
	db *sql.DB
}

var ice frozen

func readers(w http.ResponseWriter, r *http.Request) {
	ice.mu.RLock()
	defer ice.mu.RUnlock()
	_ = ice.db.PingContext(r.Context())
}

// Silent: the lock is a variable of the request, or a field of what the request
// makes

type job struct {
	mu sync.Mutex
	db *sql.DB
	n  int
}

func (j *job) do(ctx context.Context) {
	j.mu.Lock()
	defer j.mu.Unlock()
	_ = j.db.PingContext(ctx)
	j.n++
}

func (s *Server) local(w http.ResponseWriter, r *http.Request) {
	var (
		mu sync.Mutex
		wg sync.WaitGroup
	)
	j := &job{db: s.db}
	for range 3 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			_ = s.db.PingContext(r.Context())
			j.do(r.Context())
		})
	}
	wg.Wait()
}

// Silent: it is one of many, for a key or an element, or one of another process

type keyed struct {
	mu     sync.Mutex
	locks  map[string]*sync.Mutex
	shards [16]struct{ mu sync.Mutex }
	all    sync.Map
	db     *sql.DB
}

func newKeyed(db *sql.DB) *keyed { return &keyed{db: db} }

func (k *keyed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := r.PathValue("key")
	k.mu.Lock()
	l := k.locks[key]
	k.mu.Unlock()
	l.Lock()
	_ = k.db.PingContext(r.Context())
	l.Unlock()
	s := &k.shards[len(key)%16]
	s.mu.Lock()
	_ = k.db.PingContext(r.Context())
	s.mu.Unlock()
	v, _ := k.all.LoadOrStore(key, &sync.Mutex{})
	m := v.(*sync.Mutex)
	m.Lock()
	defer m.Unlock()
	_ = k.db.PingContext(r.Context())
}

// Silent: nobody waits for it: all only try

type single struct {
	mu sync.Mutex
	db *sql.DB
}

func newSingle(db *sql.DB) *single { return &single{db: db} }

func (s *single) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.mu.TryLock() {
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	}
	defer s.mu.Unlock()
	_ = s.db.PingContext(r.Context())
}
