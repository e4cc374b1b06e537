package heldconn

import (
	"context"
	"database/sql"
	"net/http"

	"github.com/jmoiron/sqlx"
)

// Silent: a counter says whether the transaction of a batch is open

func (s *store) batches(ctx context.Context, names []string) error {
	var tx *sql.Tx
	var err error
	n, total := 0, 0
	for _, name := range names {
		if n == 0 {
			if tx, err = s.db.BeginTx(ctx, nil); err != nil {
				continue
			}
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO orders VALUES ($1)", name); err != nil {
			tx.Rollback()
			break
		}
		n++
		total++
		if n%100 == 0 {
			if err := tx.Commit(); err != nil {
				tx.Rollback()
			}
			n = 0
		}
	}
	if n == 0 {
		_, err := s.db.ExecContext(ctx, "UPDATE imports SET total = $1", total)
		return err
	}
	if err := tx.Commit(); err != nil {
		tx.Rollback()
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE imports SET total = $1", total)
	return err
}

// The counter does not go back to 0: the last batch is open

func (s *store) open(ctx context.Context, names []string) error {
	var tx *sql.Tx
	var err error
	n := 0
	for _, name := range names {
		if n == 0 {
			if tx, err = s.db.BeginTx(ctx, nil); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO orders VALUES ($1)", name); err != nil {
			return tx.Rollback()
		}
		n++
	}
	if n >= 1 {
		if _, err = s.db.ExecContext(ctx, "UPDATE imports SET total = $1", n); err != nil { // want `takes a second connection of the pool while transaction`
			return tx.Rollback()
		}
		return tx.Commit()
	}
	return nil
}

// Methods of a library's client that are promoted ask the same pool

type extended struct{ db *sqlx.DB }

func (e *extended) promoted(ctx context.Context) error {
	tx, err := e.db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := e.db.ExecContext(ctx, "INSERT INTO log DEFAULT VALUES"); err != nil { // want `takes a second connection of the pool while transaction`
		return err
	}
	return tx.Commit()
}

func (s *store) importAll(w http.ResponseWriter, r *http.Request) {
	names := r.URL.Query()["name"]
	s.batches(r.Context(), names)
	s.open(r.Context(), names)
}
