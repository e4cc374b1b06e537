// Package store opens the database, for other packages to use.
package store

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"
)

// DB is the database of everybody.
var DB *gorm.DB

// Base has it in a field, which others embed.
type Base struct{ DB *gorm.DB }

// Bound has one that is bound to a context.
type Bound struct{ DB *gorm.DB }

// Pool is no gorm.DB.
var Pool *sql.DB

// Open fills them.
func Open(dialector gorm.Dialector) error {
	db, err := gorm.Open(dialector)
	if err != nil {
		return err
	}
	DB = db
	return nil
}

// NewBase makes a Base.
func NewBase(db *gorm.DB) Base { return Base{DB: db} }

// Bind makes a Bound.
func Bind(ctx context.Context) Bound {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return Bound{DB: DB.WithContext(ctx)}
}
