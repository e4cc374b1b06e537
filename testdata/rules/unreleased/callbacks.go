package unreleased

import (
	"context"
	"database/sql"
	"errors"
	"os"
)

var errAgain = errors.New("again")

// Who runs what the caller gives in a transaction ends it, whatever that says.
func inTx(ctx context.Context, db *sql.DB, f func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil) // want `transaction from \(\*sql.DB\).BeginTx is not released on the path that returns at line 19`
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func inTxAgain(ctx context.Context, db *sql.DB, f func(tx *sql.Tx) error) error {
	for {
		tx, err := db.BeginTx(ctx, nil) // want `transaction from \(\*sql.DB\).BeginTx is not released before the loop acquires the next one`
		if err != nil {
			return err
		}
		if err := f(tx); err != nil {
			if errors.Is(err, errAgain) {
				continue
			}
			tx.Rollback()
			return err
		}
		return tx.Commit()
	}
}

func inTxEnded(ctx context.Context, db *sql.DB, f func(tx *sql.Tx) error) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			tx.Rollback()
			panic(p)
		}
		if err != nil {
			tx.Rollback()
			return
		}
		err = tx.Commit()
	}()
	return f(tx)
}

func inTxCommitted(ctx context.Context, db *sql.DB, f func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed {
			tx.Rollback()
		}
	}()
	if err := f(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	committed = true
	return nil
}

// The function ends nothing itself: what it calls may.
func handedToCaller(name string, f func(*os.File) error) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	return f(file)
}
