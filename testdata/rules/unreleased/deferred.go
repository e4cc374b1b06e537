package unreleased

import (
	"context"
	"database/sql"
	"errors"
	"os"
)

func committedFlag(ctx context.Context, db *sql.DB) error {
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
	if _, err := tx.ExecContext(ctx, "update"); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	committed = true
	return nil
}

func rollbackOnError(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
			return
		}
		err = tx.Commit()
	}()
	_, err = tx.ExecContext(ctx, "update")
	return err
}

func rollbackOnPanic(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			tx.Rollback()
			panic(p)
		} else if err != nil {
			tx.Rollback()
		} else {
			err = tx.Commit()
		}
	}()
	return f(tx)
}

// Only a panic rolls back.
func onlyOnPanic(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want `transaction from \(\*sql.DB\).BeginTx is not released on the path that returns at line 78`
	if err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			tx.Rollback()
			panic(p)
		}
	}()
	if _, err := tx.ExecContext(ctx, "update"); err != nil {
		return err
	}
	return tx.Commit()
}

// The error that the literal looks at is nil where there was nothing to do.
func nothingToDo(ctx context.Context, db *sql.DB, n int) (err error) {
	tx, err := db.BeginTx(ctx, nil) // want `transaction from \(\*sql.DB\).BeginTx is not released on the path that returns at line 95`
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tx.Rollback()
		}
	}()
	if n == 0 {
		return nil
	}
	if _, err = tx.ExecContext(ctx, "update", n); err != nil {
		return err
	}
	return tx.Commit()
}

// The literal looks at another error than the one returned.
func shadowedError(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want `transaction from \(\*sql.DB\).BeginTx is not released on the path that returns at line 115`
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tx.Rollback()
		}
	}()
	if _, err := tx.ExecContext(ctx, "update"); err != nil {
		return err
	}
	return tx.Commit()
}

func namedResult(name string) (f *os.File, err error) {
	f, err = os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
			f = nil
		}
	}()
	_, err = f.Stat()
	return f, err
}

// The return has cleared the variable when the literal runs.
func clearedResult(name string) (f *os.File, err error) {
	f, err = os.Open(name) // want `file from os.Open is not released on the path that returns at line 147`
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, err = f.Stat(); err != nil {
		return nil, err
	}
	return f, nil
}

func deferredBefore(name string) (err error) {
	var f *os.File
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	if f, err = os.Open(name); err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

func cleanups(name string) error {
	var undo []func()
	defer func() {
		for _, f := range undo {
			f()
		}
	}()
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	undo = append(undo, func() { f.Close() })
	_, err = f.Stat()
	return err
}

func namedCleanup(name string, keep bool) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	cleanup := func() { f.Close() }
	if keep {
		cleanup()
		return nil
	}
	defer cleanup()
	_, err = f.Stat()
	return err
}

func byAddress(name string) (err error) {
	var f *os.File
	defer closeVar(&f)
	f, err = os.Open(name)
	return err
}

func closeVar(f **os.File) {
	if *f != nil {
		(*f).Close()
	}
}
