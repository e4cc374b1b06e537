package heldconn

import (
	"context"
	"database/sql"
	"net/http"
	"os/exec"
	"time"

	"golang.org/x/crypto/bcrypt"
	"golang.org/x/sync/semaphore"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
	"gorm.io/gorm"
)

type store struct {
	db      *sql.DB
	pool    *pgxpool.Pool
	orm     *gorm.DB
	redis   *redis.Client
	client  *http.Client
	results chan int
	sem     *semaphore.Weighted
}

func (s *store) notify(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://hooks.example", nil)
	if err != nil {
		return err
	}
	resp, err := s.client.Do(req) // want `transaction of \(\*sql.DB\).BeginTx is held across \(\*http.Client\).Do: the connection serves nobody else meanwhile \(via \(\*heldconn.store\).ServeHTTP → \(\*heldconn.store\).pay → \(\*heldconn.store\).notify\) \[heldconn\]`
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (s *store) pay(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "UPDATE orders SET paid = true"); err != nil {
		return err
	}
	if err := s.notify(ctx); err != nil { // asks another service
		return err
	}
	return tx.Commit()
}

func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := s.pay(r.Context()); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// A second connection of the same pool.
func (s *store) second(ctx context.Context) error {
	rows, err := s.db.QueryContext(ctx, "SELECT id FROM orders")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return err
		}
		if _, err := s.db.ExecContext(ctx, "UPDATE orders SET seen = true WHERE id = $1", id); err != nil { // want `\(\*sql.DB\).ExecContext takes a second connection of the pool while rows of \(\*sql.DB\).QueryContext hold one \(deadlock when it is empty\)`
			return err
		}
	}
	return rows.Err()
}

func (s *store) inside(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := s.log(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *store) log(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO log DEFAULT VALUES") // want `\(\*sql.DB\).ExecContext takes a second connection of the pool while transaction of \(\*sql.DB\).BeginTx holds one`
	return err
}

// Other pools, programs, sleeps, channels, permits and passwords.
func (s *store) others(ctx context.Context, password []byte) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	s.redis.Set(ctx, "k", "v", 0) // want `connection of \(\*pgxpool.Pool\).Acquire is held across \(\*redis.Client\).Set`
	_ = exec.CommandContext(ctx, "true").Run()
	time.Sleep(time.Second)
	return nil
}

func (s *store) hash(ctx context.Context, password []byte) error {
	tx, err := s.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	hash, err := bcrypt.GenerateFromPassword(password, bcrypt.DefaultCost) // want `transaction of \(\*pgxpool.Pool\).Begin is held across bcrypt.GenerateFromPassword`
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE users SET hash = $1", hash); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func (s *store) receive(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	n := <-s.results // want `transaction of \(\*sql.DB\).BeginTx is held across receive from results`
	if _, err := tx.ExecContext(ctx, "UPDATE orders SET n = $1", n); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *store) permit(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := s.sem.Acquire(ctx, 1); err != nil { // want `transaction of \(\*sql.DB\).BeginTx is held across \(\*semaphore.Weighted\).Acquire`
		return err
	}
	defer s.sem.Release(1)
	return tx.Commit()
}

// Literals that a library, or a helper, runs in a transaction.
func (s *store) ormed(ctx context.Context) error {
	return s.orm.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(&struct{ ID int }{}).Error; err != nil {
			return err
		}
		return s.orm.WithContext(ctx).Create(&struct{ ID int }{}).Error // want `\(\*gorm.DB\).Create takes a second connection of the pool while transaction of \(\*gorm.DB\).Transaction holds one`
	})
}

func (s *store) pgxFunc(ctx context.Context) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE orders SET paid = true"); err != nil {
			return err
		}
		time.Sleep(time.Second) // want `transaction of pgx.BeginFunc is held across time.Sleep`
		return nil
	})
}

func (s *store) withTx(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *store) helped(ctx context.Context) error {
	return s.withTx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE orders SET paid = true"); err != nil {
			return err
		}
		s.redis.Get(ctx, "k") // want `transaction of \(\*sql.DB\).BeginTx is held across \(\*redis.Client\).Get`
		return nil
	})
}

// A callee that is given the transaction may not wait for others either.
func (s *store) given(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := s.insert(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *store) insert(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	return exec.CommandContext(ctx, "true").Run() // want `transaction of \(\*sql.DB\).BeginTx is held across \(\*exec.Cmd\).Run`
}

func (s *store) ignored(ctx context.Context) error {
	conn, err := s.db.Conn(ctx) //stallcheck:ignore heldconn the pool is large
	if err != nil {
		return err
	}
	defer conn.Close()
	time.Sleep(time.Second)
	return nil
}
