package peers

import (
	"database/sql"
	"net/http"
)

type WireRepo struct{ db *sql.DB }

func NewWireRepo(db *sql.DB) *WireRepo { return &WireRepo{db} }

func (p *WireRepo) Load() error {
	return p.db.Ping() // want nodeadline
}

type WirePeer struct{ client *http.Client }

func NewWireClient() *http.Client {
	return &http.Client{} // want clienttimeout
}

func NewWirePeer(c *http.Client) *WirePeer { return &WirePeer{c} }

func (p *WirePeer) Fetch(r *http.Request) error { return fetch(p.client, r) }

// WireQuick has a client with a timeout.
type WireQuick struct{ client *http.Client }

func NewWireQuick(c *http.Client) *WireQuick { return &WireQuick{c} }

func (p *WireQuick) FetchQuick(r *http.Request) error { return fetchPlain(p.client) }

// NewWireCheck makes a function.
func NewWireCheck(db *sql.DB) func() error {
	return func() error {
		return db.Ping() // want nodeadline
	}
}
