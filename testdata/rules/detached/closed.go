package detached

import (
	"bufio"
	"context"
	"database/sql"
	"net/http"
	"sync"
	"time"
)

func transaction(w http.ResponseWriter, r *http.Request) {
	tx, err := db.Begin()
	if err != nil {
		return
	}
	defer tx.Rollback()
	go func() { // want `the goroutine uses a \*sql.Tx that detached.transaction closes when it returns`
		_, _ = tx.Exec("INSERT INTO audit VALUES ('order')")
	}()
	_ = tx.Commit()
}

func given(w http.ResponseWriter, r *http.Request) {
	conn, err := db.Conn(r.Context())
	if err != nil {
		return
	}
	defer conn.Close()
	go keepAlive(conn) // want `the goroutine uses a \*sql.Conn that detached.given closes when it returns`
}

func keepAlive(conn *sql.Conn) {
	for conn.PingContext(context.Background()) == nil {
		time.Sleep(time.Second)
	}
}

func body(w http.ResponseWriter, r *http.Request) {
	resp, err := http.Get("http://localhost/items")
	if err != nil {
		return
	}
	defer resp.Body.Close()
	go func() { // want `the goroutine uses a \*http.Response that detached.body closes when it returns`
		scanner := bufio.NewScanner(resp.Body)
		for scanner.Scan() {
		}
	}()
}

// The handler waits for it.
func joined(w http.ResponseWriter, r *http.Request) {
	tx, err := db.Begin()
	if err != nil {
		return
	}
	defer tx.Rollback()
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		_, _ = tx.Exec("INSERT INTO audit VALUES ('order')")
	}()
	wg.Wait()
	_ = tx.Commit()
}
