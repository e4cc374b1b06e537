package cpubound

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"net/http"
	"sync"

	"github.com/alitto/pond/v2"
	"github.com/gammazero/workerpool"
	"github.com/nats-io/nats.go"
	"github.com/panjf2000/ants/v2"
	"github.com/sourcegraph/conc/pool"
	"golang.org/x/crypto/bcrypt"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
	"golang.org/x/time/rate"
)

// Silent: a permit is held: of a buffered channel, a semaphore, a limiter, also
// when a helper takes it

var errBusy = errors.New("busy")

func compute() error {
	_, err := bcrypt.GenerateFromPassword(nil, bcrypt.DefaultCost)
	return err
}

type limited struct {
	permits chan struct{}
	tokens  chan int
	weights *semaphore.Weighted
	rate    *rate.Limiter
	mu      sync.Mutex
	flights singleflight.Group
}

func newLimited(n int) *limited {
	l := &limited{permits: make(chan struct{}, n), tokens: make(chan int, n)}
	for i := range n {
		l.tokens <- i
	}
	return l
}

func (l *limited) sent(w http.ResponseWriter, r *http.Request) {
	l.permits <- struct{}{}
	answer(w, compute())
	<-l.permits
}

func (l *limited) sentOrGone(w http.ResponseWriter, r *http.Request) {
	select {
	case l.permits <- struct{}{}:
		defer func() { <-l.permits }()
	case <-r.Context().Done():
		return
	}
	answer(w, compute())
}

func (l *limited) sentOrRefused(w http.ResponseWriter, r *http.Request) {
	select {
	case l.permits <- struct{}{}:
	default:
		answer(w, errBusy)
		return
	}
	defer func() { <-l.permits }()
	answer(w, compute())
}

func (l *limited) received(w http.ResponseWriter, r *http.Request) {
	token := <-l.tokens
	defer func() { l.tokens <- token }()
	answer(w, compute())
}

func (l *limited) receivedOrGone(w http.ResponseWriter, r *http.Request) {
	select {
	case token := <-l.tokens:
		defer func() { l.tokens <- token }()
		answer(w, compute())
	case <-r.Context().Done():
	}
}

func (l *limited) inGoroutines(w http.ResponseWriter, r *http.Request) {
	permits := make(chan struct{}, 4)
	var wg sync.WaitGroup
	for range r.Form["name"] {
		permits <- struct{}{}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { <-permits }()
			_ = compute()
		}()
	}
	wg.Wait()
}

func (l *limited) weighted(w http.ResponseWriter, r *http.Request) {
	if err := l.weights.Acquire(r.Context(), 1); err != nil {
		answer(w, err)
		return
	}
	defer l.weights.Release(1)
	answer(w, compute())
}

func (l *limited) tried(w http.ResponseWriter, r *http.Request) {
	if !l.weights.TryAcquire(1) {
		answer(w, errBusy)
		return
	}
	defer l.weights.Release(1)
	answer(w, compute())
}

func (l *limited) waited(w http.ResponseWriter, r *http.Request) {
	if err := l.rate.Wait(r.Context()); err != nil {
		return
	}
	answer(w, compute())
}

func (l *limited) allowed(w http.ResponseWriter, r *http.Request) {
	if l.rate.Allow() {
		answer(w, compute())
	}
}

// Helpers.

func (l *limited) acquire() { l.permits <- struct{}{} }
func (l *limited) release() { <-l.permits }

func (l *limited) viaMethods(w http.ResponseWriter, r *http.Request) {
	l.acquire()
	defer l.release()
	answer(w, compute())
}

func (l *limited) mixed(w http.ResponseWriter, r *http.Request) {
	l.permits <- struct{}{}
	defer l.release()
	answer(w, compute())
}

func (l *limited) take(ctx context.Context) (release func(), err error) {
	select {
	case l.permits <- struct{}{}:
		return func() { <-l.permits }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *limited) viaFunction(w http.ResponseWriter, r *http.Request) {
	release, err := l.take(r.Context())
	if err != nil {
		return
	}
	defer release()
	answer(w, compute())
}

func (l *limited) tryTake() bool {
	select {
	case <-l.tokens:
		return true
	default:
		return false
	}
}

func (l *limited) viaBool(w http.ResponseWriter, r *http.Request) {
	if !l.tryTake() {
		return
	}
	defer func() { l.tokens <- 1 }()
	answer(w, compute())
}

func (l *limited) do(f func() error) error {
	l.permits <- struct{}{}
	defer func() { <-l.permits }()
	return f()
}

func (l *limited) viaCallback(w http.ResponseWriter, r *http.Request) {
	answer(w, l.do(compute))
	answer(w, l.do(func() error { return compute() }))
}

type limiter interface {
	Acquire(ctx context.Context) error
	Release()
}

func viaInterface(l limiter) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := l.Acquire(r.Context()); err != nil {
			return
		}
		defer l.Release()
		answer(w, compute())
	}
}

// Silent: a mutex is held, or singleflight runs it

func (l *limited) locked(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	answer(w, compute())
}

func (l *limited) tryLocked(w http.ResponseWriter, r *http.Request) {
	if l.mu.TryLock() {
		defer l.mu.Unlock()
		answer(w, compute())
	}
}

func (l *limited) shared(w http.ResponseWriter, r *http.Request) {
	_, err, _ := l.flights.Do("key", func() (any, error) { return rsa.GenerateKey(rand.Reader, 2048) })
	answer(w, err)
	<-l.flights.DoChan("key", func() (any, error) { return nil, compute() })
}

// Silent: it runs in a bounded pool, or in a group with a limit

type pools struct {
	ants    *ants.Pool
	pond    pond.Pool
	workers *workerpool.WorkerPool
	conc    *pool.Pool
	group   errgroup.Group
	jobs    chan func()
}

func newPools() *pools {
	p := &pools{conc: pool.New().WithMaxGoroutines(4), jobs: make(chan func())}
	p.group.SetLimit(4)
	for range 4 {
		go p.work()
	}
	return p
}

func (p *pools) work() {
	for job := range p.jobs {
		job()
	}
}

func (p *pools) ofLibraries(w http.ResponseWriter, r *http.Request) {
	_ = p.ants.Submit(func() { _ = compute() })
	_ = p.pond.Submit(func() { _ = compute() }).Wait()
	p.workers.SubmitWait(func() { _ = compute() })
	p.conc.Go(func() { _ = compute() })
}

func (p *pools) groups(w http.ResponseWriter, r *http.Request) {
	var g errgroup.Group
	g.SetLimit(2)
	g.Go(compute)
	p.group.Go(compute)
	own := pool.New().WithErrors().WithMaxGoroutines(2)
	own.Go(compute)
	_ = errors.Join(g.Wait(), own.Wait())
}

func (p *pools) queued(w http.ResponseWriter, r *http.Request) {
	done := make(chan error, 1)
	p.jobs <- func() { done <- compute() }
	answer(w, <-done)
}

// Silent: middleware limits how many requests get to the handler at once, or how
// fast: a handler that another package registers is reported there

func routes(mux *http.ServeMux) { mux.Handle("/join", slowly(http.HandlerFunc(join))) }

func join(w http.ResponseWriter, r *http.Request) { answer(w, compute()) }

var joins = rate.NewLimiter(1, 10)

func slowly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := joins.Wait(r.Context()); err == nil {
			next.ServeHTTP(w, r)
		}
	})
}

// Silent: no request reaches it, or messages do, which their library hands out
// a few at a time

func init() { _ = compute() }

func subscribe(nc *nats.Conn) error {
	_, err := nc.Subscribe("users", func(m *nats.Msg) { _ = compute() })
	return err
}
