// Package mixed has a database that may be bound to a context.
package mixed

import (
	"context"

	"gorm.io/gorm"
)

var DB *gorm.DB

func Open(dialector gorm.Dialector) { DB, _ = gorm.Open(dialector) }

func Replace(ctx context.Context) { DB = DB.WithContext(ctx) }
