// Package store opens what the configuration says.
package store

import (
	"database/sql"

	"example.com/testdata/rules/nodeadline/opened/api"
)

const q = "select 1"

// Config opens a store.
type Config interface{ Open() (api.Store, error) }

type Postgres struct{ DSN string }

func (p Postgres) Open() (api.Store, error) {
	db, err := sql.Open("postgres", p.DSN)
	if err != nil {
		return nil, err
	}
	return &table{db}, nil
}

type table struct{ db *sql.DB }

func (t *table) Find(id string) error {
	return t.db.QueryRow(q, id).Err() // want `DB\).QueryRow may wait forever: it takes no context and a request waits for it`
}

type Local struct{}

func (Local) Open() (api.Store, error) { return local{}, nil }

type local struct{}

func (local) Find(string) error { return nil }

type cached struct {
	api.Store
	found map[string]bool
}

// Cached asks a store once.
func Cached(s api.Store) api.Store { return &cached{s, map[string]bool{}} }

// Archive is a store, too, but no request comes to it.
type Archive struct{ db *sql.DB }

func NewArchive(dsn string) *Archive {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		panic(err)
	}
	return &Archive{db}
}

func (a *Archive) Find(id string) error {
	return a.db.QueryRow(q, id).Err()
}
