package heldconn

import (
	"context"
	"database/sql"
	"net/http"

	"github.com/redis/go-redis/v9"
)

// unit runs what it is given in a transaction.
type unit struct {
	db    *sql.DB
	redis *redis.Client
	turns chan struct{}
	news  chan string
}

func newUnit(db *sql.DB, r *redis.Client) *unit {
	return &unit{db, r, make(chan struct{}, 3), make(chan string)}
}

func (u *unit) inTx(ctx context.Context, f func(ctx context.Context, tx *sql.Tx) error) error {
	tx, err := u.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

type unitKey struct{}

// carried puts the transaction in the context.
func (u *unit) carried(ctx context.Context, f func(ctx context.Context) error) error {
	tx, err := u.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(context.WithValue(ctx, unitKey{}, tx)); err != nil {
		return err
	}
	return tx.Commit()
}

func (u *unit) exec(ctx context.Context, q string) error {
	if tx, ok := ctx.Value(unitKey{}).(*sql.Tx); ok {
		_, err := tx.ExecContext(ctx, q)
		return err
	}
	_, err := u.db.ExecContext(ctx, q)
	return err
}

func (u *unit) rename(w http.ResponseWriter, r *http.Request) {
	u.inTx(r.Context(), func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE names SET name = 'x'"); err != nil {
			return err
		}
		return u.redis.Publish(ctx, "renamed", "x").Err() // want `transaction of \(\*sql.DB\).BeginTx is held across \(redis.Cmdable\).Publish`
	})
	u.inTx(r.Context(), func(ctx context.Context, tx *sql.Tx) error {
		_, err := u.db.ExecContext(ctx, "UPDATE names SET name = 'x'") // want `\(\*sql.DB\).ExecContext takes a second connection of the pool while transaction of \(\*sql.DB\).BeginTx holds one`
		return err
	})
	u.inTx(r.Context(), func(ctx context.Context, tx *sql.Tx) error {
		return u.touch(ctx, tx)
	})
	u.carried(r.Context(), func(ctx context.Context) error {
		return u.exec(ctx, "UPDATE names SET name = 'x'")
	})
}

func (u *unit) touch(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "UPDATE names SET touched = now()")
	return err
}

// Sends wait as receives do.
func (u *unit) limited(w http.ResponseWriter, r *http.Request) {
	conn, err := u.db.Conn(r.Context())
	if err != nil {
		return
	}
	defer conn.Close()
	u.turns <- struct{}{} // want `connection of \(\*sql.DB\).Conn is held across send to turns`
	defer func() { <-u.turns }()
	conn.ExecContext(r.Context(), "UPDATE names SET name = 'x'")
}

func (u *unit) told(w http.ResponseWriter, r *http.Request) {
	u.inTx(r.Context(), func(ctx context.Context, tx *sql.Tx) error {
		u.news <- "x" // want `transaction of \(\*sql.DB\).BeginTx is held across send to news`
		return nil
	})
}

// Nothing is held any more.
func (u *unit) later(w http.ResponseWriter, r *http.Request) {
	if err := u.inTx(r.Context(), u.touch); err == nil {
		u.news <- "x"
	}
}
