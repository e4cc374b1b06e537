package nodeadline

import (
	"context"
	"database/sql"
	"net/http"
	"time"
)

// Helpers that return a context.

type userKey struct{}

func withUser(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, userKey{}, name)
}

func withDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Second)
}

func detach(ctx context.Context) context.Context { return withUser(context.WithoutCancel(ctx), "x") }

func derived(ctx context.Context, db *sql.DB) error {
	if err := db.PingContext(withUser(ctx, "x")); err != nil {
		return err
	}
	if err := db.PingContext(withUser(context.Background(), "x")); err != nil { // want `PingContext may wait forever: context.Background replaces`
		return err
	}
	if err := db.PingContext(detach(ctx)); err != nil { // want `PingContext may wait forever: context.WithoutCancel replaces`
		return err
	}
	short, cancel := withDeadline(context.Background())
	defer cancel()
	return db.PingContext(short)
}

func withoutCancelInTime(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return db.PingContext(ctx)
}

// Somebody else may cancel it.
func cancelled(ctx context.Context, db *sql.DB, stop <-chan struct{}) error {
	own, cancel := context.WithCancel(context.Background())
	go func() {
		<-stop
		cancel()
	}()
	return db.PingContext(own)
}

func onlyIfNil(ctx context.Context, db *sql.DB) error {
	if ctx == nil {
		ctx = context.Background()
	}
	return db.PingContext(ctx)
}

func choose(ctx context.Context, db *sql.DB, wait bool) error {
	use := ctx
	if wait {
		use = context.Background()
	}
	return db.PingContext(use)
}

// Contexts in fields.

type job struct {
	ctx context.Context
	db  *sql.DB
}

func newJob(ctx context.Context, db *sql.DB) *job { return &job{ctx: ctx, db: db} }

func (j *job) run() error { return j.db.PingContext(j.ctx) }

func runJob(ctx context.Context, db *sql.DB) error { return newJob(ctx, db).run() }

type worker struct {
	ctx context.Context
	db  *sql.DB
}

func newWorker(db *sql.DB) *worker { return &worker{ctx: context.Background(), db: db} }

func (w *worker) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	_ = w.db.PingContext(w.ctx) // want `PingContext may wait forever: context.Background replaces`
	_ = w.check()
}

func (w *worker) check() error {
	return w.db.PingContext(w.ctx) // want `PingContext may wait forever: context.Background never ends and a request waits for it`
}

var background = context.Background()

func useGlobal(ctx context.Context, db *sql.DB) error {
	return db.PingContext(background) // want `PingContext may wait forever: context.Background replaces`
}

// Requests carry contexts too.

func newRequest(ctx context.Context, r *http.Request, db *sql.DB) error {
	r2 := r.WithContext(context.Background())
	return db.PingContext(r2.Context()) // want `PingContext may wait forever: context.Background replaces`
}

func clonedRequest(r *http.Request, db *sql.DB) error {
	return db.PingContext(r.Clone(withUser(r.Context(), "x")).Context())
}
