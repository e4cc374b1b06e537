package unreleased

import (
	"database/sql"
	"errors"
	"io"
	"net/http"
	"os"
)

// answer is a response and something about it.
type answer struct {
	*http.Response
	attempts int
}

func ask(client *http.Client, req *http.Request) (*answer, error) {
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	return &answer{Response: resp, attempts: 1}, nil
}

func askedLeft(client *http.Client, req *http.Request) (int, error) {
	a, err := ask(client, req) // want `response body from unreleased.ask is never released: Body.Close is not called`
	if err != nil {
		return 0, err
	}
	return a.StatusCode, nil
}

func askedClosed(client *http.Client, req *http.Request) (int, error) {
	a, err := ask(client, req)
	if err != nil {
		return 0, err
	}
	defer a.Body.Close()
	return a.StatusCode, nil
}

// reply has the body of a response under the name that it has there.
type reply struct {
	Code int
	Body io.ReadCloser
}

func (r *reply) drop() { r.Body.Close() }

func exchange(rt http.RoundTripper, req *http.Request) (*reply, error) {
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	return &reply{resp.StatusCode, resp.Body}, nil
}

func exchanged(rt http.RoundTripper, req *http.Request) (int, error) {
	r, err := exchange(rt, req) // want `response body from unreleased.exchange is not released on the path that returns at line \d+`
	if err != nil {
		return 0, err
	}
	if r.Code != http.StatusOK {
		return r.Code, errors.New("refused")
	}
	return r.Code, r.Body.Close()
}

func exchangedDropped(rt http.RoundTripper, req *http.Request) (int, error) {
	r, err := exchange(rt, req)
	if err != nil {
		return 0, err
	}
	defer r.drop()
	return r.Code, nil
}

// track is a file with a title.
type track struct {
	title string
	io.ReadCloser
}

func openTrack(path string) (*track, error) {
	tr := &track{title: path}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	tr.ReadCloser = f
	return tr, nil
}

func playLeft(w http.ResponseWriter, r *http.Request) {
	tr, err := openTrack("a") // want `track from unreleased.openTrack is never released: Close is not called`
	if err != nil {
		return
	}
	w.Header().Set("Title", tr.title)
	io.Copy(w, tr)
}

func playClosed(w http.ResponseWriter, r *http.Request) {
	tr, err := openTrack("a")
	if err != nil {
		return
	}
	defer func() {
		if err := tr.Close(); err != nil {
			w.Header().Set("Error", err.Error())
		}
	}()
	io.Copy(w, tr)
}

// metered is what is returned as the interface that its field is.
type metered struct {
	io.ReadCloser
	n int
}

func fetchMetered(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return &metered{ReadCloser: resp.Body}, nil
}

func fetchedLeft(url string) ([]byte, error) {
	rc, err := fetchMetered(url) // want `reader from unreleased.fetchMetered is never released: Close is not called`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(rc)
}

func fetchedClosed(url string) ([]byte, error) {
	rc, err := fetchMetered(url)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	return io.ReadAll(rc)
}

// renamed gives the wrapper on: its caller closes it.
func renamed(path string) (*track, error) {
	tr, err := openTrack(path)
	if err != nil {
		return nil, err
	}
	tr.title = "b"
	return tr, nil
}

type shelf struct{ playing *track }

func (s *shelf) put(path string) error {
	tr, err := openTrack(path)
	if err != nil {
		return err
	}
	s.playing = tr
	return nil
}

// lines closes its file when it has no more: nobody else needs to.
type lines struct {
	*os.File
	last bool
}

func (l *lines) next() bool {
	if l.last {
		l.File.Close()
		return false
	}
	l.last = true
	return true
}

func openLines(path string) (*lines, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &lines{File: f}, nil
}

func countLines(path string) (n int, err error) {
	l, err := openLines(path)
	if err != nil {
		return 0, err
	}
	for l.next() {
		n++
	}
	return n, nil
}

// unit is a transaction with a name.
type unit struct {
	*sql.Tx
	name string
}

func beginUnit(db *sql.DB) (*unit, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	return &unit{tx, "unit"}, nil
}

func worked(db *sql.DB, work func(*unit) error) error {
	u, err := beginUnit(db) // want `unit from unreleased.beginUnit is not released on the path that returns at line \d+`
	if err != nil {
		return err
	}
	if _, err := u.Exec("UPDATE t SET n = n + 1"); err != nil {
		return err
	}
	return u.Commit()
}

func workedWell(db *sql.DB) error {
	u, err := beginUnit(db)
	if err != nil {
		return err
	}
	defer u.Rollback()
	if _, err := u.Exec("UPDATE t SET n = n + 1"); err != nil {
		return err
	}
	return u.Commit()
}
