// Command poollimits takes requests that wait for a database.
package main

import (
	"database/sql"
	"net/http"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
)

// Example is the one of the documentation.
func open(dsn string) (*sql.DB, error) {
	return sql.Open("postgres", dsn) // want `sql.Open makes a pool without a limit: a slow database is given ever more connections`
}

type server struct{ db *sql.DB }

func (s *server) list(w http.ResponseWriter, r *http.Request) {
	rows, err := s.db.QueryContext(r.Context(), "SELECT 1")
	if err == nil {
		rows.Close()
	}
}

func main() {
	db, err := open(os.Getenv("DSN"))
	if err != nil {
		panic(err)
	}
	s := &server{db}
	http.HandleFunc("/", s.list)
	_ = http.ListenAndServe(":8080", nil)
}

func contradictions(cfg *pgxpool.Config) *redis.Client {
	cfg.MaxConns = 4
	cfg.MinConns = 8 // want `pgxpool.Config.MinConns asks for 8 connections, but pgxpool.Config.MaxConns allows 4`
	return redis.NewClient(&redis.Options{
		PoolSize:     10,
		MinIdleConns: 20, // want `redis.Options.MinIdleConns asks for 20 connections, but redis.Options.PoolSize allows 10`
	})
}

func transport() *http.Transport {
	return &http.Transport{
		MaxIdleConnsPerHost: 100, // want `http.Transport.MaxIdleConnsPerHost asks for 100 connections, but http.Transport.MaxConnsPerHost allows 10`
		MaxConnsPerHost:     10,
	}
}

func settings(db *sql.DB) *sql.DB {
	own, err := sql.Open("mysql", "")
	if err != nil {
		return nil
	}
	own.SetMaxOpenConns(10)
	own.SetMaxIdleConns(25) // want `\(\*sql.DB\).SetMaxIdleConns asks for 25 connections, but \(\*sql.DB\).SetMaxOpenConns allows 10`
	return own
}
