// Package unit says what a store can do.
package unit

import "context"

// Tx is a unit of work.
type Tx interface {
	Add(ctx context.Context, id int) error
	Commit() error
	Rollback() error
}

// Store begins units of work.
type Store interface {
	Begin(ctx context.Context) (Tx, error)
}

// Starter begins others.
type Starter interface {
	Start() (Tx, error)
}
