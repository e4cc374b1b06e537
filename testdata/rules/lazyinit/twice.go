package lazyinit

import (
	"database/sql"
	"net/http"
	"regexp"
	"sync"
)

// Tenants whose databases are opened between two locks.

type tenants struct {
	mu  sync.RWMutex
	dbs map[string]*sql.DB
}

func (t *tenants) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("tenant")
	if db, err := t.between(name); err == nil {
		query(w, db)
	}
	if db, err := t.asked(name); err == nil {
		query(w, db)
	}
	if db, err := t.told(name); err == nil {
		query(w, db)
	}
	if db, err := t.again(name); err == nil {
		query(w, db)
	}
	if db, err := atOnce(name); err == nil {
		query(w, db)
	}
	if db, err := anyway(name); err == nil {
		query(w, db)
	}
	if !matches(r.FormValue("pattern"), name) {
		w.WriteHeader(http.StatusNotFound)
	}
}

func (t *tenants) between(name string) (*sql.DB, error) {
	t.mu.RLock()
	db, ok := t.dbs[name]
	t.mu.RUnlock()
	if ok {
		return db, nil
	}
	db, err := sql.Open("postgres", dsn+name) // want `sql.Open fills what a request finds empty, .*`
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	t.dbs[name] = db
	t.mu.Unlock()
	return db, nil
}

// Somebody else looks it up.

func (t *tenants) find(name string) *sql.DB {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.dbs[name]
}

func (t *tenants) asked(name string) (*sql.DB, error) {
	if db := t.find(name); db != nil {
		return db, nil
	}
	db, err := sql.Open("postgres", dsn+name) // want `sql.Open fills what a request finds empty, .*`
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.dbs[name] = db
	return db, nil
}

func (t *tenants) has(name string) (*sql.DB, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	db, ok := t.dbs[name]
	return db, ok
}

func (t *tenants) told(name string) (*sql.DB, error) {
	if db, ok := t.has(name); ok {
		return db, nil
	}
	db, err := sql.Open("postgres", dsn+name) // want `sql.Open fills what a request finds empty, .*`
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.dbs[name] = db
	return db, nil
}

// Whoever comes second takes what is there by then.
func (t *tenants) again(name string) (*sql.DB, error) {
	if db := t.find(name); db != nil {
		return db, nil
	}
	db, err := sql.Open("postgres", dsn+name)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if other, ok := t.dbs[name]; ok {
		_ = db.Close()
		return other, nil
	}
	t.dbs[name] = db
	return db, nil
}

var opened sync.Map

// A sync.Map is one as well, unless it tells who was first.
func anyway(name string) (*sql.DB, error) {
	if db, ok := opened.Load(name); ok {
		return db.(*sql.DB), nil
	}
	db, err := sql.Open("postgres", dsn+name) // want `sql.Open fills what a request finds empty, .*`
	if err != nil {
		return nil, err
	}
	opened.Store(name, db)
	return db, nil
}

func atOnce(name string) (*sql.DB, error) {
	if db, ok := opened.Load(name); ok {
		return db.(*sql.DB), nil
	}
	db, err := sql.Open("postgres", dsn+name)
	if err != nil {
		return nil, err
	}
	other, loaded := opened.LoadOrStore(name, db)
	if loaded {
		_ = db.Close()
	}
	return other.(*sql.DB), nil
}

var patterns sync.Map

// Nothing is lost when two compile the same.
func matches(pattern, s string) bool {
	if re, ok := patterns.Load(pattern); ok {
		return re.(*regexp.Regexp).MatchString(s)
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return false
	}
	patterns.Store(pattern, re)
	return re.MatchString(s)
}
