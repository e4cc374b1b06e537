package serialwaits

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"

	"gorm.io/gorm"
)

// One function for each item of "Silent when", in order. Its comment repeats
// the first words of the item, and a test looks for them.

type store struct{ db *sql.DB }

func (s *store) count(ctx context.Context, table string) (n int, err error) {
	switch table {
	case "users":
		err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM users").Scan(&n)
	default:
		err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM orders").Scan(&n)
	}
	return n, err
}

func (s *store) add(ctx context.Context) (id int, err error) {
	err = s.db.QueryRowContext(ctx, "INSERT INTO users DEFAULT VALUES RETURNING id").Scan(&id)
	return id, err
}

func (s *store) named(ctx context.Context, id int) (name string, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT name FROM users WHERE id = $1", id).Scan(&name)
	return name, err
}

func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	silent1(r.Context(), w, s)
	silent2(r.Context(), w, s)
	silent3(r.Context(), w, s)
	silent4(r.Context(), w, s)
	silent5(r.Context(), w, s)
}

// Silent: the function may change something
func silent1(ctx context.Context, w io.Writer, s *store) {
	id, _ := s.add(ctx)
	users, _ := s.count(ctx, "users")
	_, _ = s.add(ctx)
	orders, _ := s.count(ctx, "orders")
	fmt.Fprintln(w, id, users, orders)
}

// Silent: the second is given something that the first one found
func silent2(ctx context.Context, w io.Writer, s *store) {
	id, err := s.count(ctx, "users")
	if err != nil {
		return
	}
	name, err := s.named(ctx, id+1)
	fmt.Fprintln(w, id, name, err)
}

// Silent: the second is done only for some results of the first
func silent3(ctx context.Context, w io.Writer, s *store) {
	users, err := s.count(ctx, "users")
	if err != nil || users == 0 {
		return
	}
	orders, err := s.count(ctx, "orders")
	fmt.Fprintln(w, users, orders, err)
}

func silentTold(ctx context.Context, w io.Writer, s *store) {
	name, err := s.named(ctx, 1)
	if errors.Is(err, sql.ErrNoRows) {
		return
	}
	if err != nil {
		return
	}
	orders, err := s.count(ctx, "orders")
	fmt.Fprintln(w, name, orders, err)
}

func told(s *store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { silentTold(r.Context(), w, s) }
}

// Silent: what the first one found is not used after the second
func silent4(ctx context.Context, w io.Writer, s *store) {
	if _, err := s.named(ctx, 1); err != nil {
		return
	}
	orders, err := s.count(ctx, "orders")
	fmt.Fprintln(w, orders, err)
}

// Silent: both are done in a transaction, or in a loop
func silent5(ctx context.Context, w io.Writer, s *store) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return
	}
	defer tx.Rollback()
	var users, orders int
	_ = tx.QueryRowContext(ctx, "SELECT count(*) FROM users").Scan(&users)
	_ = tx.QueryRowContext(ctx, "SELECT count(*) FROM orders").Scan(&orders)
	fmt.Fprintln(w, users, orders)
}

func silentLoop(s *store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for range 3 {
			users, _ := s.count(r.Context(), "users")
			orders, _ := s.count(r.Context(), "orders")
			fmt.Fprintln(w, users, orders)
		}
	}
}

// Silent: no request waits for them
func silent6(ctx context.Context, w io.Writer, s *store) {
	users, _ := s.count(ctx, "users")
	orders, _ := s.count(ctx, "orders")
	fmt.Fprintln(w, users, orders)
}

func chain(s *store, orm *gorm.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, _ := s.count(r.Context(), "users")
		var names []string
		_ = orm.WithContext(r.Context()).Where("id = ?", id).Find(&names)
		fmt.Fprintln(w, id, names)
	}
}

// What the first found is gone when the second begins.
func ranged(s *store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for name, id := range s.names(r.Context()) {
			fmt.Fprintln(w, name, id)
		}
		orders, _ := s.count(r.Context(), "orders")
		fmt.Fprintln(w, orders)
	}
}
