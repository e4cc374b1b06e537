// Package peers has what the handlers of another module wait for: for each
// container a repository, a decorator and two clients.
package peers

import (
	"database/sql"
	"net/http"
	"time"
)

// Open is a provider: what it waits for, no request does.
func Open() (*sql.DB, func(), error) {
	db, err := sql.Open("postgres", "")
	if err != nil {
		return nil, nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, nil, err
	}
	return db, func() { db.Close() }, nil
}

func OpenOnly() (*sql.DB, error) {
	db, _, err := Open()
	return db, err
}

// Fetch is what a peer with a client does. The client's timeout is all that
// ends it.
func fetch(c *http.Client, r *http.Request) error {
	req, err := http.NewRequestWithContext(r.Context(), "GET", "http://peer.example", nil)
	if err != nil {
		return err
	}
	resp, err := c.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// fetchPlain gives no context: nothing but the client's timeout ends it.
func fetchPlain(c *http.Client) error {
	resp, err := c.Get("http://peer.example")
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// Bounded makes a client with a timeout, whoever provides it.
func Bounded() *http.Client { return &http.Client{Timeout: 10 * time.Second} }
