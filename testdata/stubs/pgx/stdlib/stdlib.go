// Package stdlib has the API of the real one that fixtures use, without bodies.
package stdlib

import (
	"database/sql"

	"github.com/jackc/pgx/v5/pgxpool"
)

func OpenDBFromPool(pool *pgxpool.Pool) *sql.DB { return nil }
