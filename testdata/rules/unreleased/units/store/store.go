// Package store has transactions behind the interfaces of package units.
package store

import (
	"context"
	"database/sql"

	"example.com/testdata/rules/unreleased/units/unit"
)

// Store is in a database.
type Store struct{ db *sql.DB }

// New returns a store.
func New(db *sql.DB) *Store { return &Store{db} }

type tx struct{ tx *sql.Tx }

// Begin starts a transaction that its caller ends.
func (s *Store) Begin(ctx context.Context) (unit.Tx, error) {
	t, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &tx{t}, nil
}

func (t *tx) Add(ctx context.Context, id int) error {
	_, err := t.tx.ExecContext(ctx, "insert into units values (?)", id)
	return err
}

func (t *tx) Commit() error   { return t.tx.Commit() }
func (t *tx) Rollback() error { return t.tx.Rollback() }

// Memory is no database.
type Memory struct{}

type step struct{ ids []int }

// Begin starts nothing.
func (Memory) Start() (unit.Tx, error) { return &step{}, nil }

func (s *step) Add(ctx context.Context, id int) error { s.ids = append(s.ids, id); return nil }
func (s *step) Commit() error                         { return nil }
func (s *step) Rollback() error                       { return nil }
