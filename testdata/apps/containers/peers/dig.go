package peers

import (
	"database/sql"
	"net/http"
)

type DigRepo struct{ db *sql.DB }

func NewDigRepo(db *sql.DB) *DigRepo { return &DigRepo{db} }

func (p *DigRepo) Load() error {
	return p.db.Ping() // want nodeadline
}

type DigPeer struct{ client *http.Client }

func NewDigClient() *http.Client {
	return &http.Client{} // want clienttimeout
}

func NewDigPeer(c *http.Client) *DigPeer { return &DigPeer{c} }

func (p *DigPeer) Fetch(r *http.Request) error { return fetch(p.client, r) }

// DigQuick has a client with a timeout.
type DigQuick struct{ client *http.Client }

func NewDigQuick(c *http.Client) *DigQuick { return &DigQuick{c} }

func (p *DigQuick) FetchQuick(r *http.Request) error { return fetchPlain(p.client) }

// NewDigCheck makes a function.
func NewDigCheck(db *sql.DB) func() error {
	return func() error {
		return db.Ping() // want nodeadline
	}
}
