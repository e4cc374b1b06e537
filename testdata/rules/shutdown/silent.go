package main

import (
	"context"
	"database/sql"
	"io"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/labstack/echo/v4"
	"github.com/redis/go-redis/v9"
)

// One function for each item of "Silent when", in order. Its comment repeats
// the first words of the item, and a test looks for them.

// Silent: the program shuts such a server down, or closes such a client
func silent1(ctx context.Context) error {
	db, err := sql.Open("mysql", "")
	if err != nil {
		return err
	}
	defer db.Close()
	pool, err := pgxpool.New(ctx, "")
	if err != nil {
		return err
	}
	keep(pool)
	return db.PingContext(ctx)
}

var kept *pgxpool.Pool

func keep(p *pgxpool.Pool) { kept = p }

func stop() { kept.Close() }

var register func(*redis.Client)

var closers []io.Closer

// Silent: the client is handed to a function that is not known
func silent2() {
	register(redis.NewClient(nil))
	closers = append(closers, redis.NewClient(nil))
}

// Silent: the clean-up function that a constructor returns is used
func silent3() *app {
	a, cleanup, err := initialize()
	if err != nil {
		return nil
	}
	closers = append(closers, closing(cleanup))
	return a
}

type closing func()

func (c closing) Close() error { c(); return nil }

// Silent: what requests use is closed after the server
func silent4(e *echo.Echo, pool *pgxpool.Pool) {
	defer pool.Close()
	defer func() { _ = e.Shutdown(context.Background()) }()
}
