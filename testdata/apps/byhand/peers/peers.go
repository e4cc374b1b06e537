// Package peers has what the handlers of another module wait for.
package peers

import "database/sql"

type Literal struct{ DB *sql.DB }

func (p *Literal) Literal() error {
	return p.DB.Ping() // want nodeadline
}

type Fields struct{ DB *sql.DB }

func (p Fields) Fields() error {
	return p.DB.Ping() // want nodeadline
}

// Argument is an interface that a constructor returns.
type Argument interface{ Argument() error }

type argument struct{ db *sql.DB }

func NewArgument(db *sql.DB) Argument { return &argument{db} }

func (p *argument) Argument() error {
	return p.db.Ping() // want nodeadline
}

type option struct{ db *sql.DB }

func NewOption(db *sql.DB) *option { return &option{db} }

func (p *option) Option() error {
	return p.db.Ping() // want nodeadline
}

type Reads struct{ DB *sql.DB }

func (p Reads) Read() error {
	return p.DB.Ping() // want nodeadline
}

type Writes struct{ DB *sql.DB }

func (p Writes) Write() error {
	return p.DB.Ping() // want nodeadline
}

type Table[T any] struct{ db *sql.DB }

func NewTable[T any](db *sql.DB) *Table[T] { return &Table[T]{db} }

func (t *Table[T]) Find(id string) (v T, err error) {
	return v, t.db.Ping() // want nodeadline
}

type Counts struct{ DB *sql.DB }

func (p Counts) Count() error {
	return p.DB.Ping() // want nodeadline
}

type Loads struct{ DB *sql.DB }

func (p Loads) Load() error {
	return p.DB.Ping() // want nodeadline
}

func (p Loads) Adapted() error {
	return p.DB.Ping() // want nodeadline
}

func (p Loads) Closed() error {
	return p.DB.Ping() // want nodeadline
}

func Plain(db *sql.DB) error {
	return db.Ping() // want nodeadline
}

type Located struct{ DB *sql.DB }

func (p *Located) Locate() error {
	return p.DB.Ping() // want nodeadline
}

func First(db *sql.DB) error {
	return db.Ping() // want nodeadline
}

func (p Loads) Second() error {
	return p.DB.Ping() // want nodeadline
}

func (p Loads) Named() error {
	return p.DB.Ping() // want nodeadline
}

func (p Loads) One() error {
	return p.DB.Ping() // want nodeadline
}

// Kept is found in a sync.Map, and Carried in the context of a request.
type Kept struct{ DB *sql.DB }

func (p *Kept) Keep() error {
	return p.DB.Ping() // want nodeadline
}

type Carried struct{ DB *sql.DB }

func (p *Carried) Carry(id string) (string, error) {
	return id, p.DB.Ping() // want nodeadline
}

// Printed is only printed.
type Printed struct{ DB *sql.DB }

func (p *Printed) Keep() error { return p.DB.Ping() }

// Unused is wired nowhere.
type Unused struct{ DB *sql.DB }

func (p *Unused) Unused() error { return p.DB.Ping() }
