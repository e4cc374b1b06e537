package main

import (
	"context"
	"database/sql"
	"net/http"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
)

// One function for each item of "Silent when", in order. Its comment repeats
// the first words of the item, and a test looks for them.

// Silent: the program limits a pool of this kind
func silent1(dsn string, size int) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	func() { db.SetMaxOpenConns(size) }()
	db.SetConnMaxLifetime(time.Minute)
	return db, nil
}

var configure func(*sql.DB)

// Silent: the pool is handed to a function that is not known
func silent2(dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	configure(db)
	return db, nil
}

// Silent: something limits how many requests are sent at once
type silentFew struct {
	client *http.Client
	urls   []string
}

func newSilentFew(urls []string) http.Handler {
	return &silentFew{&http.Client{Transport: &http.Transport{}, Timeout: time.Second}, urls}
}

func (s *silentFew) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	permits := make(chan struct{}, 4)
	for _, url := range s.urls {
		permits <- struct{}{}
		wg.Go(func() {
			defer func() { <-permits }()
			s.get(r.Context(), url)
		})
	}
	wg.Wait()
	for _, url := range s.urls {
		s.get(r.Context(), url)
	}
	go s.get(context.Background(), s.urls[0])
}

func (s *silentFew) get(ctx context.Context, url string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return
	}
	if resp, err := s.client.Do(req); err == nil {
		_ = resp.Body.Close()
	}
}

// Silent: what is opened may be a file
func silent3(driver, dsn string) (*sql.DB, *sql.DB) {
	file, _ := sql.Open("sqlite3", dsn)
	any, _ := sql.Open(driver, dsn)
	return file, any
}

// Silent: the settings are not constants, or are those of different pools
func silent4(cfg, other *pgxpool.Config, size int32) {
	cfg.MaxConns = size
	cfg.MinConns = 8
	other.MaxConns = 4
	redis.NewClient(&redis.Options{PoolSize: 10, MinIdleConns: 10})
	redis.NewClient(&redis.Options{PoolSize: 5})
}
