package unreleased

import (
	"context"
	"database/sql"
	"io"
	"time"

	"cloud.google.com/go/storage"
)

func uploadNeverClosed(ctx context.Context, o *storage.ObjectHandle, r io.Reader) error {
	w := o.NewWriter(ctx) // want `writer from \(\*storage.ObjectHandle\).NewWriter is not released on the path that returns at line 15`
	if _, err := io.Copy(w, r); err != nil {
		return err
	}
	return w.Close()
}

func uploadGivenUp(ctx context.Context, o *storage.ObjectHandle, r io.Reader) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w := o.NewWriter(ctx)
	if _, err := io.Copy(w, r); err != nil {
		return err
	}
	return w.Close()
}

func uploadCancelledByHand(ctx context.Context, o *storage.ObjectHandle, r io.Reader) error {
	writing, cancel := context.WithCancel(ctx)
	w := o.NewWriter(context.WithValue(writing, key{}, 1))
	if _, err := io.Copy(w, r); err != nil {
		cancel()
		return err
	}
	defer func() { cancel() }()
	return w.Close()
}

type key struct{}

func otherContextCancelled(ctx context.Context, o *storage.ObjectHandle, r io.Reader) error {
	reading, cancel := context.WithCancel(ctx)
	defer cancel()
	w := o.NewWriter(context.WithoutCancel(reading)) // want `writer from \(\*storage.ObjectHandle\).NewWriter is not released on the path that returns at line 48`
	if _, err := io.Copy(w, r); err != nil {
		return err
	}
	return w.Close()
}

func writerFor(ctx context.Context, o *storage.ObjectHandle) *storage.Writer {
	w := o.NewWriter(ctx)
	w.ContentType = "text/plain"
	return w
}

func uploadThroughHelper(ctx context.Context, o *storage.ObjectHandle, r io.Reader) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	w := writerFor(ctx, o)
	if _, err := io.Copy(w, r); err != nil {
		return err
	}
	return w.Close()
}

func transactionOfDeadline(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "update"); err != nil {
		return err
	}
	return tx.Commit()
}

func rowsInLoop(ctx context.Context, db *sql.DB, ids []int) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	for _, id := range ids {
		rows, err := db.QueryContext(ctx, "select", id) // want `rows from \(\*sql.DB\).QueryContext is not released before the loop acquires the next one`
		if err != nil {
			return err
		}
		rows.Next()
	}
	return nil
}

func cancelledTooEarly(ctx context.Context, db *sql.DB) error {
	first, cancel := context.WithTimeout(ctx, time.Second)
	_, err := db.ExecContext(first, "update")
	cancel()
	if err != nil {
		return err
	}
	rows, err := db.QueryContext(ctx, "select") // want `rows from \(\*sql.DB\).QueryContext is never released: Close is not called`
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}
