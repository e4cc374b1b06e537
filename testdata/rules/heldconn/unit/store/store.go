// Package store runs functions in a transaction.
package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"
)

type key struct{}

// DB is a unit of work whose transactions travel with the context.
type DB struct{ db *sql.DB }

// New returns it.
func New(db *sql.DB) *DB { return &DB{db} }

// Within runs fn in a transaction.
func (d *DB) Within(ctx context.Context, fn func(ctx context.Context) error) (err error) {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tx.Rollback()
		}
	}()
	if err := fn(context.WithValue(ctx, key{}, tx)); err != nil {
		return err
	}
	return tx.Commit()
}

// Later runs fn without one.
func (d *DB) Later(ctx context.Context, fn func(ctx context.Context) error) error {
	if _, err := d.db.ExecContext(ctx, "DELETE FROM locks"); err != nil {
		return err
	}
	return fn(ctx)
}

// Save writes an order, in the transaction that the context has.
func (d *DB) Save(ctx context.Context, id string) error {
	if tx, ok := ctx.Value(key{}).(*sql.Tx); ok {
		_, err := tx.ExecContext(ctx, "UPDATE orders SET paid = true WHERE id = $1", id)
		return err
	}
	_, err := d.db.ExecContext(ctx, "UPDATE orders SET paid = true WHERE id = $1", id)
	return err
}

// Orm runs functions in a transaction of an ORM.
type Orm struct{ db *gorm.DB }

// NewOrm returns it.
func NewOrm(db *gorm.DB) *Orm { return &Orm{db} }

// Transact runs fn in a transaction.
func (o *Orm) Transact(ctx context.Context, fn func(ctx context.Context) error) error {
	return o.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return fn(context.WithValue(ctx, key{}, tx))
	})
}
