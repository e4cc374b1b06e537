// Package store has a client that is never used without a deadline, and one
// that main gives a timeout.
package store

import (
	"context"
	"net/http"
	"time"
)

type Store struct {
	Careful *http.Client
	Set     *http.Client
}

func New(set *http.Client) *Store {
	return &Store{Careful: &http.Client{}, Set: set}
}

func (s *Store) Load(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return send(ctx, s.Careful)
}

func (s *Store) Later(ctx context.Context) error { return send(ctx, s.Set) }

func send(ctx context.Context, c *http.Client) error {
	req, err := http.NewRequestWithContext(ctx, "GET", "http://peer.example", nil)
	if err != nil {
		return err
	}
	resp, err := c.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
