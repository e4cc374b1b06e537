// Command order closes things in one order or another.
package main

import (
	"context"
	"database/sql"
	"net/http"
	"os"
	"os/signal"

	"github.com/segmentio/kafka-go"
)

func deferredLate(srv *http.Server, db *sql.DB) {
	defer srv.Shutdown(context.Background())
	defer db.Close() // want `\(\*sql.DB\).Close comes before the server is shut down: requests that are under way fail`
	wait()
}

func inOrder(srv *http.Server, db *sql.DB) {
	wait()
	db.Close() // want `\(\*sql.DB\).Close comes before the server is shut down: .*`
	srv.Shutdown(context.Background())
}

func inLiterals(srv *http.Server, db *sql.DB) {
	defer func() { _ = srv.Close() }()
	defer func() {
		if err := db.Close(); err != nil { // want `\(\*sql.DB\).Close comes before the server is shut down: .*`
			panic(err)
		}
	}()
	wait()
}

func wait() {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop)
	<-stop
}

func rightOrder(srv *http.Server, db *sql.DB) error {
	defer db.Close()
	defer func() { _ = srv.Shutdown(context.Background()) }()
	if err := db.Ping(); err != nil {
		db.Close()
		return err
	}
	wait()
	srv.Shutdown(context.Background())
	return db.Close()
}

// Nothing that requests wait for: what consumes messages ends first.
func consumersFirst(srv *http.Server, reader *kafka.Reader) {
	wait()
	reader.Close()
	srv.Shutdown(context.Background())
}

func main() {
	db, _ := sql.Open("mysql", os.Getenv("DSN"))
	reader := kafka.NewReader(kafka.ReaderConfig{})
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { _ = db.PingContext(r.Context()) })
	srv := &http.Server{Addr: ":8080"}
	go srv.ListenAndServe()
	deferredLate(srv, db)
	inOrder(srv, db)
	inLiterals(srv, db)
	rightOrder(srv, db)
	consumersFirst(srv, reader)
}
