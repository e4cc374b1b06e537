package unreleased

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/csv"
	"io"
	"log"
	"log/slog"
	"os"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"
)

var (
	global  *os.File
	open    sync.Map
	several []*os.File
)

func kept(name string, h *holder, list *[]*os.File) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	*list = append(*list, f)
	if f, err = os.Open(name); err != nil {
		return err
	}
	global = f
	if f, err = os.Open(name); err != nil {
		return err
	}
	open.Store(name, f)
	if f, err = os.Open(name); err != nil {
		return err
	}
	several[0] = f
	if f, err = os.Open(name); err != nil {
		return err
	}
	h.files = map[string]*os.File{name: f}
	return nil
}

// The struct has the literal that releases it.
func (h *holder) acquireOr(ctx context.Context, pool *pgxpool.Pool, f *os.File) (*lease, error) {
	var done func()
	if f != nil {
		done = func() { f.Close() }
	} else {
		conn, err := pool.Acquire(ctx)
		if err != nil {
			return nil, err
		}
		done = func() { conn.Release() }
	}
	return &lease{done}, nil
}

type lease struct{ done func() }

// What a method makes of it can close it.
type session struct{ *os.File }

func (s *session) legacy() io.Closer { return s }

func openSession(name string) (*session, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &session{f}, nil
}

func inStruct(name string) (*holder, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &holder{file: f}, nil
}

// What fails between is not in the struct yet.
func inStructTooLate(name string) (*holder, error) {
	f, err := os.Open(name) // want `file from os.Open is not released on the path that returns at line 94`
	if err != nil {
		return nil, err
	}
	h := &holder{}
	if err := h.open(name); err != nil {
		return nil, err
	}
	h.file = f
	return h, nil
}

// What goes on reading or writing has it.

func reader(name string) (*bufio.Reader, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(f), nil
}

func logger(name string) (*log.Logger, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return log.New(f, "", 0), nil
}

func setup(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	log.SetOutput(f)
	return nil
}

func structured(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(f, nil)))
	return nil
}

func parsed(name string) ([][]string, error) {
	f, err := os.Open(name) // want `file from os.Open is never released: Close is not called`
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(f)
	r.Comma = ';'
	return r.ReadAll()
}

func printed(name string) error {
	f, err := os.Open(name) // want `file from os.Open is never released: Close is not called`
	if err != nil {
		return err
	}
	log.Printf("opened %v", f)
	return nil
}

// Method values.

func deferredValue(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer ignoring(f.Close)
	_, err = f.Stat()
	return err
}

func ignoring(f func() error) { _ = f() }

func registered(c cleaner, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	c.Cleanup(func() { f.Close() })
	return nil
}

type cleaner interface{ Cleanup(f func()) }

func registeredValue(name string, onExit func(func() error)) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	onExit(f.Close)
	return nil
}

// Literals that use it where they stand.

func usedByLiteral(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "select 1") // want `rows from \(\*sql.DB\).QueryContext is never released: Close is not called`
	if err != nil {
		return err
	}
	return each(func() error { return rows.Scan() })
}

func closedByLiteralAtOnce(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "select 1")
	if err != nil {
		return err
	}
	return each(func() error { return rows.Close() })
}

func each(f func() error) error { return f() }

// Goroutines.

func copied(name string, to io.Writer) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	go func() {
		defer f.Close()
		io.Copy(to, f)
	}()
	return nil
}

func lastUse(name string, to io.Writer) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	go io.Copy(to, f)
	return nil
}

func borrowed(name string, to io.Writer) error {
	f, err := os.Create(name) // want `file from os.Create is never released: Close is not called`
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		io.WriteString(f, "x")
	}()
	wg.Wait()
	_, err = f.WriteString("y")
	return err
}

type sink struct{ out io.Writer }

// The logger writes to it from now on.
func (s *sink) both(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	s.out = io.MultiWriter(os.Stderr, f)
	return nil
}

func logsToBoth(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	log.SetOutput(io.MultiWriter(os.Stderr, f))
	return nil
}
