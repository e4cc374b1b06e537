// Package local has a database in a file.
package local

import (
	"context"
	"database/sql"
	"net/http"
)

type server struct {
	db     *sql.DB
	client *http.Client
	other  *sql.DB
}

func open(path string) (*sql.DB, error) { return sql.Open("sqlite", path) }

// Whoever wants to write waits for the transaction as well.
func (s *server) fetch(ctx context.Context, req *http.Request) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	resp, err := s.client.Do(req) // want `held`
	if err != nil {
		return err
	}
	resp.Body.Close()
	return tx.Commit()
}

// The second connection is of the same pool.
func (s *server) count(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := s.db.ExecContext(ctx, "update t set n = n + 1"); err != nil { // want `held`
		return err
	}
	return tx.Commit()
}

// Another file is read at once.
func (s *server) copy(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := s.other.ExecContext(ctx, "update t set n = n + 1"); err != nil {
		return err
	}
	return tx.Commit()
}
