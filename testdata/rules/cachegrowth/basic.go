package cachegrowth

import (
	"net/http"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

var (
	mu   sync.Mutex
	seen = map[string]time.Time{}
)

// Example is the one of the documentation.
func visit(w http.ResponseWriter, r *http.Request) {
	mu.Lock()
	defer mu.Unlock()
	seen[r.RemoteAddr] = time.Now() // want `cachegrowth.[Ss]een keeps a key for every one that requests bring: nothing takes any out`
}

var sessions sync.Map

func login(w http.ResponseWriter, r *http.Request) {
	sessions.Store(r.FormValue("user"), time.Now()) // want `cachegrowth.[Ss]essions keeps a key for every one that requests bring`
	_, _ = sessions.Load(r.FormValue("user"))
}

type limiter struct {
	mu       sync.Mutex
	visitors map[string]*visitor
}

type visitor struct{ last time.Time }

func newLimiter() *limiter { return &limiter{visitors: make(map[string]*visitor)} }

func (l *limiter) get(ip string) *visitor {
	l.mu.Lock()
	defer l.mu.Unlock()
	v, ok := l.visitors[ip]
	if !ok {
		v = &visitor{time.Now()}
		l.visitors[ip] = v // want `limiter.visitors keeps a key for every one that requests bring: nothing takes any out \(via .*imit\$1 → .*imiter\).[gG]et\)`
	}
	return v
}

func limit(next http.Handler) http.Handler {
	l := newLimiter()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.get(r.RemoteAddr).last = time.Now()
		next.ServeHTTP(w, r)
	})
}

type server struct{ cache redis.Cmdable }

func (s *server) remember(w http.ResponseWriter, r *http.Request) {
	s.cache.Set(r.Context(), "user:"+r.PathValue("id"), r.FormValue("name"), 0) // want `\(redis.Cmdable\).Set keeps a key that the request brings for ever: it is given no expiry`
}
