package unreleased

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"sync"
	"time"
)

// statements keeps what it prepared, unless it is told not to.
type statements struct {
	mu    sync.Mutex
	known map[string]*sql.Stmt
	keep  bool
}

func (s *statements) prepare(ctx context.Context, db *sql.DB, query string) (*sql.Stmt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt, ok := s.known[query]; ok {
		return stmt, nil
	}
	stmt, err := db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if s.keep {
		s.known[query] = stmt
	}
	return stmt, nil
}

func countWith(ctx context.Context, db *sql.DB, s *statements) (n int, err error) {
	stmt, err := s.prepare(ctx, db, "SELECT count(*) FROM orders")
	if err != nil {
		return 0, err
	}
	err = stmt.QueryRowContext(ctx).Scan(&n)
	return n, err
}

// spool makes a file, and what removes it.
func spool() (*os.File, func(), error) {
	f, err := os.CreateTemp("", "spool")
	if err != nil {
		return nil, nil, err
	}
	remove := func() {
		os.Remove(f.Name())
		f.Close()
	}
	return f, remove, nil
}

func spoolAll(lines []string) error {
	f, remove, err := spool()
	if err != nil {
		return err
	}
	defer remove()
	for _, l := range lines {
		fmt.Fprintln(f, l)
	}
	return nil
}

// named makes a file, and what removes its name only.
func named() (*os.File, func(), error) {
	f, err := os.CreateTemp("", "named")
	if err != nil {
		return nil, nil, err
	}
	return f, func() { os.Remove(f.Name()) }, nil
}

func nameAll(lines []string) error {
	f, remove, err := named() // want `file from unreleased.named is never released: Close is not called`
	if err != nil {
		return err
	}
	defer remove()
	for _, l := range lines {
		fmt.Fprintln(f, l)
	}
	return nil
}

// tryAgain closes the answer of the turn before in all turns but the first.
func tryAgain(client *http.Client, url string, tries int) (res *http.Response, err error) {
	for try := range tries {
		if try > 0 {
			if res != nil {
				res.Body.Close()
			}
			time.Sleep(time.Duration(try) * time.Second)
		}
		res, err = client.Get(url)
		if err == nil && res.StatusCode/100 != 5 {
			return res, nil
		}
	}
	return res, err
}

// tryOnce closes it in the first turn only, where there is none.
func tryOnce(client *http.Client, url string, tries int) (res *http.Response, err error) {
	for try := 0; try < tries; try++ {
		if try == 0 && res != nil {
			res.Body.Close()
		}
		res, err = client.Get(url) // want `response body from \(\*http.Client\).Get is not released before the loop acquires the next one`
		if err == nil && res.StatusCode/100 != 5 {
			return res, nil
		}
	}
	return res, err
}

// embedded may be in memory.
func embedded(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

func onDisk(dir http.Dir, name string) ([]byte, error) {
	f, err := dir.Open(name) // want `file from \(http.Dir\).Open is never released: Close is not called`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}
