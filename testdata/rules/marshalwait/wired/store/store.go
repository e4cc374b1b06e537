// Package store is called by marshalers of another package.
package store

import (
	"database/sql"
	"net/http"
)

var db *sql.DB

func Name(id int) (name string, err error) {
	err = db.QueryRow("SELECT name FROM pages WHERE id = $1", id).Scan(&name) // want `QueryRow waits in MarshalYAML: once for each element, outside any deadline \(via \(wired.Page\).MarshalYAML → store.Name\)`
	return name, err
}

func Title(id int) (title string) {
	_ = db.QueryRow("SELECT title FROM pages WHERE id = $1", id).Scan(&title) // want `QueryRow waits in a template function`
	return title
}

type Store struct{}

func New() *Store { return &Store{} }

func (s *Store) Author(id int) ([]byte, error) {
	_, err := http.Get("https://authors/") // want `http.Get waits in MarshalText`
	return nil, err
}
