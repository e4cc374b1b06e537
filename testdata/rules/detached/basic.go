// Package detached has cases of the rule detached.
package detached

import (
	"context"
	"database/sql"
	"net/http"
	"time"
)

var db *sql.DB

func order(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	go func() { // want `the goroutine calls \(\*sql.DB\).ExecContext under the request's context, which is cancelled when the handler returns \[detached\]`
		_, _ = db.ExecContext(ctx, "INSERT INTO audit VALUES ('order')")
	}()
	w.WriteHeader(http.StatusAccepted)
}

// As it should be.
func orderOnItsOwn(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_, _ = db.ExecContext(ctx, "INSERT INTO audit VALUES ('order')")
	}()
	w.WriteHeader(http.StatusAccepted)
}

// A deadline of its own does not keep the request's from ending it.
func deadline(w http.ResponseWriter, r *http.Request) {
	go func() { // want `under the request's context`
		ctx, cancel := context.WithTimeout(r.Context(), time.Second)
		defer cancel()
		_, _ = db.ExecContext(ctx, "UPDATE seen SET at = now()")
	}()
}

func named(w http.ResponseWriter, r *http.Request) {
	go remember(r.Context(), 1) // want `the goroutine calls \(\*sql.DB\).ExecContext under the request's context`
}

func remember(ctx context.Context, id int) {
	for range 2 {
		if _, err := db.ExecContext(ctx, "UPDATE seen SET at = now() WHERE id = $1", id); err == nil {
			return
		}
	}
}

func direct(w http.ResponseWriter, r *http.Request) {
	go db.PingContext(r.Context()) // want `the goroutine calls \(\*sql.DB\).PingContext under`
}

func timer(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	time.AfterFunc(time.Minute, func() { // want `under the request's context`
		remember(ctx, 2)
		remember(ctx, 3)
	})
}

// The context goes through a helper that starts the goroutine.
func helped(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	safely(func() { // want `the goroutine calls \(\*sql.DB\).ExecContext under the request's context`
		remember(ctx, 4)
	})
}

func safely(f func()) {
	go func() {
		defer func() { _ = recover() }()
		f()
	}()
}

func helper(w http.ResponseWriter, r *http.Request) { later(r.Context(), 5) }

func later(ctx context.Context, id int) {
	go func() { // want `under the request's context, .* \(via detached.helper → detached.later\)`
		remember(ctx, id)
	}()
}

// What is behind a function value is not known, but it takes a context.
type hooks struct {
	done func(ctx context.Context) error
}

func (h *hooks) finish(w http.ResponseWriter, r *http.Request) {
	go h.done(r.Context()) // want `the goroutine works under the request's context, which is cancelled when the handler returns`
}

func ignored(w http.ResponseWriter, r *http.Request) {
	//stallcheck:ignore detached it is best effort
	go remember(r.Context(), 6)
}
