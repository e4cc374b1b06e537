package nodeadline

import (
	"net/http"
	"sync"
)

// Waits for conditions and groups, which take no context.

type board struct {
	mu    sync.Mutex
	ready *sync.Cond
	jobs  sync.WaitGroup
	full  bool
}

func (b *board) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for !b.full {
		b.ready.Wait() // want `\(\*sync.Cond\).Wait may wait forever: no case ends with the request`
	}
	b.drain()
}

func (b *board) drain() {
	b.jobs.Wait() // want `\(\*sync.WaitGroup\).Wait may wait forever: no case ends with the request`
}

type fan struct{ jobs sync.WaitGroup }

func (f *fan) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for range 3 {
		f.jobs.Add(1)
		go func() {
			defer f.jobs.Done()
		}()
	}
	f.jobs.Wait() // it started them itself
	var local sync.WaitGroup
	local.Go(func() {})
	local.Wait()
}

// Nobody waits for it on behalf of a request.
func (b *board) stop() { b.jobs.Wait() }
