package deferloop

import (
	"context"
	"database/sql"
	"io"
	"net/http"
	"os"
	"sync"

	"golang.org/x/sync/semaphore"
)

const q = "SELECT name FROM users WHERE id = $1"

func read(*sql.Rows) {}

func users(ctx context.Context, db *sql.DB, ids []int) error {
	for _, id := range ids {
		rows, err := db.QueryContext(ctx, q, id)
		if err != nil {
			return err
		}
		defer rows.Close() // when all ids are done // want `rows.Close is deferred in a loop: what each turn acquires from \(\*sql.DB\).QueryContext is held until the function returns \[deferloop\]`
		read(rows)
	}
	return nil
}

// Rows that are read to the end give their connection back, but what is
// deferred piles up, and a break keeps one.
func drained(ctx context.Context, db *sql.DB, ids []int) (names []string, err error) {
	for _, id := range ids {
		rows, err := db.QueryContext(ctx, q, id)
		if err != nil {
			return nil, err
		}
		defer rows.Close() // want `rows.Close is deferred in a loop`
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return nil, err
			}
			names = append(names, name)
		}
	}
	return names, nil
}

func bodies(urls []string) (total int64) {
	for i := 0; i < len(urls); i++ {
		resp, err := http.Get(urls[i])
		if err != nil {
			continue
		}
		defer resp.Body.Close() // want `resp.Body.Close is deferred in a loop: what each turn acquires from http.Get is held until the function returns`
		n, _ := io.Copy(io.Discard, resp.Body)
		total += n
	}
	return total
}

// Retries, each of which keeps its body.
func retry(url string) (int, error) {
	for {
		resp, err := http.Get(url)
		if err != nil {
			return 0, err
		}
		defer resp.Body.Close() // want `resp.Body.Close is deferred in a loop`
		if resp.StatusCode == http.StatusOK {
			return resp.StatusCode, nil
		}
	}
}

// The deferred call is a literal, a helper, or a method value.
func literals(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer func() { // want `the release is deferred in a loop: what each turn acquires from os.Open`
			_ = f.Close()
		}()
		_, _ = io.Copy(io.Discard, f)
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer closeQuietly(f) // want `closeQuietly is deferred in a loop`
		_, _ = io.Copy(io.Discard, f)
	}
	var f *os.File
	for _, name := range names {
		var err error
		if f, err = os.Open(name); err != nil {
			return err
		}
		defer func() { f.Close() }() // want `the release is deferred in a loop`
		_, _ = io.Copy(io.Discard, f)
	}
	return nil
}

func closeQuietly(c io.Closer) { _ = c.Close() }

type store struct {
	mu    sync.Mutex
	rw    sync.RWMutex
	items map[string]*item
	sem   *semaphore.Weighted
	slots chan struct{}
}

type item struct {
	mu sync.Mutex
	n  int
}

func (s *store) locks(keys []string) (n int) {
	for _, k := range keys {
		s.mu.Lock()
		defer s.mu.Unlock() // want `s.mu.Unlock is deferred in a loop: the next turn waits for a lock that this one still holds \(deadlock\)`
		n += s.items[k].n
	}
	for _, k := range keys {
		s.rw.RLock()
		defer s.rw.RUnlock() // want `s.rw.RUnlock is deferred in a loop: the next turn locks again before it runs \(deadlock as soon as a writer waits\)`
		n += s.items[k].n
	}
	for _, it := range s.items {
		it.mu.Lock()
		defer it.mu.Unlock() // want `it.mu.Unlock is deferred in a loop: each turn's lock is held until the function returns`
		it.n++
	}
	return n
}

func (s *store) permits(ctx context.Context, work []func()) error {
	for _, w := range work {
		if err := s.sem.Acquire(ctx, 1); err != nil {
			return err
		}
		defer s.sem.Release(1) // want `s.sem.Release is deferred in a loop: each turn's permit is held until the function returns`
		w()
	}
	for _, w := range work {
		s.slots <- struct{}{}
		defer func() { <-s.slots }() // want `the release is deferred in a loop: each turn's permit is held until the function returns`
		w()
	}
	return nil
}

func contexts(ctx context.Context, next func(context.Context) bool) {
	for {
		ctx, cancel := context.WithTimeout(ctx, 1e9)
		defer cancel() // want `cancel is deferred in a loop: each turn's context from context.WithTimeout lasts until the function returns`
		if !next(ctx) {
			break
		}
	}
}

// Nested, by a label, by goto, over a function, and on some paths only.
func shapes(ctx context.Context, db *sql.DB, ids []int, each func(yield func(string) bool)) error {
outer:
	for range 3 {
		for _, id := range ids {
			rows, err := db.QueryContext(ctx, q, id)
			if err != nil {
				return err
			}
			defer rows.Close() // want `rows.Close is deferred in a loop`
			if rows.Next() {
				continue outer
			}
		}
	}
again:
	rows, err := db.QueryContext(ctx, q)
	if err != nil {
		return err
	}
	defer rows.Close() // want `rows.Close is deferred in a loop`
	if rows.Next() {
		goto again
	}
	for name := range each {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // want `f.Close is deferred in a loop`
		_, _ = io.Copy(io.Discard, f)
	}
	for _, id := range ids {
		if id > 0 {
			tx, err := db.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
			defer tx.Rollback() // want `tx.Rollback is deferred in a loop`
			if _, err := tx.ExecContext(ctx, q); err != nil {
				continue
			}
			if err := tx.Commit(); err != nil {
				return err
			}
		}
	}
	return nil
}

// One cause, one finding: the path that does not come to the deferred call is
// part of it.
func both(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		if name == "" {
			continue
		}
		defer f.Close() // want `f.Close is deferred in a loop`
		_, _ = io.Copy(io.Discard, f)
	}
	return nil
}

func ignored(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close() //stallcheck:ignore deferloop there are two names
		_, _ = io.Copy(io.Discard, f)
	}
}

// What each turn makes has the response in a field.
type reply struct {
	resp *http.Response
	err  error
}

func newReply(resp *http.Response, err error) *reply { return &reply{resp, err} }

func (r *reply) ok() bool { return r.err == nil && r.resp.StatusCode == http.StatusOK }

func (r *reply) Close() {
	if r.err == nil && r.resp.Body != nil {
		r.resp.Body.Close()
	}
}

func replies(urls []string) (n int) {
	for _, url := range urls {
		r := newReply(http.Get(url))
		defer r.Close() // want `r.Close is deferred in a loop: what each turn acquires from http.Get is held until the function returns`
		if r.ok() {
			n++
		}
	}
	return n
}
