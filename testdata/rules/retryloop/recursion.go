package retryloop

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"time"
)

// A function that calls itself is a loop as well

type again struct{ db *sql.DB }

func (a *again) save(ctx context.Context, id string) error {
	if _, err := a.db.ExecContext(ctx, "INSERT INTO orders VALUES ($1)", id); err != nil { // want `\(\*sql.DB\).ExecContext is retried for as long as it fails`
		time.Sleep(time.Second)
		return a.save(ctx, id)
	}
	return nil
}

// Silent: tries are counted, or time, or only some errors are retried, or
// something else is done the next time

func (a *again) counted(ctx context.Context, id string, tries int) error {
	if _, err := a.db.ExecContext(ctx, "INSERT INTO orders VALUES ($1)", id); err != nil && tries > 0 {
		return a.counted(ctx, id, tries-1)
	}
	return nil
}

func (a *again) timed(ctx context.Context, id string) error {
	if _, err := a.db.ExecContext(ctx, "INSERT INTO orders VALUES ($1)", id); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return a.timed(ctx, id)
	}
	return nil
}

func (a *again) picked(ctx context.Context, id string) error {
	if _, err := a.db.ExecContext(ctx, "INSERT INTO orders VALUES ($1)", id); err != nil {
		if errors.Is(err, errConflict) {
			return a.picked(ctx, id)
		}
		return err
	}
	return nil
}

func (a *again) other(ctx context.Context, id string) error {
	if _, err := a.db.ExecContext(ctx, "INSERT INTO orders VALUES ($1)", id); err != nil {
		return a.other(ctx, id+"x")
	}
	return nil
}

func (a *again) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.save(r.Context(), "1")
	a.counted(r.Context(), "1", 3)
	a.timed(r.Context(), "1")
	a.picked(r.Context(), "1")
	a.other(r.Context(), "1")
}
