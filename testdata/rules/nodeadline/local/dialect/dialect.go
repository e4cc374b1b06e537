// Package dialect opens a file through an ORM.
package dialect

import (
	"net/http"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

var DB *gorm.DB

func dialect(path string) gorm.Dialector {
	if path == "" {
		return sqlite.New(sqlite.Config{DSN: ":memory:"})
	}
	return sqlite.Open(path)
}

func open(path string) (err error) {
	DB, err = gorm.Open(dialect(path))
	return err
}

func get(w http.ResponseWriter, r *http.Request) {
	var n int
	DB.First(&n)
}
