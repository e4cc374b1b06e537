package unreleased

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"

	"example.com/testdata/rules/unreleased/moved"
)

var errEmpty = errors.New("empty")

func status(url string) (string, error) {
	resp, err := http.Get(url) // want `response body from http.Get is never released`
	if err != nil {
		return "", err
	}
	return resp.Status, nil
}

func decode(url string, v any) error {
	resp, err := http.Get(url) // want `response body from http.Get is never released`
	if err != nil {
		return err
	}
	return json.NewDecoder(resp.Body).Decode(v) // a decoder only reads
}

// The error of the second call says nothing of the first.
func reused(a, b string) error {
	f, err := os.Open(a) // want `file from os.Open is not released on the path that returns at line 41`
	if err != nil {
		return err
	}
	_, err = os.Stat(b)
	if err != nil {
		return err
	}
	return f.Close()
}

func leaves(names []string) error {
	for _, name := range names {
		f, err := os.Open(name) // want `file from os.Open is not released`
		if err != nil {
			continue
		}
		if name == "" {
			break
		}
		f.Close()
	}
	return nil
}

func transaction(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want `transaction from \(\*sql.DB\).BeginTx is not released on the path that returns at line 67`
	if err != nil {
		return err
	}
	res, err := tx.ExecContext(ctx, "x")
	if n, _ := res.RowsAffected(); n == 0 {
		return errEmpty
	}
	if err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}

// embedded releases through a promoted method.
type wrapped struct{ *sql.Tx }

func embedded(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	w := wrapped{tx}
	defer w.Rollback()
	return w.Commit()
}

// A helper that only reads leaves the duty here, one that closes takes it.
func helped(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	return moved.CloseBody(resp)
}

func read(url string) error {
	resp, err := http.Get(url) // want `response body from http.Get is never released`
	if err != nil {
		return err
	}
	return moved.ReadBody(resp)
}

// A wrapper passes the duty on.
func wrapper(url string) error {
	body, err := moved.Fetch(url) // want `response body from .* is never released|from .* is never released`
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, body)
	return err
}

// An interface of one's own may hide any client.
type doer interface {
	Do(*http.Request) (*http.Response, error)
}

func through(d doer, r *http.Request) (int, error) {
	resp, err := d.Do(r) // want `response body from .* is never released`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}
