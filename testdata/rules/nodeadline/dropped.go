package nodeadline

import (
	"context"
	"database/sql"
	"net"
	"net/http"
	"os/exec"

	"example.org/geoip"
	"github.com/jmoiron/sqlx"
)

// The operation has a sibling that takes a context.

func siblings(ctx context.Context, db *sql.DB, x *sqlx.DB) error {
	if err := db.Ping(); err != nil { // want `DB\).Ping may wait forever: it takes no context`
		return err
	}
	tx, err := db.Begin() // want `DB\).Begin may wait forever`
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec(q, 1); err != nil { // want `Tx\).Exec may wait forever`
		return err
	}
	if err := x.Get(&struct{}{}, q, 1); err != nil { // want `sqlx.DB\).Get may wait forever`
		return err
	}
	if err := x.Ping(); err != nil { // want `DB\).Ping may wait forever`
		return err
	}
	if err := x.SelectContext(ctx, &struct{}{}, q); err != nil {
		return err
	}
	return tx.Commit()
}

func processes(ctx context.Context) error {
	if err := exec.Command("convert").Run(); err != nil { // want `Cmd\).Run may wait forever`
		return err
	}
	cmd := exec.Command("convert")
	cmd.Dir = "/tmp"
	if _, err := cmd.Output(); err != nil { // want `Cmd\).Output may wait forever`
		return err
	}
	return exec.CommandContext(ctx, "convert").Run()
}

func network(ctx context.Context, addr string) (net.Conn, error) {
	if c, err := net.Dial("tcp", addr); err == nil { // want `net.Dial may wait forever`
		return c, nil
	}
	if c, err := net.DialTimeout("tcp", addr, 1e9); err == nil {
		return c, nil
	}
	var d net.Dialer
	return d.DialContext(ctx, "tcp", addr)
}

func resolve(ctx context.Context, host string) ([]string, error) {
	if addrs, err := net.LookupHost(host); err == nil { // want `net.LookupHost may wait forever`
		return addrs, nil
	}
	return net.DefaultResolver.LookupHost(ctx, host)
}

// Another context is passed on.

func replaced(ctx context.Context, db *sql.DB) error {
	if _, err := db.ExecContext(context.Background(), q); err != nil { // want `ExecContext may wait forever: context.Background replaces the context`
		return err
	}
	if err := db.PingContext(context.TODO()); err != nil { // want `PingContext may wait forever: context.TODO replaces`
		return err
	}
	bg := context.Background()
	tx, err := db.BeginTx(bg, nil) // want `BeginTx may wait forever: context.Background replaces`
	if err != nil {
		return err
	}
	return tx.Rollback()
}

func detachedButWaited(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(context.WithoutCancel(ctx), q) // want `ExecContext may wait forever: context.WithoutCancel replaces`
	return err
}

func withValues(ctx context.Context, db *sql.DB) error {
	type key struct{}
	noEnd := context.WithValue(context.Background(), key{}, 1)
	_, err := db.ExecContext(noEnd, q) // want `ExecContext may wait forever: context.Background replaces`
	return err
}

// The operation is in a helper: the call that gives it the context is the place.

func viaHelper(ctx context.Context, db *sql.DB) error {
	if err := load(context.Background(), db); err != nil { // want `load may wait forever in \(\*sql.DB\).ExecContext: context.Background replaces`
		return err
	}
	return load(ctx, db)
}

func load(ctx context.Context, db *sql.DB) error { return deeper(ctx, db) }

func deeper(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, q)
	return err
}

// A helper that is given no context drops nobody's; that of its caller is
// dropped where it is called.
func plain(db *sql.DB) error {
	_, err := db.Exec(q)
	return err
}

// Libraries that the catalogue does not know.

func viaLibrary(ctx context.Context, c *geoip.Client) error {
	if err := c.Lookup(context.Background(), "::1"); err != nil { // want `geoip.Client\).Lookup may wait forever: context.Background replaces`
		return err
	}
	if err := c.LookupNow("::1"); err != nil { // want `geoip.Client\).LookupNow may wait forever: it takes no context`
		return err
	}
	return c.Lookup(ctx, "::1")
}

// The function is given a request.

func (s *Store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, err := s.db.Exec(q); err != nil { // want `DB\).Exec may wait forever`
		return
	}
	if _, err := s.db.ExecContext(context.Background(), q); err != nil { // want `ExecContext may wait forever: context.Background replaces`
		return
	}
	_, _ = s.db.ExecContext(r.Context(), q)
}

func authorize(r *http.Request, db *sql.DB) bool {
	return db.QueryRow(q, r.Header.Get("Authorization")).Err() == nil // want `DB\).QueryRow may wait forever`
}

// A parameter without a name cannot be used.
func ignored(_ context.Context, db *sql.DB) error { return db.Ping() }

// Where the context is nil, there is none to pass on.

func maybeWith(ctx context.Context, db *sql.DB) error {
	if ctx == nil {
		return db.Ping()
	}
	return db.PingContext(ctx)
}

func maybeWithout(ctx context.Context, db *sql.DB) error {
	if ctx != nil {
		return db.PingContext(ctx)
	}
	return db.Ping()
}

func wrongWay(ctx context.Context, db *sql.DB) error {
	if ctx != nil {
		return db.Ping() // want `DB\).Ping may wait forever: it takes no context`
	}
	return nil
}

// Nobody answers before the connection is there.

func datagrams(ctx context.Context, addr string) (net.Conn, error) {
	return net.Dial("udp", addr)
}
