// Package moved holds a lock across what another package waits for.
package moved

import (
	"database/sql"
	"net/http"
	"sync"

	"example.com/testdata/rules/lockedwait/moved/store"
)

type Cache struct {
	mu    sync.Mutex
	store *store.Store
	db    *sql.DB
}

func New(db *sql.DB) *Cache { return &Cache{store: store.New(db), db: db} }

func (c *Cache) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.store.Ping(r.Context()); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
	}
}

func (c *Cache) name(w http.ResponseWriter, r *http.Request) {
	name, _ := c.store.Name(r.Context())
	_, _ = w.Write([]byte(name))
}

func (c *Cache) run(w http.ResponseWriter, r *http.Request) {
	_ = c.store.Locked(func() error {
		_, err := c.db.ExecContext(r.Context(), "DELETE FROM store") // want `store.Store.mu is held across \(\*sql.DB\).ExecContext`
		return err
	})
}
