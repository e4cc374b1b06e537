// Package store has functions that are kept elsewhere.
package store

import "database/sql"

const q = "select 1"

type Store struct{ db *sql.DB }

func Open() *Store { return &Store{} }

func (s *Store) Insert(id int) error {
	_, err := s.db.Exec(q, id) // want `DB\).Exec may wait forever: it takes no context and a request waits for it`
	return err
}

// Only the end of the program calls it.
func (s *Store) Flush() error {
	_, err := s.db.Exec(q)
	return err
}

func (s *Store) Find(id string) error {
	return s.db.QueryRow(q, id).Err() // want `DB\).QueryRow may wait forever: it takes no context and a request waits for it`
}

func (s *Store) Allowed(id string) error {
	return s.db.QueryRow(q, id).Err() // want `DB\).QueryRow may wait forever: it takes no context and a request waits for it`
}

// Export returns what fetches the next part.
func (s *Store) Export() func() error {
	return func() error {
		return s.db.Ping() // want `DB\).Ping may wait forever: it takes no context and a request waits for it`
	}
}

type List struct{ *Store }

func (l List) Do(arg string) error {
	return l.db.QueryRow(q, arg).Err() // want `DB\).QueryRow may wait forever: it takes no context and a request waits for it`
}

type Sum struct{ *Store }

func (s *Sum) Do(arg string) error {
	return s.db.QueryRow(q, arg).Err() // want `DB\).QueryRow may wait forever: it takes no context and a request waits for it`
}

// Nobody registers it.
type Drop struct{ *Store }

func (d *Drop) Do(arg string) error {
	_, err := d.db.Exec(q, arg)
	return err
}

func (s *Store) Begin() error {
	return s.db.QueryRow(q).Err() // want `DB\).QueryRow may wait forever: it takes no context and a request waits for it`
}

// Whoever calls it does so when no request waits.
func (s *Store) End() error {
	return s.db.QueryRow(q).Err()
}

type Tx struct{ after []func() error }

func (s *Store) Tx() *Tx { return &Tx{} }

func (t *Tx) Do(f func() error) error { return f() }

func (t *Tx) After(f func() error) { t.after = append(t.after, f) }
