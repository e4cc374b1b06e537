package lockedwait

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"os/exec"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// Rates caches what it fetches.
type Rates struct {
	mu     sync.Mutex
	rates  map[string]float64
	client *http.Client
}

func NewRates() *Rates {
	return &Rates{rates: map[string]float64{}, client: &http.Client{Timeout: 10 * time.Second}}
}

func (c *Rates) Get(ctx context.Context, currency string) (float64, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r, ok := c.rates[currency]; ok {
		return r, nil
	}
	r, err := c.fetch(ctx, currency) // everybody else waits for c.mu
	c.rates[currency] = r
	return r, err
}

func (c *Rates) fetch(ctx context.Context, currency string) (r float64, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://rates.example/"+currency, nil)
	if err != nil {
		return 0, err
	}
	resp, err := c.client.Do(req) // want `lockedwait.Rates.mu is held across \(\*http.Client\).Do: one slow reply stalls every request that wants it \(via \(\*lockedwait.Rates\).ServeHTTP → \(\*lockedwait.Rates\).Get → \(\*lockedwait.Rates\).fetch\) \[lockedwait\]`
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return r, json.NewDecoder(resp.Body).Decode(&r)
}

func (c *Rates) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v, err := c.Get(r.Context(), r.PathValue("currency"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	json.NewEncoder(w).Encode(v)
}

// Server has several locks.
type Server struct {
	sync.RWMutex
	db    *sql.DB
	redis *redis.Client
	users map[int]string

	state struct {
		mu sync.Mutex
		n  int
	}
}

func NewServer(db *sql.DB, r *redis.Client) *Server {
	return &Server{db: db, redis: r, users: map[int]string{}}
}

// Several waits under one lock are one cause.
func (s *Server) user(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	row := s.db.QueryRowContext(r.Context(), "SELECT name FROM users") // want `lockedwait.Server is held across \(\*sql.DB\).QueryRowContext`
	var name string
	err := row.Scan(&name)
	s.redis.Set(r.Context(), "user", name, 0)
	s.Unlock()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// A read lock, which keeps writers out.
func (s *Server) name(w http.ResponseWriter, r *http.Request) {
	s.RLock()
	defer s.RUnlock()
	s.redis.Get(r.Context(), s.users[1]) // want `lockedwait.Server is held across \(\*redis.Client\).Get`
}

func (s *Server) sleep(w http.ResponseWriter, r *http.Request) {
	s.state.mu.Lock()
	for s.state.n > 9 {
		time.Sleep(50 * time.Millisecond) // want `lockedwait.Server.state.mu is held across time.Sleep: every request that wants it waits as long`
	}
	s.state.n++
	s.state.mu.Unlock()
}

// Helpers that lock, a literal that runs under the lock, and a release on one
// path only.
func (s *Server) enter() { s.Lock() }
func (s *Server) leave() { s.Unlock() }

func (s *Server) wrapped(w http.ResponseWriter, r *http.Request) {
	s.enter()
	defer s.leave()
	_ = exec.CommandContext(r.Context(), "true").Run() // want `lockedwait.Server is held across \(\*exec.Cmd\).Run`
}

func (s *Server) locked(f func()) {
	s.Lock()
	defer s.Unlock()
	f()
}

func (s *Server) callback(w http.ResponseWriter, r *http.Request) {
	s.locked(func() {
		s.redis.Get(r.Context(), "user") // want `lockedwait.Server is held across \(\*redis.Client\).Get`
	})
}

func (s *Server) paths(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	if len(s.users) == 0 {
		s.Unlock()
		return
	}
	_, err := s.db.ExecContext(r.Context(), "DELETE FROM users") // want `lockedwait.Server is held across \(\*sql.DB\).ExecContext`
	if err == nil {
		clear(s.users)
	}
	s.Unlock()
}

// A package variable, and a variable of what makes the handler.
var (
	mu    sync.Mutex
	cache = map[string]string{}
)

func global(w http.ResponseWriter, r *http.Request) {
	mu.Lock()
	defer mu.Unlock()
	resp, err := http.Get("https://rates.example") // want `lockedwait.mu is held across http.Get`
	if err != nil {
		return
	}
	resp.Body.Close()
	cache["status"] = resp.Status
}

func handler(db *sql.DB) http.HandlerFunc {
	var once sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		once.Lock()
		defer once.Unlock()
		_ = db.PingContext(r.Context()) // want `lockedwait.handler.once is held across \(\*sql.DB\).PingContext`
	}
}

// Requests want the lock that a goroutine holds.
type poller struct {
	mu   sync.Mutex
	db   *sql.DB
	seen int
}

func startPoller(db *sql.DB) *poller {
	p := &poller{db: db}
	go p.run()
	return p
}

func (p *poller) run() {
	for range time.Tick(time.Minute) {
		p.poll(context.Background())
	}
}

func (p *poller) poll(ctx context.Context) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.db.QueryRowContext(ctx, "SELECT count(*) FROM events").Scan(&p.seen) // want `lockedwait.poller.mu is held across \(\*sql.DB\).QueryRowContext: one slow reply stalls the requests that want it`
}

func (p *poller) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	json.NewEncoder(w).Encode(p.seen)
}

// A hub that writes to its clients one after the other.
type hub struct {
	mu    sync.Mutex
	peers map[string]*peer
}

func (h *hub) broadcast(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range h.peers {
		_, _ = p.conn.Write([]byte("hello")) // want `lockedwait.hub.mu is held across \(net.Conn\).Write`
	}
}

func (s *Server) ignored(w http.ResponseWriter, r *http.Request) {
	s.Lock() //stallcheck:ignore lockedwait there is one user
	defer s.Unlock()
	_ = s.db.PingContext(r.Context())
}

func (s *Server) ignoredWait(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	defer s.Unlock()
	//stallcheck:ignore lockedwait it is fast
	_ = s.db.PingContext(r.Context())
}

// A variable of the package, though requests make others of its type.
type feed struct {
	mu sync.Mutex
	db *sql.DB
}

var news = &feed{}

func headlines(w http.ResponseWriter, r *http.Request) {
	news.mu.Lock()
	defer news.mu.Unlock()
	_ = news.db.PingContext(r.Context()) // want `lockedwait.feed.mu is held across`
}

func ownFeed(w http.ResponseWriter, r *http.Request) {
	f := &feed{}
	json.NewEncoder(w).Encode(f)
}
