package heldconn

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"os"
	"sync"
	"time"

	redigo "github.com/gomodule/redigo/redis"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"
)

// Silent: the wait is work on the same connection: statements and rows of the
// transaction, and functions that are given it, or a context that has it

type queries struct{ db execer }

type execer interface {
	ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
}

func (q *queries) withTx(tx *sql.Tx) *queries { return &queries{db: tx} }

func (q *queries) touch(ctx context.Context) error {
	_, err := q.db.ExecContext(ctx, "UPDATE orders SET seen = true")
	return err
}

func (q *queries) each(ctx context.Context) error {
	rows, err := q.db.QueryContext(ctx, "SELECT id FROM orders")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := q.db.ExecContext(ctx, "UPDATE orders SET seen = true"); err != nil {
			return err
		}
	}
	return rows.Err()
}

type txKey struct{}

func (s *store) same(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	stmt, err := tx.PrepareContext(ctx, "UPDATE orders SET seen = true")
	if err != nil {
		return err
	}
	defer stmt.Close()
	if _, err := stmt.ExecContext(ctx); err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, "SELECT id FROM orders")
	if err != nil {
		return err
	}
	for rows.Next() {
		if _, err := tx.ExecContext(ctx, "UPDATE orders SET seen = true"); err != nil {
			return err
		}
	}
	q := (&queries{db: s.db}).withTx(tx)
	if err := q.touch(ctx); err != nil {
		return err
	}
	if err := touch(ctx, tx); err != nil {
		return err
	}
	if err := s.find(context.WithValue(ctx, txKey{}, tx)); err != nil {
		return err
	}
	return tx.Commit()
}

func touch(ctx context.Context, e execer) error {
	_, err := e.ExecContext(ctx, "UPDATE orders SET seen = true")
	return err
}

func (s *store) find(ctx context.Context) error {
	if tx, ok := ctx.Value(txKey{}).(*sql.Tx); ok {
		return touch(ctx, tx)
	}
	return touch(ctx, s.db)
}

func (s *store) ormSame(ctx context.Context) error {
	if err := s.orm.Transaction(func(tx *gorm.DB) error {
		return tx.WithContext(ctx).Create(&struct{ ID int }{}).Error
	}); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "SELECT id FROM orders")
		if err != nil {
			return err
		}
		defer rows.Close()
		return rows.Err()
	})
}

// A transaction in one: what it is given may be a transaction as well.
func nested(tx *gorm.DB) error {
	return tx.Transaction(func(inner *gorm.DB) error {
		if err := inner.Create(&struct{ ID int }{}).Error; err != nil {
			return err
		}
		return tx.Create(&struct{ ID int }{}).Error
	})
}

func (s *store) nesting(w http.ResponseWriter, r *http.Request) {
	_ = s.orm.WithContext(r.Context()).Transaction(func(tx *gorm.DB) error { return nested(tx) })
}

// Silent: the connection is given back before the wait: committed, rolled back,
// closed, or its rows are read to the end

func (s *store) before(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE orders SET paid = true"); err != nil {
		_ = tx.Rollback()
		time.Sleep(time.Second)
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	s.redis.Set(ctx, "k", "v", 0)
	rows, err := s.db.QueryContext(ctx, "SELECT id FROM orders")
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	s.redis.Set(ctx, "k", "v", 0)
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	_ = conn.Close()
	s.redis.Set(ctx, "k", "v", 0)
	return nil
}

// Silent: it is a file, a lock, or the answer to the request that is waited for

var mu sync.Mutex

func (s *store) answer(w http.ResponseWriter, r *http.Request) {
	rows, err := s.db.QueryContext(r.Context(), "SELECT id FROM orders")
	if err != nil {
		return
	}
	defer rows.Close()
	for rows.Next() {
		mu.Lock()
		_ = json.NewEncoder(w).Encode(1)
		_, _ = w.Write(nil)
		mu.Unlock()
		_, _ = os.ReadFile("order")
	}
}

// Silent: nobody waits for it: it is of no pool, or of one that turns away who
// finds it empty, as redigo's does without Wait

type cache struct{ pool *redigo.Pool }

func newCache() *cache { return &cache{&redigo.Pool{MaxActive: 8}} }

func (s *store) turnedAway(ctx context.Context, c *cache) error {
	conn := c.pool.Get()
	defer conn.Close()
	s.redis.Set(ctx, "k", "v", 0)
	_, err := conn.Do("SET", "k", "v")
	return err
}

func (s *store) alone(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, "postgres://localhost")
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	s.redis.Set(ctx, "k", "v", 0)
	return nil
}

// Silent: it is handed on: returned, stored, or given to a function that keeps
// it

func (s *store) begin(ctx context.Context) (*sql.Tx, error) { return s.db.BeginTx(ctx, nil) }

type session struct{ tx *sql.Tx }

func (s *store) session(ctx context.Context, to *session) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	to.tx = tx
	s.redis.Set(ctx, "k", "v", 0)
	return nil
}

// Silent: no request comes to it, and the function is given no context and does
// not run beside requests

func migrate(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	time.Sleep(time.Second)
	return tx.Commit()
}
