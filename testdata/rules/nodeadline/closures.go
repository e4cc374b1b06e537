package nodeadline

import (
	"context"
	"database/sql"
	"sync"

	"example.org/geoip"
	"golang.org/x/sync/errgroup"
)

// Literals that run before the function around them goes on.

func callsLiteral(ctx context.Context, db *sql.DB) error {
	run := func() error {
		_, err := db.Exec(q) // want `DB\).Exec may wait forever`
		return err
	}
	if err := run(); err != nil {
		return err
	}
	return func() error { return db.Ping() }() // want `DB\).Ping may wait forever`
}

func givesLiteral(ctx context.Context, db *sql.DB, c *geoip.Client) error {
	if err := twice(func() error { return db.Ping() }); err != nil { // want `DB\).Ping may wait forever`
		return err
	}
	return c.Each(func(ip string) error {
		_, err := db.ExecContext(context.Background(), q, ip) // want `ExecContext may wait forever: context.Background replaces`
		return err
	})
}

func twice(f func() error) error {
	if err := f(); err != nil {
		return err
	}
	return f()
}

var once sync.Once

func oncePerProcess(ctx context.Context, db *sql.DB) {
	once.Do(func() { _ = db.Ping() }) // want `DB\).Ping may wait forever`
}

// A literal that nobody calls here may run anywhere.

func returnsLiteral(ctx context.Context, db *sql.DB) func() error {
	return func() error { return db.Ping() }
}

// The literal has a context of its own.

func givesContext(ctx context.Context, db *sql.DB) error {
	return withContext(ctx, func(ctx context.Context) error {
		if err := db.Ping(); err != nil { // want `DB\).Ping may wait forever`
			return err
		}
		return db.PingContext(ctx)
	})
}

func withContext(ctx context.Context, f func(context.Context) error) error { return f(ctx) }

func givesBackground(ctx context.Context, db *sql.DB) error {
	return withContext(context.Background(), func(ctx context.Context) error { // want `DB\).PingContext may wait forever: context.Background replaces`
		return db.PingContext(ctx)
	})
}

// Goroutines that the function waits for.

func group(ctx context.Context, db *sql.DB) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return db.Ping() })                            // want `DB\).Ping may wait forever`
	g.Go(func() error { return db.PingContext(context.Background()) }) // want `PingContext may wait forever: context.Background replaces`
	g.Go(func() error { return db.PingContext(gctx) })
	return g.Wait()
}

func waitGroup(ctx context.Context, db *sql.DB) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Add(1)
	go func() {
		defer wg.Done()
		_ = db.Ping() // want `DB\).Ping may wait forever`
	}()
	wg.Go(func() { _ = db.PingContext(ctx) })
}

func received(ctx context.Context, db *sql.DB) error {
	ch := make(chan error)
	go func() { ch <- db.Ping() }() // want `DB\).Ping may wait forever`
	return <-ch
}

// Goroutines that it does not wait for, or not for ever.

func starts(ctx context.Context, db *sql.DB) {
	var g errgroup.Group
	g.Go(func() error { return db.Ping() })
	go func() { _ = db.Ping() }()
}

func leaves(ctx context.Context, db *sql.DB) error {
	ch := make(chan error, 1)
	go func() { ch <- db.Ping() }()
	select {
	case err := <-ch:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Variables that a literal captures and that change.

func reassigned(ctx context.Context, db *sql.DB, name string) error {
	if name != "" {
		type key struct{}
		ctx = context.WithValue(ctx, key{}, name)
	}
	f := func() error { return db.PingContext(ctx) }
	return f()
}

func overwritten(ctx context.Context, db *sql.DB) error {
	ctx = context.Background()
	f := func() error { return db.PingContext(ctx) } // want `PingContext may wait forever: context.Background replaces`
	return f()
}

func madeOutside(ctx context.Context, db *sql.DB) error {
	bg := context.Background()
	f := func() error { return db.PingContext(bg) } // want `PingContext may wait forever: context.Background replaces`
	return f()
}
