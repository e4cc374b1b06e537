package nodeadline

import (
	"context"
	"database/sql"
	"time"
)

// Method values and expressions.

func methodValue(ctx context.Context, s *Store) error {
	find := s.FindInTime
	return find(context.Background(), 1) // want `FindInTime may wait forever in .*QueryRowContext: context.Background replaces`
}

func methodExpression(ctx context.Context, s *Store) error {
	return (*Store).FindInTime(s, context.Background(), 1) // want `FindInTime may wait forever in .*QueryRowContext: context.Background replaces`
}

func methodGiven(ctx context.Context, s *Store) error { return each(context.TODO(), s.FindInTime) } // want `FindInTime may wait forever in .*QueryRowContext: context.TODO replaces`

func each(ctx context.Context, f func(context.Context, int) error) error {
	for i := range 3 {
		if err := f(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

func boundOperation(ctx context.Context, db *sql.DB) error {
	ping := db.Ping
	return ping() // want `DB\).Ping may wait forever`
}

// Generics.

type Repo[T any] struct{ db *sql.DB }

func (r *Repo[T]) Get(ctx context.Context, id int) (v T, err error) {
	err = r.db.QueryRow(q, id).Scan(&v) // want `DB\).QueryRow may wait forever`
	return v, err
}

func (r *Repo[T]) GetInTime(ctx context.Context, id int) (v T, err error) {
	err = r.db.QueryRowContext(ctx, q, id).Scan(&v)
	return v, err
}

func query[T any](ctx context.Context, db *sql.DB) (v T, err error) {
	err = db.QueryRowContext(ctx, q).Scan(&v)
	return v, err
}

func useGenerics(ctx context.Context, r *Repo[string]) error {
	if _, err := r.GetInTime(context.Background(), 1); err != nil { // want `GetInTime may wait forever in .*QueryRowContext: context.Background replaces`
		return err
	}
	_, err := query[int](context.Background(), r.db) // want `query may wait forever in .*QueryRowContext: context.Background replaces`
	return err
}

// Embedded structs.

type base struct{ db *sql.DB }

func (b *base) ping(ctx context.Context) error { return b.db.PingContext(ctx) }

type users struct {
	*base
	*Store
}

func (u *users) check(ctx context.Context) error {
	if err := u.ping(context.Background()); err != nil { // want `ping may wait forever in .*PingContext: context.Background replaces`
		return err
	}
	return u.FindInTime(context.Background(), 1) // want `FindInTime may wait forever in .*QueryRowContext: context.Background replaces`
}

type embedded struct{ *sql.DB }

func (e *embedded) count(ctx context.Context) error {
	_, err := e.Exec(q) // want `DB\).Exec may wait forever`
	return err
}

// Functions in fields, parameters, variables and tables.

type loader struct {
	load func(ctx context.Context, id int) error
}

func newLoader(s *Store) *loader { return &loader{load: s.FindInTime} }

func (l *loader) get(ctx context.Context) error {
	return l.load(context.Background(), 1) // want `FindInTime may wait forever in .*QueryRowContext: context.Background replaces`
}

var check = func(ctx context.Context, db *sql.DB) error { return db.PingContext(ctx) }

func useVariable(ctx context.Context, db *sql.DB) error {
	return check(context.Background(), db) // want `DB\).PingContext may wait forever: context.Background replaces`
}

// Options.

type option func(*settings)

type settings struct {
	db      *sql.DB
	timeout time.Duration
}

func withPing(ctx context.Context) option {
	return func(s *settings) { _ = s.db.PingContext(ctx) }
}

func apply(db *sql.DB, opts ...option) *settings {
	s := &settings{db: db}
	for _, o := range opts {
		o(s)
	}
	return s
}

func useOptions(ctx context.Context, db *sql.DB) *settings { return apply(db, withPing(ctx)) }

// Named results and deferred functions.

func named(ctx context.Context, db *sql.DB) (n int, err error) {
	defer func() {
		if err != nil {
			_, _ = db.Exec(q)
		}
	}()
	err = db.QueryRow(q).Scan(&n) // want `DB\).QueryRow may wait forever`
	return
}

// Recursion.

func walk(ctx context.Context, db *sql.DB, depth int) error {
	if depth == 0 {
		return nil
	}
	if err := db.PingContext(ctx); err != nil {
		return err
	}
	return walk(ctx, db, depth-1)
}

func startWalk(ctx context.Context, db *sql.DB) error {
	return walk(context.Background(), db, 3) // want `walk may wait forever in .*PingContext: context.Background replaces`
}
