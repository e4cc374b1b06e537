package unreleased

import (
	"context"
	"database/sql"
	"io"
	"log"
	"net/http"
	"os"
)

// Silent: every path releases it
func released(ctx context.Context, db *sql.DB, q string) error {
	rows, err := db.QueryContext(ctx, q)
	if err != nil {
		return err
	}
	defer rows.Close()
	return rows.Err()
}

// A deferred literal knows when to.
func committed(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			tx.Rollback()
		}
	}()
	if _, err := tx.ExecContext(ctx, "x"); err != nil {
		return err
	}
	done = true
	return tx.Commit()
}

type holder struct{ file *os.File }

var kept = map[string]*os.File{}

// Silent: it is returned, stored, sent
func moves(name string, out chan<- *os.File, h *holder) (*os.File, error) {
	a, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	h.file = a
	b, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	kept[name] = b
	c, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	out <- c
	return os.Open(name)
}

// Silent: its error is not nil
func failed(url string) (int, error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	if resp != nil {
		resp.Body.Close()
	}
	return resp.StatusCode, nil
}

// Silent: its rows were read to the end
func drained(ctx context.Context, db *sql.DB, q string) (n int, err error) {
	rows, err := db.QueryContext(ctx, q)
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// Silent: the path ends in a call that does not return
func fatal(name string) []byte {
	f, err := os.Open(name)
	must(err)
	text, err := io.ReadAll(f)
	if err != nil {
		log.Fatal(err)
	}
	f.Close()
	return text
}

var config *os.File

// Silent: it belongs to main or an initialiser
func init() {
	f, err := os.Open("config")
	if err == nil {
		f.Stat()
	}
}
