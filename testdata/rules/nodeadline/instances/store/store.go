// Package store implements the interfaces of package api.
package store

import (
	"database/sql"

	"example.com/testdata/rules/nodeadline/instances/api"
)

var db *sql.DB

type orders struct{ db *sql.DB }

func (o *orders) Next() (*api.Order, error) {
	return nil, o.db.QueryRow("select 1 from orders").Err() // want `DB\).QueryRow may wait forever: it takes no context and a request waits for it`
}

func (o *orders) Stop() error {
	return o.db.Ping()
}

// Lists are those of one instance.
func Lists() map[string]api.List[*api.Order] {
	return map[string]api.List[*api.Order]{"orders": &orders{db}}
}

// names are those of another, whose elements nobody asks for.
type names struct{ db *sql.DB }

func (n *names) Next() (string, error) { return "", n.db.QueryRow("select 1 from names").Err() }

func (n *names) Stop() error { return nil }

func Names() map[string]api.List[string] {
	return map[string]api.List[string]{"names": &names{db}}
}

// Open makes a function for each request.
func Open() (func(id int) error, error) {
	return func(id int) error {
		return db.QueryRow("select 1 from sessions where id = $1", id).Err() // want `DB\).QueryRow may wait forever: it takes no context and a request waits for it`
	}, nil
}
