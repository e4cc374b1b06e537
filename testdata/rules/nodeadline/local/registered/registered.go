// Package registered gives the driver of a file another name.
package registered

import (
	"database/sql"
	"net/http"

	"github.com/mattn/go-sqlite3"
)

func init() { sql.Register("hooked", &sqlite3.SQLiteDriver{}) }

func open(path string) (*sql.DB, error) { return sql.Open("hooked", path) }

type server struct{ db *sql.DB }

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.db.QueryRow("select 1")
}
