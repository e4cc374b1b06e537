package unboundedgo

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

// One function for each item of "Silent when", in order. Its comment repeats
// the first words of the item, and a test looks for them.

var client = &http.Client{Timeout: time.Second}

// Silent: what the goroutine waits for ends by itself
func bounded(w http.ResponseWriter, r *http.Request) {
	go func() { _, _ = client.Get("http://peer/hook") }()
	go time.Sleep(time.Second)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		record(ctx, "bounded")
	}()
}

// Silent: the request waits for the goroutine, or may
func joined(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	for _, what := range [...]string{"a", "b"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, _ = db.Exec("INSERT INTO audit VALUES ($1)", what)
		}()
	}
	wg.Wait()
	done := make(chan struct{}, 1)
	go func() {
		_, _ = db.Exec("DELETE FROM audit")
		done <- struct{}{}
	}()
	select {
	case <-done:
	case <-r.Context().Done():
	}
}

// Longer requests are turned away.
func shipFew(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	items := r.Form["item"]
	if len(items) > 100 {
		return
	}
	var wg sync.WaitGroup
	for _, item := range items {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, _ = db.ExecContext(r.Context(), "INSERT INTO audit VALUES ($1)", item)
		}()
	}
	wg.Wait()
}

// What a constant holds is not the request's.
var mirrors = []string{"a", "b"}

func fanOut(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	for _, m := range mirrors {
		wg.Add(1)
		go func() {
			defer wg.Done()
			record(r.Context(), m)
		}()
	}
	wg.Wait()
}

var (
	slots = make(chan struct{}, 8)
	sem   = semaphore.NewWeighted(8)
)

// Silent: a permit is held
func permitted(w http.ResponseWriter, r *http.Request) {
	slots <- struct{}{}
	go func() {
		defer func() { <-slots }()
		record(context.Background(), "permitted")
	}()
	if sem.Acquire(r.Context(), 1) != nil {
		return
	}
	go func() {
		defer sem.Release(1)
		record(context.Background(), "permitted")
	}()
}

func limited(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	g, ctx := errgroup.WithContext(r.Context())
	g.SetLimit(4)
	for _, item := range r.Form["item"] {
		g.Go(func() error {
			record(ctx, item)
			return nil
		})
	}
	_ = g.Wait()
}

func inside(w http.ResponseWriter, r *http.Request) {
	go func() {
		slots <- struct{}{}
		defer func() { <-slots }()
		record(context.Background(), "inside")
	}()
}

var running atomic.Bool

// Silent: a state of the program lets one run at a time, or it shuts the server
func refresh(w http.ResponseWriter, r *http.Request) {
	if !running.CompareAndSwap(false, true) {
		return
	}
	go func() {
		defer running.Store(false)
		record(context.Background(), "refresh")
	}()
}

type cache struct {
	mu      sync.Mutex
	started bool
	once    sync.Once
}

func (c *cache) get(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.started {
		c.started = true
		go record(context.Background(), "get")
	}
	c.once.Do(func() { go record(context.Background(), "once") })
}

var rebuilding bool

func rebuild(w http.ResponseWriter, r *http.Request) {
	if rebuilding {
		http.Error(w, "busy", http.StatusConflict)
		return
	}
	go func() {
		rebuilding = true
		record(context.Background(), "rebuild")
		rebuilding = false
	}()
}

// So it is where what runs is given.
type jobs struct {
	mu      sync.Mutex
	running map[string]bool
}

func (j *jobs) submit(name string, run func()) bool {
	j.mu.Lock()
	if busy, ok := j.running[name]; ok && busy {
		j.mu.Unlock()
		return false
	}
	j.running[name] = true
	j.mu.Unlock()
	go func() {
		defer func() {
			j.mu.Lock()
			j.running[name] = false
			j.mu.Unlock()
		}()
		run()
	}()
	return true
}

func (j *jobs) imports(w http.ResponseWriter, r *http.Request) {
	j.submit("imports", func() { _, _ = db.Exec("INSERT INTO audit VALUES ($1)", "import") })
}

// Silent: it is a worker that takes its work from a channel
type hub struct{ jobs chan string }

func (h *hub) serve(w http.ResponseWriter, r *http.Request) {
	go h.work()
	h.jobs <- r.URL.Path
}

func (h *hub) work() {
	for j := range h.jobs {
		record(context.Background(), j)
	}
}

func pump(w http.ResponseWriter, r *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	go copyFrom(conn)
}

func copyFrom(conn net.Conn) {
	defer conn.Close()
	record(context.Background(), "conn")
}

// Silent: it leans on the request
func leaning(w http.ResponseWriter, r *http.Request) {
	go func() {
		record(r.Context(), "leaning")
		record(context.Background(), "leaning")
	}()
}

// Silent: no request reaches it
func Start() {
	go record(context.Background(), "start")
}

var server = http.Server{Addr: "localhost:0"}

func quit(w http.ResponseWriter, r *http.Request) {
	go func() {
		time.Sleep(time.Second)
		_ = server.Shutdown(context.Background())
	}()
}
