package retryloop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"time"
)

type orders struct {
	db    *sql.DB
	dbs   []*sql.DB
	peers []string
}

var errRefused = errors.New("refused")

func (o *orders) insert(ctx context.Context) error {
	_, err := o.db.ExecContext(ctx, "insert into orders values (1)")
	return err
}

func (o *orders) send(ctx context.Context, to string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		return fmt.Errorf("%w: %s", errRefused, resp.Status)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Second):
		return nil
	}
}

func (o *orders) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	for i := range 3 {
		err := o.insert(ctx) // want `\(\*retryloop.orders\).insert is retried on every error: also on one that another try does not mend`
		if err == nil {
			break
		}
		log.Println("try", i, err)
		if pause(ctx) != nil {
			return
		}
	}
	var err error
	for tries := 0; tries < 5; tries++ {
		if err = o.send(ctx, "https://example.com/orders"); err == nil { // want `\(\*retryloop.orders\).send is retried on every error: also on one that another try does not mend`
			break
		}
		if pause(ctx) != nil {
			return
		}
	}
}

// Told apart.
func (o *orders) told(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	for range 3 {
		err := o.send(ctx, "https://example.com/orders")
		if err == nil || errors.Is(err, errRefused) {
			break
		}
		if pause(ctx) != nil {
			return
		}
	}
}

// One after the other.
func (o *orders) others(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	for _, peer := range o.peers {
		if o.send(ctx, peer) == nil {
			return
		}
		if pause(ctx) != nil {
			return
		}
	}
	for i := range 3 {
		if _, err := o.dbs[i].ExecContext(ctx, "insert into orders values (1)"); err == nil {
			return
		}
		if pause(ctx) != nil {
			return
		}
	}
}

// What fails is that nobody is there.
func (o *orders) ready(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	for range 3 {
		if o.db.PingContext(ctx) == nil {
			return
		}
		if pause(ctx) != nil {
			return
		}
	}
	for range 3 {
		resp, err := http.Get("https://example.com/health")
		if err == nil {
			resp.Body.Close()
			return
		}
		if pause(ctx) != nil {
			return
		}
	}
}
