// Package clienttimeout has data source names.
package clienttimeout

import (
	"context"
	"database/sql"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"
)

const wide = "app:secret@tcp(db.example:3306)/shop?parseTime=true"

func open(ctx context.Context, host, password, name string) {
	sql.Open("mysql", wide)                                                                              // want `sql.Open sets no readTimeout or timeout or writeTimeout: a database that does not answer holds whoever has no deadline`
	sql.Open("mysql", "app:"+password+"@tcp("+host+")/shop?charset=utf8mb4")                             // want `sql.Open sets no readTimeout`
	sql.Open("mysql", fmt.Sprintf("app:%s@tcp(%s:%d)/%s?loc=%s", password, host, 3306, name, "UTC"))     // want `sql.Open sets no readTimeout`
	sql.Open("postgres", fmt.Sprintf("host=%s password=%s dbname=shop sslmode=disable", host, password)) // want `sql.Open sets no connect_timeout`
	pgxpool.New(ctx, "postgres://app@db.example/shop")                                                   // want `pgxpool.New sets no connect_timeout`

	// A timeout is set, or may be.
	sql.Open("mysql", wide+"&readTimeout=5s")
	sql.Open("mysql", "app@tcp(db.example)/shop?timeout=5s")
	sql.Open("mysql", "app@tcp(db.example)/"+name)
	sql.Open("mysql", "app@tcp(db.example)/shop?"+name)
	sql.Open("postgres", "host=db.example statement_timeout=5000")
	sql.Open("postgres", "host=db.example "+name)
	pgxpool.New(ctx, "postgres://app@db.example/shop?connect_timeout=5")
	pgxpool.New(ctx, os.Getenv("DATABASE_URL"))
	pgxpool.New(ctx, "")

	// The database is on this machine.
	sql.Open("mysql", "app@tcp(localhost:3306)/shop?parseTime=true")
	sql.Open("mysql", "app@unix(/run/mysqld.sock)/shop")
	sql.Open("postgres", "dbname=shop sslmode=disable")
	sql.Open("sqlite", "file.db")
}
