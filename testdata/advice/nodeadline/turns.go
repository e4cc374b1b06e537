// Package nodeadline waits for workers whose waits end, sooner or later.
package nodeadline

import (
	"context"
	"database/sql"
	"net/http"
	"time"
)

type mailer struct {
	jobs chan string
	done chan int
	db   *sql.DB
	sum  int
}

func start(db *sql.DB) *mailer {
	m := &mailer{jobs: make(chan string, 10), done: make(chan int), db: db}
	go m.run()
	go m.count()
	return m
}

func (m *mailer) run() {
	client := &http.Client{Timeout: 10 * time.Second}
	for url := range m.jobs {
		if resp, err := client.Get(url); err == nil {
			_ = resp.Body.Close()
		}
	}
}

// count waits for nobody.
func (m *mailer) count() {
	for n := range m.done {
		m.sum += n
	}
}

func (m *mailer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.jobs <- r.URL.Path // want `send to jobs waits while the other end waits for \(\*http.Client\).Get: no case ends with the request`
	m.done <- 1
}

// One finding speaks of all that wait for a worker.
func (m *mailer) twice(w http.ResponseWriter, r *http.Request) {
	m.jobs <- r.URL.Path
}

func (m *mailer) patient(ctx context.Context, url string) error {
	select {
	case m.jobs <- url:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
