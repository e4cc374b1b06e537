package lockedwait

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"sync"
)

// gate is locked by methods that return how it is unlocked.
type gate struct {
	mu     sync.Mutex
	closed bool
}

func (g *gate) lock() func() {
	g.mu.Lock()
	return g.mu.Unlock
}

func (g *gate) enter() (leave func(), err error) {
	g.mu.Lock()
	if g.closed {
		g.mu.Unlock()
		return nil, errors.New("closed")
	}
	return func() { g.mu.Unlock() }, nil
}

type desk struct {
	gate gate
	db   *sql.DB
}

func newDesk(db *sql.DB) *desk { return &desk{db: db} }

func (d *desk) deferred(w http.ResponseWriter, r *http.Request) {
	defer d.gate.lock()()
	d.db.ExecContext(r.Context(), "UPDATE desks SET open = true") // want `lockedwait.gate.mu is held across \(\*sql.DB\).ExecContext`
}

func (d *desk) called(w http.ResponseWriter, r *http.Request) {
	unlock := d.gate.lock()
	d.db.ExecContext(r.Context(), "UPDATE desks SET open = true") // want `lockedwait.gate.mu is held across \(\*sql.DB\).ExecContext`
	unlock()
}

func (d *desk) entered(w http.ResponseWriter, r *http.Request) {
	leave, err := d.gate.enter()
	if err != nil {
		d.tell(r.Context()) // not entered
		return
	}
	defer leave()
	d.db.ExecContext(r.Context(), "UPDATE desks SET open = true") // want `lockedwait.gate.mu is held across \(\*sql.DB\).ExecContext`
}

func (d *desk) tell(ctx context.Context) {
	d.db.ExecContext(ctx, "INSERT INTO visits DEFAULT VALUES")
}

// The lock is free before anything waits.
func (d *desk) before(w http.ResponseWriter, r *http.Request) {
	unlock := d.gate.lock()
	unlock()
	d.tell(r.Context())
}
