package timeoutstatus

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"strconv"
)

// One function for each item of "Silent when", in order. Its comment repeats
// the first words of the item, and a test looks for them.

// Silent: the error is told from others
func silent1(db *sql.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, err := db.ExecContext(r.Context(), "DELETE FROM users")
		if errors.Is(err, context.DeadlineExceeded) {
			w.WriteHeader(http.StatusGatewayTimeout)
			return
		}
		if err != nil {
			http.NotFound(w, r)
			return
		}
		if err := db.PingContext(r.Context()); err != nil {
			if err != sql.ErrNoRows {
				w.WriteHeader(500)
				return
			}
			http.NotFound(w, r)
		}
	}
}

func isGone(err error) bool { return errors.Is(err, sql.ErrNoRows) }

func silentHelper(db *sql.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if _, err := db.ExecContext(r.Context(), "DELETE FROM users"); err != nil {
			if isGone(err) {
				http.NotFound(w, r)
				return
			}
			w.WriteHeader(500)
		}
	}
}

// Silent: something else than the error decides, too
func silent2(db *sql.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		res, err := db.ExecContext(r.Context(), "DELETE FROM users")
		if err == nil {
			if n, _ := res.RowsAffected(); n == 0 {
				http.NotFound(w, r)
			}
			return
		}
		if r.Method == http.MethodHead {
			http.NotFound(w, r)
		}
	}
}

// Silent: the answer is another one
func silent3(db *sql.DB, status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := db.PingContext(r.Context()); err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			w.WriteHeader(status)
			return
		}
		w.WriteHeader(http.StatusOK)
	}
}

// Silent: what failed waits for nothing outside
func silent4(w http.ResponseWriter, r *http.Request) {
	if _, err := strconv.Atoi(r.PathValue("id")); err != nil {
		http.NotFound(w, r)
	}
}

// Silent: no request comes here
func silent5(ctx context.Context, db *sql.DB) error {
	if err := db.PingContext(ctx); err != nil {
		return errNotFound
	}
	return nil
}
