package nodeadline

import (
	"context"
	"database/sql"
	"net/http"
	"os"
	"os/signal"

	"github.com/segmentio/kafka-go"
)

// stopped keeps the context of the process: it ends when the process does, and
// not with any request.
type stopped struct {
	ctx context.Context
	db  *sql.DB
}

func newStopped(db *sql.DB) (*stopped, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	s := &stopped{ctx: ctx, db: db}
	s.start(ctx)
	return s, stop
}

// start is no request.
func (s *stopped) start(ctx context.Context) {
	_ = s.db.PingContext(ctx)
}

func (s *stopped) handle(w http.ResponseWriter, r *http.Request) {
	_ = s.db.PingContext(s.ctx) // want `\(\*sql.DB\).PingContext may wait forever: signal.NotifyContext replaces the context that the function is given`
	s.count()
}

func (s *stopped) count() {
	_, _ = s.db.ExecContext(s.ctx, "update counts set n = n + 1") // want `signal.NotifyContext ends with the process and a request waits for it`
}

// What takes messages until the process ends has no better context.
func (s *stopped) consume(r *kafka.Reader) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	for {
		msg, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		if _, err := s.db.ExecContext(ctx, q, msg.Value); err != nil {
			return err
		}
	}
}
