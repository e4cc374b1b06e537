package nodeadline

import (
	"context"
	"database/sql"
	"net/http"
	"os/exec"
	"syscall"
	"time"
)

// Silent: the client or the driver ends the operation itself

var bounded = &http.Client{Timeout: time.Second}

func fetchBounded(ctx context.Context, url string) error {
	resp, err := bounded.Get(url)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// Silent: a timer, or the end of a context, kills the command that it waits for

func killedLater(w http.ResponseWriter, r *http.Request) {
	cmd := exec.Command("convert")
	timer := time.AfterFunc(time.Second, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	_ = cmd.Run()
}

func killedBeside(w http.ResponseWriter, r *http.Request) {
	cmd := exec.Command("convert")
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-done:
		case <-time.After(time.Second):
			kill(cmd)
		}
	}()
	_, _ = cmd.Output()
}

//moved:stay which process a function of another package kills is not known
func kill(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }

func killedAndReaped(w http.ResponseWriter, r *http.Request) {
	cmd := exec.Command("convert")
	if cmd.Start() != nil {
		return
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case <-done:
	case <-r.Context().Done():
		_ = cmd.Process.Kill()
		<-done
	}
}

func within(cmd *exec.Cmd, limit time.Duration) error {
	go func() {
		time.Sleep(limit)
		_ = cmd.Process.Signal(syscall.SIGTERM)
	}()
	return cmd.Wait()
}

func killedWithin(ctx context.Context) error {
	cmd := exec.Command("convert")
	if err := cmd.Start(); err != nil {
		return err
	}
	return within(cmd, time.Second)
}

// Silent: the context is made here and given its own timeout

func ownTimeout(ctx context.Context, db *sql.DB) error {
	short, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, err := db.ExecContext(short, q)
	return err
}

// Silent: it runs in a goroutine that nobody waits for

func inBackground(ctx context.Context, db *sql.DB) {
	go db.Exec(q)
	go func() {
		_, _ = db.Exec(q)
		_, _ = db.ExecContext(context.Background(), q)
	}()
}

// Silent: it is clean-up: deferred, or after the context is known to be over

func cleansUp(ctx context.Context, db *sql.DB, srv *http.Server) error {
	defer db.Exec(q)
	defer func() { _, _ = db.ExecContext(context.Background(), q) }()
	if ctx.Err() != nil {
		_, err := db.ExecContext(context.Background(), q)
		return err
	}
	select {
	case <-time.After(time.Second):
		return nil
	case <-ctx.Done():
		return srv.Shutdown(context.Background())
	}
}

func cleansUpLast(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	return srv.Shutdown(context.Background())
}

// Silent: the context comes through a map, a channel or an unknown caller

func fromElsewhere(ctx context.Context, db *sql.DB, id int, all map[int]context.Context, next chan context.Context) error {
	if _, err := db.ExecContext(all[id], q); err != nil {
		return err
	}
	_, err := db.ExecContext(<-next, q)
	return err
}

// Silent: nothing but the request ends it, and middleware gives requests a
// deadline

func serveInTime(db *sql.DB) error {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _ = db.PingContext(r.Context()) })
	return http.ListenAndServe("localhost:1", http.TimeoutHandler(h, time.Second, "late"))
}

// Silent: no request reaches it and its function is given no context: start-up
// code may wait

func Migrate(db *sql.DB) error {
	if _, err := db.ExecContext(context.Background(), q); err != nil {
		return err
	}
	if err := exec.Command("migrate").Run(); err != nil {
		return err
	}
	return db.Ping()
}

// Silent: a variable says that it was not done yet, and is set before it is

var (
	prepared bool
	prepDB   *sql.DB
)

func getPrepared(w http.ResponseWriter, r *http.Request) {
	if !prepared {
		prepare()
	}
	w.WriteHeader(http.StatusNoContent)
}

func prepare() {
	prepared = true
	_, _ = prepDB.Exec("CREATE TABLE t (id int)")
}

// Silent: a channel has the program itself at its other end
type counter struct {
	add chan int
	sum int
}

func (c *counter) run() {
	for n := range c.add {
		c.sum += n
	}
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) { c.add <- 1 }
