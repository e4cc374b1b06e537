package unreleased

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
)

// The second error is not the one that came with the rows.
func errReused(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "select 1") // want `rows from \(\*sql.DB\).QueryContext is not released on the path that returns at line 23`
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "delete")
	if err != nil {
		return err
	}
	return rows.Close()
}

func errCaptured(ctx context.Context, db *sql.DB) (err error) {
	defer func() {
		if err != nil {
			log.Print(err)
		}
	}()
	rows, err := db.QueryContext(ctx, "select 1") // want `rows from \(\*sql.DB\).QueryContext is not released on the path that returns at line 39`
	if err != nil {
		return err
	}
	if _, err = db.ExecContext(ctx, "delete"); err != nil {
		return err
	}
	return rows.Close()
}

func errSwitch(name string) error {
	f, err := os.Open(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	return f.Close()
}

func errCompared(r *http.Request) error {
	f, _, err := r.FormFile("file")
	if err == http.ErrMissingFile {
		return nil
	} else if err != nil {
		return err
	}
	return f.Close()
}

func errAsserted(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if e, ok := err.(net.Error); ok && e.Timeout() {
		return e
	}
	switch e := err.(type) {
	case *net.OpError:
		return e
	case nil:
	default:
		return e
	}
	return conn.Close()
}

func errAs(addr string) error {
	conn, err := net.Dial("tcp", addr)
	var op *net.OpError
	if errors.As(err, &op) {
		return op
	}
	if err != nil {
		return err
	}
	return conn.Close()
}

func errWrapped(name string) error {
	f, err := os.Open(name)
	if err = annotate(err); err != nil {
		return err
	}
	return f.Close()
}

func annotate(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("open: %w", err)
}

func fail(w http.ResponseWriter, err error) bool {
	if err != nil {
		http.Error(w, err.Error(), 500)
		return true
	}
	return false
}

func ok(err error) bool { return err == nil }

// benign is also true of no error.
func benign(err error) bool { return err == nil || errors.Is(err, io.EOF) }

func errHelpers(w http.ResponseWriter, name string) {
	f, err := os.Open(name)
	if fail(w, err) {
		return
	}
	f.Close()
	if f, err = os.Open(name); !ok(err) {
		return
	}
	f.Close()
	if f, err = os.Open(name); !benign(err) {
		return
	} else if err == nil {
		f.Close()
	}
}

func errHelperLeaks(w http.ResponseWriter, name string) {
	f, err := os.Open(name) // want `file from os.Open is not released on the path that returns at line 143`
	if fail(w, err) {
		return
	}
	if _, err := f.Stat(); fail(w, err) {
		return
	}
	f.Close()
}

func errMerged(a, b string, second bool) error {
	var (
		f   *os.File
		err error
	)
	if second {
		f, err = os.Open(b)
	} else {
		f, err = os.Open(a)
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// The second test is of an error that may be another.
func errReplaced(url string) error {
	resp, err := http.Get(url) // want `response body from http.Get is not released on the path that returns at line 171`
	if err == nil && resp.StatusCode != 200 {
		err = errors.New(resp.Status)
	}
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func errTestedTwice(url string) error {
	resp, err := http.Get(url)
	if err == nil {
		log.Print(resp.Status)
	}
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// What the hook returns may be the error that it was given.
func errToHook(ctx context.Context, db *sql.DB, h *hook) (*sql.Rows, error) {
	rows, err := db.QueryContext(ctx, "select 1")
	h.note(err)
	if err := h.after(); err != nil {
		return nil, err
	}
	return rows, nil
}

type hook struct{ err error }

func (h *hook) note(err error) { h.err = err }
func (h *hook) after() error   { return h.err }

// Nobody looks at the error: the file is there or not, and is not closed.
func errIgnored(name string) {
	f, _ := os.Open(name) // want `file from os.Open is never released: Close is not called`
	_, _ = f.Stat()
}
