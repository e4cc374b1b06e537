package peers

import (
	"database/sql"
	"net/http"
)

type FxRepo struct{ db *sql.DB }

func NewFxRepo(db *sql.DB) *FxRepo { return &FxRepo{db} }

func (p *FxRepo) Load() error {
	return p.db.Ping() // want nodeadline
}

type FxPeer struct{ client *http.Client }

func NewFxClient() *http.Client {
	return &http.Client{} // want clienttimeout
}

func NewFxPeer(c *http.Client) *FxPeer { return &FxPeer{c} }

func (p *FxPeer) Fetch(r *http.Request) error { return fetch(p.client, r) }

// FxQuick has a client with a timeout.
type FxQuick struct{ client *http.Client }

func NewFxQuick(c *http.Client) *FxQuick { return &FxQuick{c} }

func (p *FxQuick) FetchQuick(r *http.Request) error { return fetchPlain(p.client) }

// NewFxCheck makes a function.
func NewFxCheck(db *sql.DB) func() error {
	return func() error {
		return db.Ping() // want nodeadline
	}
}
