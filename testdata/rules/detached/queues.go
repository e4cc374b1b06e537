package detached

import (
	"context"
	"net/http"
	"sync"
)

// workers run what is submitted, later.
type workers struct {
	rings chan *ring
	jobs  chan func()
	tasks chan task
	done  chan struct{}
}

type task struct {
	name string
	run  func()
}

func newWorkers(n int) *workers {
	w := &workers{jobs: make(chan func(), 100), tasks: make(chan task), done: make(chan struct{})}
	for range n {
		go w.work()
	}
	return w
}

func (w *workers) work() {
	for {
		select {
		case job := <-w.jobs:
			job()
		case t := <-w.tasks:
			t.run()
		case <-w.done:
			return
		}
	}
}

func (w *workers) submit(job func()) { w.jobs <- job }

func (w *workers) offer(name string, run func()) bool {
	select {
	case w.tasks <- task{name, run}:
		return true
	case <-w.done:
		return false
	}
}

// ring is a task with itself behind it.
type ring struct {
	next *ring
	run  func()
}

func (w *workers) round(run func()) {
	r := &ring{}
	r.next = r
	r.run = run
	w.rings <- r
}

// do waits until a worker has run f.
func (w *workers) do(f func()) {
	done := make(chan struct{})
	w.jobs <- func() { f(); close(done) }
	<-done
}

type office struct {
	workers *workers
}

func (o *office) submitted(w http.ResponseWriter, r *http.Request) {
	o.workers.submit(func() { remember(r.Context(), 1) }) // want `under the request's context`
}

func (o *office) offered(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	o.workers.offer("save", func() { remember(ctx, 1) }) // want `under the request's context`
}

func (o *office) rounded(w http.ResponseWriter, r *http.Request) {
	o.workers.round(func() { remember(r.Context(), 1) }) // want `under the request's context`
}

func (o *office) detached(w http.ResponseWriter, r *http.Request) {
	ctx := context.WithoutCancel(r.Context())
	o.workers.submit(func() { remember(ctx, 1) })
}

func (o *office) awaited(w http.ResponseWriter, r *http.Request) {
	o.workers.do(func() { remember(r.Context(), 1) })
	var wg sync.WaitGroup
	wg.Add(1)
	o.workers.submit(func() {
		defer wg.Done()
		remember(r.Context(), 1)
	})
	wg.Wait()
	result := make(chan error, 1)
	o.workers.submit(func() { result <- db.PingContext(r.Context()) })
	if err := <-result; err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
