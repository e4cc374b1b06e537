// Package dialects opens what it is told to.
package dialects

import (
	"net/http"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

var DB *gorm.DB

func open(path, dsn string) (err error) {
	d := sqlite.Open(path)
	if path == "" {
		d = postgres.Open(dsn)
	}
	DB, err = gorm.Open(d)
	return err
}

func get(w http.ResponseWriter, r *http.Request) {
	var n int
	DB.First(&n) // want `First may wait forever`
}
