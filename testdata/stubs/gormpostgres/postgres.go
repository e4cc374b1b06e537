// Package postgres has the API of the real one that fixtures use, without
// bodies.
package postgres

import "gorm.io/gorm"

func Open(dsn string) gorm.Dialector { return nil }
