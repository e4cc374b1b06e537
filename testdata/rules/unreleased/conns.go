package unreleased

import (
	"context"
	"database/sql"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"

	"github.com/gorilla/websocket"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
)

func acquire(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx) // want `conn from \(\*pgxpool.Pool\).Acquire is not released on the path that returns at line 23`
	if err != nil {
		return err
	}
	if _, err := conn.Query(ctx, "listen"); err != nil { // want `rows from \(\*pgxpool.Conn\).Query is never released: Close is not called`
		return err
	}
	conn.Release()
	return nil
}

func sqlConn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// The connection waits for its rows when it is closed.
	rows, err := conn.QueryContext(ctx, "select 1") // want `rows from \(\*sql.Conn\).QueryContext is never released: Close is not called`
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

func subscribe(ctx context.Context, rdb *redis.Client, w io.Writer) error {
	sub := rdb.Subscribe(ctx, "news") // want `pub sub from \(\*redis.Client\).Subscribe is not released on the path that returns at line \d+`
	for {
		select {
		case m := <-sub.Channel():
			if _, err := io.WriteString(w, m.Payload); err != nil {
				return err
			}
		case <-ctx.Done():
			return sub.Close()
		}
	}
}

func subscribeForEver(ctx context.Context, rdb *redis.Client, handle func(string)) {
	sub := rdb.Subscribe(ctx, "news")
	go func() {
		for m := range sub.Channel() {
			handle(m.Payload)
		}
	}()
}

var upgrader = &websocket.Upgrader{}

func socket(w http.ResponseWriter, r *http.Request) {
	conn, err := upgrader.Upgrade(w, r, nil) // want `conn from \(\*websocket.Upgrader\).Upgrade is not released on the path that reaches the end of the function`
	if err != nil {
		return
	}
	conn.SetPongHandler(func(string) error { return conn.WriteMessage(1, nil) })
	go func() {
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				return
			}
		}
	}()
	for r.Context().Err() == nil {
		if err := conn.WriteMessage(1, nil); err != nil {
			conn.Close()
			return
		}
	}
}

func socketAndClose(w http.ResponseWriter, r *http.Request) {
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	for r.Context().Err() == nil {
		if err := conn.WriteMessage(1, nil); err != nil {
			return
		}
	}
}

func hijack(w http.ResponseWriter) error {
	conn, _, err := w.(http.Hijacker).Hijack() // want `conn from \(http.Hijacker\).Hijack is never released: Close is not called`
	if err != nil {
		return err
	}
	_, err = conn.Write([]byte("HTTP/1.1 200 OK\r\n\r\n"))
	return err
}

func form(r *http.Request) error {
	f, _, err := r.FormFile("file") // want `file from \(\*http.Request\).FormFile is never released: Close is not called`
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, f)
	return err
}

func uploads(r *http.Request, save func(io.Reader) error) error {
	for _, fhs := range r.MultipartForm.File {
		for _, fh := range fhs {
			if err := upload(fh, save); err != nil {
				return err
			}
		}
	}
	return nil
}

func upload(fh *multipart.FileHeader, save func(io.Reader) error) error {
	f, err := fh.Open() // want `file from \(\*multipart.FileHeader\).Open is not released on the path that returns at line 138`
	if err != nil {
		return err
	}
	if fh.Size == 0 {
		return nil
	}
	defer f.Close()
	return save(f)
}

func scratch(name string) error {
	dir, err := os.MkdirTemp("", "scratch") // want `temporary directory from os.MkdirTemp is never removed: neither os.RemoveAll nor os.Remove is called`
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name), nil, 0o600)
}

func scratchRemoved(name string) error {
	dir, err := os.MkdirTemp("", "scratch")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	return os.WriteFile(filepath.Join(dir, name), nil, 0o600)
}

// It is empty again when it is removed.
func scratchProbed() error {
	dir, err := os.MkdirTemp("", "scratch")
	if err != nil {
		return err
	}
	defer func(name string) { _ = os.Remove(name) }(dir)
	return os.Chmod(dir, 0o500)
}

func scratchReturned() (string, error) {
	dir, err := os.MkdirTemp("", "scratch") // want `temporary directory from os.MkdirTemp is not removed on the path that returns at line 177`
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return "", err
	}
	return dir, nil
}

func scratchHanded() (io.Closer, error) {
	dir, err := os.MkdirTemp("", "scratch")
	if err != nil {
		return nil, err
	}
	return &tempDir{dir}, nil
}

type tempDir struct{ name string }

func (t *tempDir) Close() error { return os.RemoveAll(t.name) }

func pipe() error {
	r, w, err := os.Pipe() // want `file from os.Pipe is never released: Close is not called` `file from os.Pipe is not released on the path that returns at line \d+`
	if err != nil {
		return err
	}
	if _, err := w.Write(nil); err != nil {
		return err
	}
	w.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}
