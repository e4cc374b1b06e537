package detached

import (
	"context"
	"log"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/sync/errgroup"
)

// One function for each item of "Silent when", in order. Its comment repeats
// the first words of the item, and a test looks for them.

// Silent: the handler waits for the goroutine, or may: by a group
func group(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		remember(r.Context(), 1)
	}()
	wg.Wait()
}

func groupOfErrors(w http.ResponseWriter, r *http.Request) {
	g, ctx := errgroup.WithContext(r.Context())
	g.Go(func() error { return db.PingContext(ctx) })
	if err := g.Wait(); err != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}

func channel(w http.ResponseWriter, r *http.Request) {
	errs := make(chan error, 1)
	go func() { errs <- db.PingContext(r.Context()) }()
	select {
	case <-errs:
	case <-time.After(time.Second):
		w.WriteHeader(http.StatusGatewayTimeout)
	}
}

func ranged(w http.ResponseWriter, r *http.Request) {
	out := make(chan int)
	go func() {
		defer close(out)
		remember(r.Context(), 1)
		out <- 1
	}()
	for n := range out {
		log.Print(n)
	}
}

// What the caller gives reports to the channel that it is given.
func root(w http.ResponseWriter, r *http.Request) { _ = first(r.Context(), ping) }

func first(ctx context.Context, run func(context.Context, chan error)) error {
	out := make(chan error, 1)
	go run(ctx, out)
	select {
	case err := <-out:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func ping(ctx context.Context, out chan error) { out <- db.PingContext(ctx) }

// The one who starts it waits for what it tells.
func once(w http.ResponseWriter, r *http.Request) {
	_ = (&flight{}).do(r.Context(), func(ctx context.Context) error { return db.PingContext(ctx) })
}

type flight struct {
	done chan struct{}
	err  error
}

func (f *flight) do(ctx context.Context, run func(context.Context) error) error {
	c := &flight{done: make(chan struct{})}
	go func() {
		defer func() {
			if recover() != nil {
				c.err = context.Canceled
			}
			close(c.done)
		}()
		c.err = run(ctx)
	}()
	return c.wait(ctx)
}

func (f *flight) wait(ctx context.Context) error {
	select {
	case <-f.done:
		return f.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func groupInGoroutine(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	done := make(chan struct{})
	wg.Add(1)
	go func() {
		defer wg.Done()
		remember(r.Context(), 1)
	}()
	go func() {
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-r.Context().Done():
	}
}

// A batch is waited for by whoever made it.
type batch struct{ wg sync.WaitGroup }

func (b *batch) start(ctx context.Context) {
	b.wg.Add(1)
	go func() {
		defer b.wg.Done()
		remember(ctx, 1)
	}()
}

func batched(w http.ResponseWriter, r *http.Request) {
	b := &batch{}
	b.start(r.Context())
	b.wg.Wait()
}

func stream(ctx context.Context) <-chan error {
	out := make(chan error)
	go func() { out <- db.PingContext(ctx) }()
	return out
}

func streamed(w http.ResponseWriter, r *http.Request) {
	<-stream(r.Context())
}

// It is told when to end.
func stopped(w http.ResponseWriter, r *http.Request) {
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				w.WriteHeader(http.StatusProcessing)
				remember(r.Context(), 1)
			case <-stop:
				return
			}
		}
	}()
	remember(r.Context(), 2)
}

// Silent: only the values of the context are read
type userKey struct{}

func values(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	go func() {
		slog.InfoContext(ctx, "stored", "user", ctx.Value(userKey{}))
		remember(context.WithValue(context.Background(), userKey{}, ctx.Value(userKey{})), 1)
	}()
}

// Silent: the context is one of context.WithoutCancel
func without(w http.ResponseWriter, r *http.Request) {
	go remember(context.WithoutCancel(r.Context()), 1)
	go remember(context.Background(), 1)
}

// Silent: the goroutine is given a copy
func copied(c *gin.Context) {
	cp := c.Copy()
	go func() { log.Print(cp.Param("id")) }()
	go func(c *gin.Context) { log.Print(c.Param("id")) }(c.Copy())
}

// Silent: the goroutine ends when the context does
func heartbeat(w http.ResponseWriter, r *http.Request) {
	go beat(r.Context())
	go func() { beat(r.Context()) }()
	go func() {
		<-r.Context().Done()
		log.Print("gone")
	}()
	remember(r.Context(), 1)
}

func beat(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
			remember(ctx, 1)
		}
	}
}

// Silent: it is the pump of a connection
func pump(w http.ResponseWriter, r *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	go copyFrom(r.Context(), conn)
}

func copyFrom(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	remember(ctx, 1)
}

// Silent: the goroutine itself ends the transaction, or closes what it was
// given

func handsOver(w http.ResponseWriter, r *http.Request) {
	tx, err := db.Begin()
	if err != nil {
		return
	}
	if r.URL.Path == "/" {
		_ = tx.Rollback()
		return
	}
	go func() {
		defer tx.Rollback()
		_, _ = tx.Exec("INSERT INTO audit VALUES ('order')")
		_ = tx.Commit()
	}()
}

// Silent: of the request, only what stays as it is when it is over is read
func headers(w http.ResponseWriter, r *http.Request) {
	go func() { log.Print(r.Method, r.URL.Path, r.Header.Get("User-Agent"), r.RemoteAddr) }()
}

// Silent: no request reaches it
func Start(ctx context.Context) {
	go remember(ctx, 1)
}
