package serialwaits

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"

	"github.com/redis/go-redis/v9"
)

type users interface {
	Find(ctx context.Context, id string) (string, error)
}

type news interface {
	Latest(ctx context.Context) ([]string, error)
}

type handler struct {
	users users
	news  news
}

// Example is the one of the documentation.
func (h *handler) home(ctx context.Context, w io.Writer, id string) error {
	user, err := h.users.Find(ctx, id)
	if err != nil {
		return err
	}
	news, err := h.news.Latest(ctx) // want `Latest waits only after \(serialwaits.users\).Find: neither needs the other, and the request waits for both in turn`
	if err != nil {
		return err
	}
	return render(w, user, news)
}

func render(w io.Writer, user string, news []string) error {
	_, err := fmt.Fprintln(w, user, news)
	return err
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = h.home(r.Context(), w, r.PathValue("id"))
}

type table struct{ db *sql.DB }

func (t *table) Find(ctx context.Context, id string) (name string, err error) {
	err = t.db.QueryRowContext(ctx, "SELECT name FROM users WHERE id = $1", id).Scan(&name)
	return name, err
}

type cache struct{ rdb *redis.Client }

func (c *cache) Latest(ctx context.Context) ([]string, error) {
	text, err := c.rdb.Get(ctx, "news").Result()
	return []string{text}, err
}

// Routes joins them.
func Routes(db *sql.DB, rdb *redis.Client) {
	http.Handle("/home", &handler{&table{db}, &cache{rdb}})
	http.HandleFunc("/totals", func(w http.ResponseWriter, r *http.Request) { totals(r.Context(), w, db) })
}

func totals(ctx context.Context, w io.Writer, db *sql.DB) {
	var users, orders int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM users").Scan(&users); err != nil {
		return
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM orders").Scan(&orders); err != nil { // want `\(\*sql.DB\).QueryRowContext waits only after \(\*sql.DB\).QueryRowContext`
		return
	}
	fmt.Fprintln(w, users, orders)
}

// What the first found is ranged over after the second.
func ranges(s *store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		names := s.names(r.Context())
		orders, _ := s.count(r.Context(), "orders") // want `serialwaits`
		for name, id := range names {
			fmt.Fprintln(w, name, id, orders)
		}
	}
}

func (s *store) names(ctx context.Context) map[string]int {
	names := map[string]int{}
	rows, err := s.db.QueryContext(ctx, "SELECT name, id FROM users")
	if err != nil {
		return nil
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var id int
		if rows.Scan(&name, &id) == nil {
			names[name] = id
		}
	}
	return names
}

// The error is on the other side.
func yoda(s *store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		users, err := s.count(r.Context(), "users")
		if nil != err {
			return
		}
		orders, err := s.count(r.Context(), "orders") // want `serialwaits`
		if nil != err {
			return
		}
		fmt.Fprintln(w, users, orders)
	}
}
