package lockedwait

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

// topic tells its subscribers what happens.
type topic struct {
	mu   sync.RWMutex
	subs map[string][]chan string
}

var events = &topic{subs: map[string][]chan string{}}

func publish(w http.ResponseWriter, r *http.Request) {
	events.mu.RLock()
	defer events.mu.RUnlock()
	for _, ch := range events.subs[r.URL.Path] {
		ch <- "changed" // want `topic.mu is held across send to a channel: one slow receiver stalls every request that wants it`
	}
}

func publishAll(w http.ResponseWriter, r *http.Request) {
	events.mu.Lock()
	defer events.mu.Unlock()
	for _, subs := range events.subs {
		events.tell(subs)
	}
}

func (t *topic) tell(subs []chan string) {
	for _, ch := range subs {
		ch <- "all" // want `topic.mu is held across send to a channel: .*`
	}
}

func publishTimed(w http.ResponseWriter, r *http.Request) {
	events.mu.Lock()
	defer events.mu.Unlock()
	for _, ch := range events.subs[r.URL.Path] {
		if !offer(ch, "timed") || !nudge(ch) || !offerUntil(r.Context(), ch) {
			return
		}
	}
}

func offer(ch chan string, s string) bool {
	select { // want `topic.mu is held across send to a channel: .*`
	case ch <- s:
		return true
	case <-time.After(50 * time.Millisecond):
		return false
	}
}

func nudge(ch chan string) bool {
	select {
	case ch <- "":
		return true
	case <-time.After(5 * time.Millisecond):
		return false
	}
}

func offerUntil(ctx context.Context, ch chan string) bool {
	select {
	case ch <- "":
		return true
	case <-ctx.Done():
		return false
	}
}

var permits = semaphore.NewWeighted(4)

// The permit is not waited for here, and then it is.
func permitted(w http.ResponseWriter, r *http.Request) {
	events.mu.Lock()
	defer events.mu.Unlock()
	go permits.Acquire(context.Background(), 1)
	_ = permits.Acquire(context.Background(), 1) // want `topic.mu is held across \(\*semaphore.Weighted\).Acquire: .*`
}

// Nothing is held here.
func told(w http.ResponseWriter, r *http.Request) { events.say(events.subs["b"]) }

func (t *topic) say(subs []chan string) {
	for _, ch := range subs {
		ch <- "b"
	}
}

func subscribe(w http.ResponseWriter, r *http.Request) {
	ch := make(chan string, 8)
	events.mu.Lock()
	events.subs[r.URL.Path] = append(events.subs[r.URL.Path], ch)
	events.mu.Unlock()
	select {
	case s := <-ch:
		_, _ = w.Write([]byte(s))
	case <-r.Context().Done():
	}
}

// runner is stopped by whoever reloads it.
type runner struct {
	mu     sync.Mutex
	cancel context.CancelFunc
	done   chan struct{}
	quit   chan struct{}
	n      int
}

func (w *runner) run(ctx context.Context) {
	w.done = make(chan struct{})
	w.loop(ctx)
	close(w.done)
}

func (w *runner) loop(ctx context.Context) {
	for ctx.Err() == nil {
		w.step()
	}
}

func (w *runner) step() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.n++
}

func (w *runner) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cancel()
	<-w.done // want `runner.mu is held across receive from done: \(\*lockedwait.runner\).run wants it before it closes the channel, and neither goes on`
}

func (w *runner) stopBetter() {
	w.mu.Lock()
	w.cancel()
	w.mu.Unlock()
	<-w.done
}

// watch takes the lock only when it is done.
func (w *runner) watch() {
	close(w.quit)
	w.step()
}

func (w *runner) stopWatching() {
	w.mu.Lock()
	defer w.mu.Unlock()
	<-w.quit
}

func startRunner() *runner {
	w := &runner{quit: make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	w.cancel = cancel
	go w.run(ctx)
	go w.watch()
	return w
}

// A mailbox has room for the one thing that is left in it.

type session struct {
	name string
	stop chan string
	send chan string
}

type sessions struct {
	mu  sync.Mutex
	all map[string]*session
}

var live = &sessions{all: map[string]*session{}}

func newSession(name string) *session {
	return &session{name: name, stop: make(chan string, 1), send: make(chan string, 16)}
}

func (s *session) end(why string) { s.stop <- why }

func (s *session) say(what string) {
	s.send <- what // want `sessions.mu is held across send to send: one slow receiver stalls every request that wants it`
}

func evict(w http.ResponseWriter, r *http.Request) {
	live.mu.Lock()
	defer live.mu.Unlock()
	for name, s := range live.all {
		if name == r.URL.Path {
			s.end("evicted")
			delete(live.all, name)
		}
	}
}

func sayAll(w http.ResponseWriter, r *http.Request) {
	live.mu.Lock()
	defer live.mu.Unlock()
	for _, s := range live.all {
		s.say("hello")
	}
	live.all[r.URL.Path] = newSession(r.URL.Path)
}

// A lock of a variable whose type has no name is named after the variable.
var listeners struct {
	mu   sync.Mutex
	byID map[string]chan string
}

func listen(w http.ResponseWriter, r *http.Request) {
	ch := make(chan string, 10)
	listeners.mu.Lock()
	listeners.byID[r.URL.Path] = ch
	listeners.mu.Unlock()
	<-ch
}

func notify(w http.ResponseWriter, r *http.Request) {
	listeners.mu.Lock()
	defer listeners.mu.Unlock()
	listeners.byID[r.URL.Path] <- "changed" // want `^lockedwait.listeners.mu is held across send to a channel: one slow receiver stalls every request that wants it`
}
