package deferloop

import (
	"context"
	"database/sql"
	"io"
	"net/http"
	"os"
	"sync"
	"time"
)

// Silent: the loop is left before its next turn, on every path after the
// deferred call

func firstOf(names []string) ([]byte, error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		return io.ReadAll(f)
	}
	return nil, os.ErrNotExist
}

func tries(url string) (n int64, err error) {
	for range 3 {
		resp, err := http.Get(url)
		if err == nil {
			defer resp.Body.Close()
			n, _ = io.Copy(io.Discard, resp.Body)
			break
		}
		time.Sleep(time.Second)
	}
	return n, err
}

func flagged(names []string) (n int64) {
	done := false
	for i := 0; !done && i < len(names); i++ {
		f, err := os.Open(names[i])
		if err != nil {
			continue
		}
		defer f.Close()
		n, _ = io.Copy(io.Discard, f)
		done = true
	}
	return n
}

func overFunction(each func(yield func(string) bool)) (n int64) {
	for name := range each {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		n, _ = io.Copy(io.Discard, f)
		break
	}
	return n
}

// Silent: the deferred call stands in a function or literal that runs once a
// turn

func perTurn(names []string) (n int64) {
	for _, name := range names {
		func() {
			f, err := os.Open(name)
			if err != nil {
				return
			}
			defer f.Close()
			m, _ := io.Copy(io.Discard, f)
			n += m
		}()
		n += size(name)
	}
	return n
}

func size(name string) int64 {
	f, err := os.Open(name)
	if err != nil {
		return 0
	}
	defer f.Close()
	n, _ := io.Copy(io.Discard, f)
	return n
}

func inGoroutines(s *store, work []func()) {
	var wg sync.WaitGroup
	for _, w := range work {
		s.slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-s.slots }()
			w()
		})
	}
	wg.Wait()
}

// Silent: it is released at the end of the turn as well

func committed(ctx context.Context, db *sql.DB, ids []int) error {
	for _, id := range ids {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if _, err := tx.ExecContext(ctx, "UPDATE users SET seen = $1", id); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

func closedTwice(names []string) (n int64) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		m, _ := io.Copy(io.Discard, f)
		n += m
		f.Close()
	}
	return n
}

// Silent: what is acquired outlives its turn: it is stored, appended, returned,
// handed on, or lent to a goroutine

func joined(w io.Writer, names []string) error {
	var parts []io.Reader
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		parts = append(parts, f)
	}
	_, err := io.Copy(w, io.MultiReader(parts...))
	return err
}

func indexed(names []string, use func(map[string]*os.File)) error {
	files := map[string]*os.File{}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		files[name] = f
	}
	use(files)
	return nil
}

func lent(urls []string) {
	var wg sync.WaitGroup
	for _, u := range urls {
		resp, err := http.Get(u)
		if err != nil {
			continue
		}
		defer resp.Body.Close()
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, _ = io.Copy(io.Discard, resp.Body)
		}()
	}
	wg.Wait()
}

// Silent: it is acquired before the loop

func before(name string, n int) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	for i := range n {
		if i == 0 {
			defer f.Close()
		}
		if _, err := f.Write([]byte{byte(i)}); err != nil {
			return err
		}
	}
	return nil
}

func lazily(names []string) (err error) {
	var f *os.File
	for _, name := range names {
		if f == nil {
			if f, err = os.Create("log"); err != nil {
				return err
			}
			defer f.Close()
		}
		if _, err := f.WriteString(name); err != nil {
			return err
		}
	}
	return nil
}

// Silent: the loop does nothing but take many locks, to hold them all at once

func (s *store) sum() (n int) {
	for _, it := range s.items {
		it.mu.Lock()
		defer it.mu.Unlock()
	}
	for _, it := range s.items {
		n += it.n
	}
	return n
}

// Silent: it is no resource: a WaitGroup, a timer

func others(work []func()) {
	var wg sync.WaitGroup
	for _, w := range work {
		wg.Add(1)
		defer wg.Done()
		t := time.NewTimer(time.Second)
		defer t.Stop()
		w()
	}
}

// The wrapper outlives its turn, too.
func opened(urls []string) (all []*reply) {
	for _, url := range urls {
		r := newReply(http.Get(url))
		defer r.Close()
		all = append(all, r)
	}
	return all
}
