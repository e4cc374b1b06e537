package unreleased

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"os"
)

// page has the body of a response, under a name of its own, and closes it.
type page struct {
	code int
	text io.ReadCloser
}

func (p *page) Close() error { return p.text.Close() }

func turn(client *http.Client, req *http.Request) (*page, error) {
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	return &page{resp.StatusCode, resp.Body}, nil
}

func turnedLeft(client *http.Client, req *http.Request) (int, error) {
	p, err := turn(client, req) // want `page from unreleased.turn is never released: Close is not called`
	if err != nil {
		return 0, err
	}
	return p.code, nil
}

func turnedEarly(client *http.Client, req *http.Request) (int, error) {
	p, err := turn(client, req) // want `page from unreleased.turn is not released on the path that returns at line \d+`
	if err != nil {
		return 0, err
	}
	if p.code != http.StatusOK {
		return 0, errors.New("refused")
	}
	defer p.Close()
	return p.code, nil
}

func turnedClosed(client *http.Client, req *http.Request) (int, error) {
	p, err := turn(client, req)
	if err != nil {
		return 0, err
	}
	defer p.Close()
	return p.code, nil
}

// turnedOn gives it to its caller.
func turnedOn(client *http.Client, req *http.Request) (*page, error) {
	p, err := turn(client, req)
	if err != nil {
		return nil, err
	}
	p.code++
	return p, nil
}

// script reads a file line by line.
type script struct {
	f  *os.File
	in *bufio.Scanner
}

func (s *script) step() bool { return s.in.Scan() }

func (s *script) Close() error {
	if s.f == nil {
		return nil
	}
	return s.f.Close()
}

func openScript(path string) (*script, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &script{f: f, in: bufio.NewScanner(f)}, nil
}

func stepped(path string) (n int, err error) {
	s, err := openScript(path) // want `script from unreleased.openScript is never released: Close is not called`
	if err != nil {
		return 0, err
	}
	for s.step() {
		n++
	}
	return n, nil
}

// scan gives its rows back itself when there are no more.
type scan struct{ rows *sql.Rows }

func (s *scan) more() bool {
	if s.rows.Next() {
		return true
	}
	s.Close()
	return false
}

func (s *scan) Close() error { return s.rows.Close() }

func scanAll(ctx context.Context, db *sql.DB) (*scan, error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM t")
	if err != nil {
		return nil, err
	}
	return &scan{rows}, nil
}

func scanned(ctx context.Context, db *sql.DB) (n int, err error) {
	s, err := scanAll(ctx, db)
	if err != nil {
		return 0, err
	}
	for s.more() {
		n++
	}
	return n, nil
}

// pair closes another file than the one that it is made with.
type pair struct{ in, out *os.File }

func (k *pair) Close() error { return k.out.Close() }

func openPair(path string) (*pair, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &pair{in: f, out: os.Stdout}, nil
}

func keeping(path string) (string, error) {
	k, err := openPair(path)
	if err != nil {
		return "", err
	}
	return k.in.Name(), nil
}

// desk stores what it opens.
type desk struct{ open []*script }

func (d *desk) take(path string) error {
	s, err := openScript(path)
	if err != nil {
		return err
	}
	d.open = append(d.open, s)
	return nil
}
