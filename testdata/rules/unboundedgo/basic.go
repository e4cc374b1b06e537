// Package unboundedgo has cases of the rule unboundedgo.
package unboundedgo

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"net/smtp"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

var db *sql.DB

func visit(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	go func() { _, _ = db.Exec("INSERT INTO visits VALUES ($1)", path) }() // want `every request leaves a goroutine behind that waits in \(\*sql.DB\).Exec with nothing to end it \[unboundedgo\]`
	w.WriteHeader(http.StatusNoContent)
}

// As it should be.
func visitInTime(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_, _ = db.ExecContext(ctx, "INSERT INTO visits VALUES ($1)", path)
	}()
	w.WriteHeader(http.StatusNoContent)
}

func mail(w http.ResponseWriter, r *http.Request) {
	go smtp.SendMail("mail:25", nil, "a@example.com", nil, nil) // want `waits in smtp.SendMail with nothing to end it`
}

func named(w http.ResponseWriter, r *http.Request) {
	go record(context.Background(), "named")               // want `waits in \(\*sql.DB\).ExecContext with nothing to end it`
	go record(context.WithoutCancel(r.Context()), "named") // want `waits in \(\*sql.DB\).ExecContext with nothing to end it`
}

func record(ctx context.Context, what string) {
	_, _ = db.ExecContext(ctx, "INSERT INTO audit VALUES ($1)", what)
}

// A lock that the handler holds does not limit what it leaves behind.
var mu sync.Mutex

func locked(w http.ResponseWriter, r *http.Request) {
	mu.Lock()
	defer mu.Unlock()
	go record(context.Background(), "locked") // want `every request leaves a goroutine behind`
}

type order struct{ Items []string }

func ship(w http.ResponseWriter, r *http.Request) {
	var o order
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
		return
	}
	var wg sync.WaitGroup
	for _, item := range o.Items {
		wg.Add(1)
		go func() { // want `as many goroutines as the request has elements wait in \(\*sql.DB\).ExecContext at once`
			defer wg.Done()
			record(r.Context(), item)
		}()
	}
	wg.Wait()
}

// Shorter requests are.
func shipSome(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	items := r.Form["item"]
	if len(items) == 0 {
		return
	}
	var wg sync.WaitGroup
	for _, item := range items {
		wg.Add(1)
		go func() { // want `as many goroutines as the request has elements wait in`
			defer wg.Done()
			_, _ = db.ExecContext(r.Context(), "INSERT INTO audit VALUES ($1)", item)
		}()
	}
	wg.Wait()
}

func shipInGroup(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	_ = shipAll(r.Context(), r.Form["item"])
}

func shipAll(ctx context.Context, items []string) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, item := range items {
		g.Go(func() error { // want `as many goroutines as the request has elements .* \(via unboundedgo.shipInGroup → unboundedgo.shipAll\)`
			record(ctx, item)
			return nil
		})
	}
	return g.Wait()
}

func ignored(w http.ResponseWriter, r *http.Request) {
	//stallcheck:ignore unboundedgo one operator calls it
	go record(context.Background(), "ignored")
}
