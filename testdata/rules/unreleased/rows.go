package unreleased

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
)

type store struct {
	*sql.DB
	x    *sqlx.DB
	pool *pgxpool.Pool
	by   *sql.Stmt
}

// The query is promoted from the embedded pool.
func (s *store) exists(ctx context.Context) (bool, error) {
	rows, err := s.QueryContext(ctx, "select 1") // want `rows from \(\*sql.DB\).QueryContext is not released on the path that returns at line \d+`
	if err != nil {
		return false, err
	}
	if rows.Next() {
		return true, nil
	}
	return false, rows.Err()
}

func (s *store) named(ctx context.Context) error {
	rows, err := s.x.QueryxContext(ctx, "select 1") // want `rows from \(\*sqlx.DB\).QueryxContext is not released on the path that returns at line 39`
	if err != nil {
		return err
	}
	for rows.Next() {
		var v struct{}
		if err := rows.StructScan(&v); err != nil {
			return err
		}
	}
	return nil
}

// The close is promoted from the rows inside.
func (s *store) namedAndClosed(ctx context.Context) error {
	rows, err := s.x.QueryxContext(ctx, "select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	rows.Next()
	return rows.Err()
}

func (s *store) statement(ctx context.Context) error {
	rows, err := s.by.QueryContext(ctx) // want `rows from \(\*sql.Stmt\).QueryContext is never released: Close is not called`
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

func (s *store) prepared(ctx context.Context) error {
	stmt, err := s.PrepareContext(ctx, "select 1") // want `statement from \(\*sql.DB\).PrepareContext is never released: Close is not called`
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx)
	return err
}

func (s *store) preparedInTx(ctx context.Context, tx *sql.Tx) error {
	stmt, err := tx.PrepareContext(ctx, "select 1")
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(ctx)
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

func (s *store) notScanned(ctx context.Context) error {
	row := s.QueryRowContext(ctx, "select 1") // want `row from \(\*sql.DB\).QueryRowContext is never released: Scan is not called`
	return row.Err()
}

func (s *store) scannedOnOnePath(ctx context.Context, skip bool) (n int, err error) {
	row := s.QueryRowContext(ctx, "select 1") // want `row from \(\*sql.DB\).QueryRowContext is not released on the path that returns at line \d+`
	if skip {
		return 0, nil
	}
	err = row.Scan(&n)
	return n, err
}

func (s *store) scanned(ctx context.Context) (n int, err error) {
	err = s.QueryRowContext(ctx, "select 1").Scan(&n)
	return n, err
}

type rowScanner interface{ Scan(dest ...any) error }

func scanOne(r rowScanner) (n int, err error) {
	err = r.Scan(&n)
	return n, err
}

func (s *store) scannedByHelper(ctx context.Context) (int, error) {
	return scanOne(s.QueryRowContext(ctx, "select 1"))
}

func (s *store) pgx(ctx context.Context) (n int, err error) {
	rows, err := s.pool.Query(ctx, "select 1") // want `rows from \(\*pgxpool.Pool\).Query is not released on the path that returns at line 125`
	if err != nil {
		return 0, err
	}
	if rows.Next() {
		err = rows.Scan(&n)
	}
	return n, err
}

// A scan that fails closes the rows.
func (s *store) pgxScanned(ctx context.Context) (n int, err error) {
	rows, err := s.pool.Query(ctx, "select 1")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}

func (s *store) collected(ctx context.Context) ([]int, error) {
	rows, err := s.pool.Query(ctx, "select 1")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (n int, err error) {
		err = row.Scan(&n)
		return n, err
	})
}

func (s *store) multiple(ctx context.Context) error {
	rows, err := s.QueryContext(ctx, "select 1; select 2")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	if !rows.NextResultSet() {
		return rows.Err()
	}
	return nil
}

func (s *store) iterated(yield func(int) bool) {
	rows, err := s.QueryContext(context.Background(), "select id") // want `rows from \(\*sql.DB\).QueryContext is not released on the path that returns at line \d+`
	if err != nil {
		return
	}
	for rows.Next() {
		var id int
		if rows.Scan(&id) != nil || !yield(id) {
			return
		}
	}
}

// What conn opened ends with it.
func single(ctx context.Context, url string) (bool, error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return false, err
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, "select 1")
	if err != nil {
		return false, err
	}
	return rows.Next(), nil
}

// Own interfaces: whoever runs a query must close its rows.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
}

func viaInterface(ctx context.Context, q querier) error {
	rows, err := q.QueryContext(ctx, "select 1") // want `rows from \(unreleased.querier\).QueryContext is never released: Close is not called`
	if err != nil {
		return err
	}
	rows.Next()
	prows, err := q.Query(ctx, "select 1") // want `rows from \(unreleased.querier\).Query is never released: Close is not called`
	if err != nil {
		return err
	}
	prows.Next()
	return nil
}
