// Command gorm limits the pool behind one of its two handles.
package main

import (
	"net/http"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

func limited() *gorm.DB {
	db, err := gorm.Open(postgres.Open("postgres://"))
	if err != nil {
		panic(err)
	}
	pool, err := db.DB()
	if err != nil {
		panic(err)
	}
	pool.SetMaxOpenConns(10)
	return db
}

func unlimited() (*gorm.DB, error) {
	return gorm.Open(postgres.Open("postgres://")) // want `gorm.Open makes a pool without a limit`
}

func main() {
	orders, items := limited(), limited()
	if other, err := unlimited(); err == nil {
		items = other
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		orders.WithContext(r.Context()).Find(nil)
		items.WithContext(r.Context()).Find(nil)
	})
	_ = http.ListenAndServe(":8080", nil)
}
