package perrequest

import (
	"context"
	"crypto/tls"
	"database/sql"
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/singleflight"
)

// Silent: it is built from what the request asks for, or from data read for the
// user, such as a tenant's settings

type target struct{ DSN, Host string }

func testConnection(w http.ResponseWriter, r *http.Request) {
	var t target
	if err := json.NewDecoder(r.Body).Decode(&t); err != nil {
		return
	}
	db, err := sql.Open("postgres", t.DSN)
	if err != nil {
		return
	}
	defer db.Close()
}

func fromQuery(w http.ResponseWriter, r *http.Request) {
	dial(r.URL.Query().Get("dsn"))
}

// Some requests ask for one pattern, others know it beforehand: the function
// cannot prepare it once.
func oneTopic(w http.ResponseWriter, r *http.Request) { matching(r.FormValue("topic")) }

func allTopics(w http.ResponseWriter, r *http.Request) { matching("*") }

func matching(pattern string) *regexp.Regexp {
	return regexp.MustCompile("^" + strings.ReplaceAll(pattern, "*", ".*") + "$")
}

func fromHeader(w http.ResponseWriter, r *http.Request) {
	dial(r.Header.Get("X-Dsn"))
}

func fromPath(w http.ResponseWriter, r *http.Request) {
	dial("postgres://localhost/" + r.PathValue("tenant"))
}

func fromForm(c *gin.Context) {
	var t target
	if c.BindJSON(&t) == nil {
		dial(t.DSN)
	}
}

func dial(dsn string) {
	_, _ = sql.Open("postgres", dsn)
}

func skipVerify(w http.ResponseWriter, r *http.Request) {
	insecure := r.FormValue("insecure") == "true"
	use(&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: insecure}}})
}

func customised(w http.ResponseWriter, r *http.Request) {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = &tls.Config{ServerName: r.Host}
	use(&http.Client{Transport: t})
}

func (h *handler) fromRow(w http.ResponseWriter, r *http.Request) {
	var dsn string
	if err := h.db.QueryRowContext(r.Context(), "select dsn from tenants").Scan(&dsn); err != nil {
		return
	}
	dial(dsn)
}

type tenants interface {
	Find(id string) (target, error)
}

type hosted struct{ store tenants }

func (h *hosted) fromStore(w http.ResponseWriter, r *http.Request) {
	t, err := h.store.Find("acme")
	if err != nil {
		return
	}
	dial(t.DSN)
}

type key struct{}

func fromContext(w http.ResponseWriter, r *http.Request) {
	t, _ := r.Context().Value(key{}).(target)
	dial(t.DSN)
}

func tenantOf(ctx context.Context) target { t, _ := ctx.Value(key{}).(target); return t }

func viaContextHelper(w http.ResponseWriter, r *http.Request) { dial(tenantOf(r.Context()).DSN) }

// A client of a session that was made for the request.
type session struct{ host string }

func (s *session) open() { _ = redis.NewClient(&redis.Options{Addr: s.host}) }

func sessions(w http.ResponseWriter, r *http.Request) {
	s := &session{host: r.FormValue("host")}
	s.open()
}

// A client of a builder that is told what the request asks for.
type builder struct{ proxied bool }

func newBuilder() *builder { return &builder{} }

func (b *builder) WithProxy(yes bool) *builder { b.proxied = yes; return b }
func (b *builder) WithCookies() *builder       { return b }

func (b *builder) send() {
	t := &http.Transport{}
	if b.proxied {
		t.Proxy = http.ProxyFromEnvironment
	}
	t.DisableCompression = b.proxied
	use(&http.Client{Transport: t})
}

func proxied(w http.ResponseWriter, r *http.Request) {
	b := newBuilder()
	b.WithCookies().WithProxy(r.FormValue("proxy") == "yes")
	b.send()
}

// Silent: it connects to one of several peers that are kept in a list or map, as
// a health check does to each of its targets

type checks struct {
	targets  []target
	monitors []monitor
	byName   map[string]target
}

func (c *checks) all(w http.ResponseWriter, r *http.Request) {
	for _, t := range c.targets {
		dial(t.DSN)
	}
	for _, t := range c.known() {
		use(&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{ServerName: t.Host}}})
	}
	for name := range c.byName {
		_ = redis.NewClient(&redis.Options{Addr: c.byName[name].Host})
	}
}

func (c *checks) known() []target { return c.targets }

type monitor interface {
	check(ctx context.Context) error
}

type redisMonitor struct{ addr string }

func (m *redisMonitor) check(ctx context.Context) error {
	client := redis.NewClient(&redis.Options{Addr: m.addr})
	defer client.Close()
	_ = client.Get(ctx, "key")
	return nil
}

func newChecks(addrs ...string) *checks {
	c := &checks{}
	for _, addr := range addrs {
		c.monitors = append(c.monitors, &redisMonitor{addr})
	}
	return c
}

func (c *checks) each(w http.ResponseWriter, r *http.Request) {
	for _, m := range c.monitors {
		_ = m.check(r.Context())
	}
}

// Silent: it is built once: under sync.Once, or where it is kept in a variable,
// a field, a map or a cache

var (
	once   sync.Once
	shared *redis.Client
)

func get() *redis.Client {
	once.Do(func() { shared = connect() })
	return shared
}

func connect() *redis.Client { return redis.NewClient(&redis.Options{Addr: os.Getenv("REDIS")}) }

func viaOnce(w http.ResponseWriter, r *http.Request) { _ = get() }

var (
	value  = sync.OnceValue(connect)
	values = sync.OnceValues(func() (*sql.DB, error) { return sql.Open("postgres", os.Getenv("DSN")) })
	setup  = sync.OnceFunc(func() { shared = connect() })
)

func viaOnceValue(w http.ResponseWriter, r *http.Request) {
	_ = value()
	_, _ = values()
	setup()
}

type clients struct {
	mu     sync.Mutex
	main   *redis.Client
	byHost map[string]*redis.Client
	kept   sync.Map
	recent *lru.Cache[string, *redis.Client]
	group  singleflight.Group
	addr   string
}

func (c *clients) field(w http.ResponseWriter, r *http.Request) {
	if c.main == nil {
		c.main = redis.NewClient(&redis.Options{Addr: c.addr})
	}
}

func (c *clients) variable(w http.ResponseWriter, r *http.Request) {
	if shared == nil {
		shared = connect()
	}
}

func (c *clients) reconnect(w http.ResponseWriter, r *http.Request) {
	fresh := connect()
	c.mu.Lock()
	old := c.main
	c.main = fresh
	c.mu.Unlock()
	_ = old.Close()
}

func (c *clients) inMap(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byHost["main"]; !ok {
		c.byHost["main"] = connect()
	}
}

func (c *clients) inSyncMap(w http.ResponseWriter, r *http.Request) {
	if _, ok := c.kept.Load("main"); !ok {
		c.kept.Store("main", connect())
	}
}

func (c *clients) inLRU(w http.ResponseWriter, r *http.Request) {
	if _, ok := c.recent.Get("main"); !ok {
		c.recent.Add("main", connect())
	}
}

func (c *clients) viaHelper(w http.ResponseWriter, r *http.Request) {
	fresh := connect()
	c.remember("main", fresh)
}

func (c *clients) remember(host string, client *redis.Client) { c.byHost[host] = client }

func (c *clients) inFlight(w http.ResponseWriter, r *http.Request) {
	_, _, _ = c.group.Do("main", func() (any, error) {
		client := connect()
		c.mu.Lock()
		c.byHost["main"] = client
		c.mu.Unlock()
		return client, nil
	})
}

type service struct{ client *redis.Client }

func newService(client *redis.Client) *service { return &service{client} }

var current *service

func configure(w http.ResponseWriter, r *http.Request) { current = newService(connect()) }

var pool = sync.Pool{New: func() any { return connect() }}

func pooled(w http.ResponseWriter, r *http.Request) {
	c := pool.Get()
	defer pool.Put(c)
}

func lazy() http.HandlerFunc {
	var mu sync.Mutex
	var client *redis.Client
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if client == nil {
			client = connect()
		}
	}
}

// Silent: building it is cheap, as an http.Client without a transport of its
// own, or leaves nothing behind, as a transport that keeps no connections

func cheap(w http.ResponseWriter, r *http.Request) {
	use(&http.Client{Timeout: time.Second})
	use(&http.Client{Transport: http.DefaultTransport})
	use(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}})
}

// Silent: no request reaches it

var name = regexp.MustCompile(`^\w+$`)

func init() { shared = connect() }

func Provide(dsn string) (*handler, error) {
	db, err := sql.Open("postgres", dsn)
	return &handler{dsn: dsn, db: db}, err
}

func factory() http.HandlerFunc {
	client := connect()
	pattern := regexp.MustCompile(`^\d+$`)
	return func(w http.ResponseWriter, r *http.Request) {
		client.Get(r.Context(), pattern.FindString(r.URL.Path))
	}
}
