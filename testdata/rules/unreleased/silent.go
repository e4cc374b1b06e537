package unreleased

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"sync"
)

// Silent: every path releases it, deferred or not, also through a helper or a
// deferred literal

func closedByHand(name string) (int, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	var buf [8]byte
	n, err := f.Read(buf[:])
	if err != nil {
		f.Close()
		return 0, err
	}
	return n, f.Close()
}

func closedByHelper(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer closeQuietly(f)
	_, err = io.Copy(io.Discard, f)
	return err
}

func closeQuietly(c io.Closer) {
	if err := c.Close(); err != nil {
		log.Print(err)
	}
}

func closedByLiteral(name string) (err error) {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.Copy(io.Discard, f)
	return err
}

// Silent: it is returned, stored, sent, captured by a literal that leaves the
// function, or handed to a function that keeps it or is not known

type holder struct {
	file  *os.File
	files map[string]*os.File
}

func (h *holder) open(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	h.file = f
	return nil
}

func (h *holder) openNamed(name string) (err error) {
	h.files[name], err = os.Open(name)
	return err
}

func opened(name string) (*os.File, error) { return os.Open(name) }

func sent(name string, to chan<- *os.File) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	to <- f
	return nil
}

func captured(name string) (func() error, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return func() error { return f.Close() }, nil
}

func handed(name string, take func(io.ReadCloser) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return take(f)
}

// Silent: a goroutine releases it, or is the last to use it

func served(l net.Listener) error {
	for {
		conn, err := l.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}

// Silent: its error is not nil, or it is nil itself: there is nothing to release

func failed(name string) error {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	return f.Close()
}

func absent(client *http.Client, req *http.Request) error {
	resp, err := client.Do(req)
	if resp != nil {
		defer resp.Body.Close()
	}
	return err
}

// Silent: its rows were read to the end on that path

func drained(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "select 1")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

// Silent: it ends with what it was taken from: rows of a transaction, or of a
// statement of one, and what a connection opened that is closed

func inTransaction(ctx context.Context, tx *sql.Tx) (bool, error) {
	rows, err := tx.QueryContext(ctx, "select 1")
	if err != nil {
		return false, err
	}
	return rows.Next(), nil
}

// Silent: it ends with its context, and the function cancels that

func cancelledAtTheEnd(ctx context.Context, db *sql.DB) (id int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	rows, err := db.QueryContext(ctx, "select")
	if err != nil {
		return 0, err
	}
	rows.Next()
	return id, rows.Scan(&id)
}

// Silent: the path ends in a call that does not return

func fatal(name string) []byte {
	f, err := os.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		log.Fatal(err)
	}
	f.Close()
	return b
}

// Silent: it belongs to main or an initialiser, or to a function that serves,
// and lives as long as the process

var table = func() []byte { return nil }

func init() {
	f, err := os.Open("table")
	if err != nil {
		return
	}
	table = func() []byte { b, _ := io.ReadAll(f); return b }
	_, _ = f.Stat()
}

func serve(h http.Handler) error {
	pid, err := os.Create("pid")
	if err != nil {
		return err
	}
	pid.WriteString("1")
	return http.ListenAndServe(":8080", h)
}

// Silent: it is a lock that the function takes, or gives up for a time, for its
// caller

type queue struct {
	mu    sync.Mutex
	items []int
}

func (q *queue) begin() { q.mu.Lock() }

func (q *queue) end() { q.mu.Unlock() }

func (q *queue) tryBegin() bool {
	q.mu.Lock()
	if len(q.items) == 0 {
		q.mu.Unlock()
		return false
	}
	return true
}

func (q *queue) yield() {
	for len(q.items) == 0 {
		q.mu.Unlock()
		q.mu.Lock()
	}
}

// Silent: the channel is a signal or a queue: somebody waits for what is sent,
// looks at it, or closes it, or it is not known to be made with room

type pump struct {
	wake chan struct{}
	ids  chan int
	over chan struct{}
	room chan struct{}
	work func() error
}

func newPump(room chan struct{}) *pump {
	return &pump{wake: make(chan struct{}, 1), ids: make(chan int, 4), over: make(chan struct{}, 1), room: room}
}

func (p *pump) pumps(ctx context.Context) {
	p.wake <- struct{}{}
	for {
		select {
		case <-p.wake:
			_ = p.work()
		case <-ctx.Done():
			return
		}
	}
}

func (p *pump) passes(id int) error {
	p.ids <- id
	if err := p.work(); err != nil {
		return err
	}
	<-p.ids
	return nil
}

func (p *pump) ends() error {
	p.over <- struct{}{}
	if err := p.work(); err != nil {
		close(p.over)
		return err
	}
	<-p.over
	return nil
}

func (p *pump) waits() error {
	p.room <- struct{}{}
	if err := p.work(); err != nil {
		return err
	}
	<-p.room
	return nil
}

// Silent: the permit is left to whoever gives back what others took, such as a
// worker, by a way out that does not fail

type crew struct {
	busy chan struct{}
	jobs chan func()
}

func newCrew(n int) *crew { return &crew{make(chan struct{}, n), make(chan func(), n)} }

func (c *crew) submit(job func()) {
	c.busy <- struct{}{}
	if job == nil {
		<-c.busy
		return
	}
	c.jobs <- job
}

func (c *crew) worker() {
	for job := range c.jobs {
		job()
		<-c.busy
	}
}

// Silent: a loop takes many permits and gives none back, to have them all

type door struct{ guests chan struct{} }

func newDoor(n int) *door { return &door{make(chan struct{}, n)} }

func (d *door) visit(f func()) {
	d.guests <- struct{}{}
	defer func() { <-d.guests }()
	f()
}

func (d *door) closeFor(f func()) {
	for range cap(d.guests) {
		d.guests <- struct{}{}
	}
	f()
	for range cap(d.guests) {
		<-d.guests
	}
}
