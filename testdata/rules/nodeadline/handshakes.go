package nodeadline

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// a probe looks at the certificate of a peer.
type probe struct {
	timeout time.Duration
	config  *tls.Config
}

func (p *probe) bare(w http.ResponseWriter, r *http.Request) {
	conn, err := net.DialTimeout("tcp", r.Host, p.timeout)
	if err != nil {
		return
	}
	defer conn.Close()
	tconn := tls.Client(conn, p.config)
	if err := tconn.Handshake(); err != nil { // want `\(\*tls.Conn\).Handshake may wait forever: .*`
		return
	}
}

// Silent: the connection below has a deadline
func (p *probe) below(w http.ResponseWriter, r *http.Request) {
	conn, err := net.DialTimeout("tcp", r.Host, p.timeout)
	if err != nil {
		return
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(p.timeout)); err != nil {
		return
	}
	if err := tls.Client(conn, p.config).Handshake(); err != nil {
		return
	}
}

// Silent: it has one itself
func (p *probe) itself(w http.ResponseWriter, r *http.Request) {
	conn, err := net.DialTimeout("tcp", r.Host, p.timeout)
	if err != nil {
		return
	}
	tconn := tls.Client(conn, p.config)
	defer tconn.Close()
	tconn.SetDeadline(time.Now().Add(p.timeout))
	tconn.Handshake()
}

// Silent: whoever gives the connection may have set one
func (p *probe) given(w http.ResponseWriter, r *http.Request) {
	conn, err := net.DialTimeout("tcp", r.Host, p.timeout)
	if err != nil {
		return
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(p.timeout))
	p.shake(conn)
}

func (p *probe) shake(conn net.Conn) {
	tls.Client(conn, p.config).Handshake()
}
