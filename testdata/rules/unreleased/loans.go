package unreleased

import (
	"context"
	"database/sql"
)

// accounts works on a database or in a transaction.
type accounts struct{ db runner }

type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

type keeper interface {
	Keep(ctx context.Context) error
}

func newAccounts(db runner) *accounts { return &accounts{db: db} }

func inside(tx *sql.Tx) keeper { return &accounts{db: tx} }

func (a *accounts) Keep(ctx context.Context) error { return nil }

// What the caller gives only works with a struct that has the transaction, too.
func withStruct(ctx context.Context, db *sql.DB, f func(*accounts) error) error {
	tx, err := db.BeginTx(ctx, nil) // want `transaction from \(\*sql.DB\).BeginTx is not released on the path that returns at line 32`
	if err != nil {
		return err
	}
	if err := f(&accounts{tx}); err != nil {
		return err
	}
	return tx.Commit()
}

func withMade(ctx context.Context, db *sql.DB, f func(*accounts) error) error {
	tx, err := db.BeginTx(ctx, nil) // want `transaction from \(\*sql.DB\).BeginTx is not released on the path that returns at line 44`
	if err != nil {
		return err
	}
	a := newAccounts(tx)
	if err := f(a); err != nil {
		return err
	}
	return tx.Commit()
}

func withInterface(ctx context.Context, db *sql.DB, f func(keeper) error) error {
	tx, err := db.BeginTx(ctx, nil) // want `transaction from \(\*sql.DB\).BeginTx is not released on the path that returns at line 55`
	if err != nil {
		return err
	}
	if err := f(inside(tx)); err != nil {
		return err
	}
	return tx.Commit()
}

func withStructEnded(ctx context.Context, db *sql.DB, f func(*accounts) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(newAccounts(tx)); err != nil {
		if again := tx.Rollback(); again != nil {
			return again
		}
		return err
	}
	return tx.Commit()
}

// Silent: whoever is given it here ends it
func handOver(ctx context.Context, db *sql.DB, f func(*accounts) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	return f(&accounts{tx})
}

// Silent: the struct goes on to others
func handBack(ctx context.Context, db *sql.DB, f func(*accounts) error) (*accounts, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	a := &accounts{tx}
	if err := f(a); err != nil {
		tx.Rollback()
		return nil, err
	}
	return a, nil
}
