package lazyinit

import (
	"database/sql"
	"html/template"
	"net/http"
	"sync"

	"golang.org/x/sync/singleflight"
)

type guarded struct {
	mu   sync.RWMutex
	once sync.Once
	db   *sql.DB
	page *template.Template
}

// Silent: a lock is held, here or by a caller
func (g *guarded) locked(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.fill()
	query(w, g.db)
}

func (g *guarded) fill() {
	if g.db == nil {
		g.db, _ = sql.Open("postgres", dsn)
	}
}

func (g *guarded) checkedTwice(w http.ResponseWriter, r *http.Request) {
	g.mu.RLock()
	db := g.db
	g.mu.RUnlock()
	if db == nil {
		g.mu.Lock()
		if g.db == nil {
			g.db, _ = sql.Open("postgres", dsn)
		}
		g.mu.Unlock()
	}
	query(w, g.db)
}

var (
	group singleflight.Group
	late  *sql.DB
	ones  = sync.OnceValue(func() *sql.DB {
		if late == nil {
			late, _ = sql.Open("postgres", dsn)
		}
		return late
	})
)

// Silent: whether it is there by then is asked again before it is stored
func (g *guarded) askedAgain(w http.ResponseWriter, r *http.Request) {
	g.mu.RLock()
	db := g.db
	g.mu.RUnlock()
	if db == nil {
		made, err := sql.Open("postgres", dsn)
		if err != nil {
			return
		}
		g.mu.Lock()
		if g.db == nil {
			g.db = made
		} else {
			_ = made.Close()
		}
		db = g.db
		g.mu.Unlock()
	}
	query(w, db)
}

// Silent: sync.Once, sync.OnceValue or singleflight runs it
func (g *guarded) single(w http.ResponseWriter, r *http.Request) {
	g.once.Do(g.fill)
	group.Do("db", func() (any, error) {
		if late == nil {
			late, _ = sql.Open("postgres", dsn)
		}
		return late, nil
	})
	query(w, ones())
}

type session struct{ db *sql.DB }

func (s *session) pool() *sql.DB {
	if s.db == nil {
		s.db, _ = sql.Open("postgres", dsn)
	}
	return s.db
}

func newSession() *session { return &session{} }

// Silent: what it is stored in was made for the request, or comes with it
func ofRequest(w http.ResponseWriter, r *http.Request) {
	s := &session{}
	query(w, s.pool())
	query(w, newSession().pool())
	query(w, sessionOf(r).pool())
}

func sessionOf(r *http.Request) *session {
	s, _ := r.Context().Value("session").(*session)
	return s
}

var cheap *http.Client

// Silent: what is built costs little, such as an http.Client without a transport of its own
func (g *guarded) cheap(w http.ResponseWriter, r *http.Request) {
	if cheap == nil {
		cheap = &http.Client{}
	}
	cheap.CloseIdleConnections()
}

var early *sql.DB

// Silent: no request comes here: start-up code runs once
func setUp() {
	if early == nil {
		early, _ = sql.Open("postgres", dsn)
	}
}

type profile struct{ name string }

var owner *profile

// Silent: what is built costs little, such as an http.Client without a transport of its own
func profiled(w http.ResponseWriter, r *http.Request) {
	if owner == nil {
		owner = describe("owner") // what it builds on the way is not what it returns
	}
}

func describe(name string) *profile {
	page, _ := template.ParseFiles("owner.html")
	page.Execute(nil, name)
	return &profile{name}
}
