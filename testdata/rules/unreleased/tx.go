package unreleased

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
	"gorm.io/gorm"
)

// queries is what sqlc generates.
type queries struct{ db dbtx }

type dbtx interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

func (q *queries) WithTx(tx *sql.Tx) *queries { return &queries{db: tx} }

func (q *queries) Insert(ctx context.Context) error {
	_, err := q.db.ExecContext(ctx, "insert")
	return err
}

func withQueries(ctx context.Context, db *sql.DB, q *queries) error {
	tx, err := db.BeginTx(ctx, nil) // want `transaction from \(\*sql.DB\).BeginTx is not released on the path that returns at line 36`
	if err != nil {
		return err
	}
	qtx := q.WithTx(tx)
	if err := qtx.Insert(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

func withQueriesAndRollback(ctx context.Context, db *sql.DB, q *queries) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := q.WithTx(tx).Insert(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

func onlyOnSuccess(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want `transaction from \(\*sql.DB\).BeginTx is not released on the path that returns at line 60`
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "update")
	if err != nil {
		return err
	}
	return tx.Commit()
}

func inLoop(ctx context.Context, db *sql.DB, n int) error {
	for range n {
		tx, err := db.BeginTx(ctx, nil) // want `transaction from \(\*sql.DB\).BeginTx is not released on the path that returns at line 72`
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "update"); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

// Rollback is promoted from the transaction inside.
func sqlxTx(ctx context.Context, db *sqlx.DB) error {
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := tx.GetContext(ctx, nil, "select 1"); err != nil {
		return err
	}
	return tx.Commit()
}

func sqlxTxLeaks(ctx context.Context, db *sqlx.DB) error {
	tx, err := db.BeginTxx(ctx, nil) // want `transaction from \(\*sqlx.DB\).BeginTxx is not released on the path that returns at line 100`
	if err != nil {
		return err
	}
	if err := tx.GetContext(ctx, nil, "select 1"); err != nil {
		return err
	}
	return tx.Commit()
}

func pgxTx(ctx context.Context, pool *pgxpool.Pool) error {
	tx, err := pool.Begin(ctx) // want `transaction from \(\*pgxpool.Pool\).Begin is not released on the path that returns at line 111`
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "update"); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func pgxTxAndRollback(ctx context.Context, pool *pgxpool.Pool) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if _, err := tx.Exec(ctx, "update"); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func gormTx(db *gorm.DB) error {
	tx := db.Begin() // want `transaction from \(\*gorm.DB\).Begin is not released on the path that returns at line 134`
	if tx.Error != nil {
		return tx.Error
	}
	if err := tx.Where("id = ?", 1).Delete(nil).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

func gormTxAndRollback(ctx context.Context, db *gorm.DB) error {
	tx := db.Begin().WithContext(ctx)
	if err := tx.Create(nil).Error; err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit().Error
}

// Own interfaces.

type beginner interface {
	BeginTx(ctx context.Context, opts *sql.TxOptions) (*sql.Tx, error)
	Begin(ctx context.Context) (pgx.Tx, error)
}

func viaBeginner(ctx context.Context, b beginner) error {
	tx, err := b.BeginTx(ctx, nil) // want `transaction from \(unreleased.beginner\).BeginTx is not released on the path that returns at line 161`
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "update"); err != nil {
		return err
	}
	return tx.Commit()
}

// Helpers that run a function in a transaction.

func transact(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		if rerr := tx.Rollback(); rerr != nil {
			return errors.Join(err, rerr)
		}
		return err
	}
	return tx.Commit()
}

func finish(tx *sql.Tx, err *error) {
	if *err != nil {
		tx.Rollback()
		return
	}
	*err = tx.Commit()
}

func finished(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer finish(tx, &err)
	_, err = tx.ExecContext(ctx, "update")
	return err
}

type wrappedTx struct{ *sql.Tx }

func inWrapper(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	w := wrappedTx{tx}
	defer w.Rollback()
	return w.Commit()
}

type unitOfWork struct {
	tx *sql.Tx
}

func begin(ctx context.Context, db *sql.DB) (*unitOfWork, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &unitOfWork{tx}, nil
}
