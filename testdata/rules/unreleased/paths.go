package unreleased

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"os"
)

func earlyReturn(ctx context.Context, conn *sql.DB, skip bool) error {
	c, err := conn.Conn(ctx) // want `conn from \(\*sql.DB\).Conn is not released on the path that returns at line 18`
	if err != nil {
		return err
	}
	if skip {
		return nil
	}
	return c.Close()
}

func continues(names []string) {
	for _, name := range names {
		f, err := os.Open(name) // want `file from os.Open is not released before the loop acquires the next one`
		if err != nil {
			continue
		}
		if st, err := f.Stat(); err != nil || st.IsDir() {
			continue
		}
		f.Close()
	}
}

func breaks(ctx context.Context, db *sql.DB) (first int, err error) {
	rows, err := db.QueryContext(ctx, "select id") // want `rows from \(\*sql.DB\).QueryContext is not released on the path that returns at line 46`
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err = rows.Scan(&first); err == nil {
			break
		}
	}
	return first, err
}

func breaksAndCloses(ctx context.Context, db *sql.DB) (first int, err error) {
	rows, err := db.QueryContext(ctx, "select id")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err = rows.Scan(&first); err == nil {
			rows.Close()
			break
		}
	}
	return first, err
}

func overwritten(urls []string) error {
	var resp *http.Response
	for _, u := range urls {
		var err error
		resp, err = http.Get(u) // want `response body from http.Get is not released before the loop acquires the next one`
		if err != nil {
			return err
		}
	}
	return resp.Body.Close()
}

func keepsTheLast(urls []string) (err error) {
	var resp *http.Response
	for _, u := range urls {
		if resp != nil {
			resp.Body.Close()
		}
		if resp, err = http.Get(u); err != nil {
			return err
		}
	}
	if resp != nil {
		resp.Body.Close()
	}
	return nil
}

func retries(client *http.Client, req *http.Request) (*http.Response, error) {
	for range 3 {
		resp, err := client.Do(req) // want `response body from \(\*http.Client\).Do is not released before the loop acquires the next one`
		if err == nil && resp.StatusCode < 500 {
			return resp, nil
		}
	}
	return nil, errors.New("gave up")
}

func retriesAndCloses(client *http.Client, req *http.Request) (resp *http.Response, err error) {
	for range 3 {
		if resp, err = client.Do(req); err != nil {
			continue
		}
		if resp.StatusCode < 500 {
			return resp, nil
		}
		resp.Body.Close()
	}
	return nil, errors.New("gave up")
}

func reassigned(a, b string) error {
	resp, err := http.Get(a) // want `response body from http.Get is never released: Body.Close is not called`
	if err != nil {
		return err
	}
	resp, err = http.Get(b)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// The deferred literal closes what the variable holds in the end.
func reassignedUnderDefer(a, b string) error {
	resp, err := http.Get(a) // want `response body from http.Get is not released on the path that returns at line 136`
	if err != nil {
		return err
	}
	defer func() { resp.Body.Close() }()
	if resp.StatusCode == 404 {
		resp, err = http.Get(b)
		if err != nil {
			return err
		}
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

func shadowed(name string, fallback bool) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if fallback {
		f, err := os.Open(name + ".old") // want `file from os.Open is never released: Close is not called`
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, f)
		return err
	}
	return nil
}

// Whether a batch is open follows from a number.
func batches(db *sql.DB, in <-chan string) error {
	var (
		tx  *sql.Tx
		err error
		n   int
	)
	for s := range in {
		if n == 0 {
			if tx, err = db.Begin(); err != nil {
				return err
			}
		}
		if _, err := tx.Exec("insert", s); err != nil {
			tx.Rollback()
			return err
		}
		if n++; n == 100 {
			if err := tx.Commit(); err != nil {
				return err
			}
			n = 0
		}
	}
	if n == 0 {
		return nil
	}
	return tx.Commit()
}

func readsBoth(name string, more io.Reader) error {
	f, err := os.Open(name) // want `file from os.Open is never released: Close is not called`
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, io.MultiReader(f, more))
	return err
}
