// Package nodeadline has cases of the rule nodeadline.
package nodeadline

import (
	"context"
	"database/sql"
)

const q = "select name from users where id = $1"

type Store struct {
	db   *sql.DB
	name string
}

func (s *Store) Find(ctx context.Context, id int) error {
	return s.db.QueryRow(q, id).Scan(&s.name) // ctx is dropped // want `DB\).QueryRow may wait forever: it takes no context`
}

// As it should be.
func (s *Store) FindInTime(ctx context.Context, id int) error {
	return s.db.QueryRowContext(ctx, q, id).Scan(&s.name)
}
