// Package store has what the program wires, and hides its types.
package store

import (
	"database/sql"

	"example.com/testdata/rules/nodeadline/asserted/api"
)

const q = "select 1 from users where name = $1"

type users struct{ db *sql.DB }

// Open hides what it opens behind an interface that has no name.
func Open(host string) (interface {
	api.Login
	api.Refresh
}, error) {
	db, err := sql.Open("postgres", host)
	if err != nil {
		return nil, err
	}
	return &users{db}, nil
}

func (u *users) Login(name string) error {
	return u.db.QueryRow(q, name).Err() // want `DB\).QueryRow may wait forever: it takes no context and a request waits for it`
}

// Nobody asks for it.
func (u *users) Refresh(name string) error {
	return u.db.QueryRow(q, name).Err()
}

func (u *users) Known(name string) bool {
	return u.db.QueryRow(q, name).Err() == nil // want `DB\).QueryRow may wait forever: it takes no context and a request waits for it`
}

type Log struct{ db *sql.DB }

func (l Log) Write(line string) error {
	_, err := l.db.Exec(q, line)
	return err
}

func (l Log) Flush() error {
	return l.db.Ping() // want `DB\).Ping may wait forever: it takes no context and a request waits for it`
}

// Others has the same methods, and nobody uses it as one of these interfaces.
type Others struct{ db *sql.DB }

func (o *Others) Known(name string) bool {
	return o.db.QueryRow(q, name).Err() == nil
}

func (o *Others) Flush() error { return o.db.Ping() }
