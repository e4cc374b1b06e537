package permits

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"
)

// limiter lets so many in at once.
type limiter struct {
	sem    chan struct{}
	mutex  chan bool
	tokens chan struct{}
	jobs   chan func()
	wake   chan struct{}
	quit   chan struct{}
	ids    chan int
	many   map[string]chan struct{}
	given  chan struct{}
	queued chan struct{}
	run    func() error
}

func newLimiter(n int, given chan struct{}) *limiter {
	l := &limiter{
		sem:    make(chan struct{}, n),
		mutex:  make(chan bool, 1),
		tokens: make(chan struct{}, n),
		jobs:   make(chan func(), n),
		wake:   make(chan struct{}, 1),
		quit:   make(chan struct{}),
		ids:    make(chan int, n),
		many:   map[string]chan struct{}{},
		given:  given,
		queued: make(chan struct{}, n),
	}
	for range n {
		l.tokens <- struct{}{}
	}
	return l
}

var shared = newLimiter(4, nil)

func (l *limiter) forgets() error {
	l.sem <- struct{}{} // want `permit of l.sem is not released on the path that returns at line 51 \[unreleased\]`
	if err := l.run(); err != nil {
		return err
	}
	<-l.sem
	return nil
}

func (l *limiter) keepsInMind() error {
	l.sem <- struct{}{}
	if err := l.run(); err != nil {
		<-l.sem
		return err
	}
	<-l.sem
	return nil
}

func (l *limiter) deferred() error {
	l.sem <- struct{}{}
	defer func() { <-l.sem }()
	return l.run()
}

func (l *limiter) selected(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case l.sem <- struct{}{}: // want `permit of l.sem is not released on the path that returns at line 80`
	}
	if err := l.run(); err != nil {
		return err
	}
	<-l.sem
	return nil
}

func (l *limiter) selectedAndGivenBack(ctx context.Context) error {
	select {
	case l.sem <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	err := l.run()
	<-l.sem
	return err
}

func (l *limiter) selectedAndDeferred(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case l.sem <- struct{}{}:
		defer func() { <-l.sem }()
	}
	return l.run()
}

func (l *limiter) tried(w http.ResponseWriter, r *http.Request) {
	select {
	case l.sem <- struct{}{}: // want `permit of l.sem is not released on the path that returns at line 116`
	default:
		http.Error(w, "busy", http.StatusTooManyRequests)
		return
	}
	if err := l.run(); err != nil {
		http.Error(w, "failed", http.StatusInternalServerError)
		return
	}
	<-l.sem
}

// Both cases go on at the same place.
func (l *limiter) perhaps() error {
	got := false
	select {
	case l.sem <- struct{}{}:
		got = true
	case <-time.After(time.Second):
	}
	err := l.run()
	if got {
		<-l.sem
	}
	return err
}

func (l *limiter) locked() error {
	l.mutex <- true // want `permit of l.mutex is not released on the path that returns at line 139`
	if l.run() != nil {
		return errors.New("failed")
	}
	<-l.mutex
	return nil
}

// The tokens are there from the beginning.
func (l *limiter) token() error {
	<-l.tokens // want `permit of l.tokens is not released on the path that returns at line 149`
	if err := l.run(); err != nil {
		return err
	}
	l.tokens <- struct{}{}
	return nil
}

func (l *limiter) tokenBack(ctx context.Context) error {
	select {
	case <-l.tokens:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { l.tokens <- struct{}{} }()
	return l.run()
}

// A filled channel that is used once the wrong way round owes nothing.
func (l *limiter) pause() error {
	l.tokens <- struct{}{}
	if err := l.run(); err != nil {
		return err
	}
	<-l.tokens
	return nil
}

func (l *limiter) loop(work []func() error) {
	var wg sync.WaitGroup
	for _, w := range work {
		l.sem <- struct{}{} // want `permit of l.sem is not released before the loop takes the next one`
		if w == nil {
			continue
		}
		wg.Go(func() {
			defer func() { <-l.sem }()
			_ = w()
		})
	}
	wg.Wait()
}

func (l *limiter) loopBack(work []func() error) {
	for _, w := range work {
		l.sem <- struct{}{}
		if w == nil {
			<-l.sem
			continue
		}
		go func() {
			defer func() { <-l.sem }()
			_ = w()
		}()
	}
}

func local(work []func() error, n int) (failed []error) {
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		sem = make(chan struct{}, n)
	)
	for _, w := range work {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sem <- struct{}{} // want `permit of sem is not released on the path that returns at line 219`
			if err := w(); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failed = append(failed, err)
				return
			}
			<-sem
		}()
	}
	wg.Wait()
	return failed
}

func localInLoop(work []func(), n int) {
	sem := make(chan struct{}, n)
	for _, w := range work {
		sem <- struct{}{} // want `permit of sem is not released before the loop takes the next one`
		if w == nil {
			continue
		}
		go func() {
			w()
			<-sem
		}()
	}
	for range n { // waits for all
		sem <- struct{}{}
	}
}

// Nobody else waits for what the function makes itself.
func localLeft(work []func() error, n int) error {
	sem := make(chan struct{}, n)
	for _, w := range work {
		sem <- struct{}{}
		if err := w(); err != nil {
			return err
		}
		go func() { <-sem }()
	}
	return nil
}

//moved:stay whoever calls an exported function may give it another channel
func given(sem chan struct{}, work func() error) error {
	sem <- struct{}{} // want `permit of sem is not released on the path that returns at line 262`
	if err := work(); err != nil {
		return err
	}
	<-sem
	return nil
}

func gives(work []func() error) {
	sem := make(chan struct{}, 4)
	for _, w := range work {
		go given(sem, w)
	}
}

var errEmpty = errors.New("empty")

//moved:stay who makes a variable of another package is not known
var slots = make(chan struct{}, 8)

func slot(work func() error) error {
	slots <- struct{}{} // want `permit of slots is not released on the path that returns at line 283`
	if err := work(); err != nil {
		return err
	}
	<-slots
	return nil
}

// Another function gives it back.

func (l *limiter) enter() { l.sem <- struct{}{} }

func (l *limiter) enterBy(ctx context.Context) error {
	select {
	case l.sem <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *limiter) tryEnter() bool {
	select {
	case l.sem <- struct{}{}:
		return true
	default:
		return false
	}
}

func (l *limiter) entered() func() {
	l.sem <- struct{}{}
	return func() { <-l.sem }
}

func (l *limiter) leave() { <-l.sem }

func (l *limiter) leaveLater() {
	defer func() { <-l.sem }()
	_ = l.run()
}

func (l *limiter) wrapped() error {
	l.enter() // want `permit from \(\*permits.limiter\).enter is not released on the path that returns at line 326`
	if err := l.run(); err != nil {
		return err
	}
	l.leave()
	return nil
}

func (l *limiter) wrappedBy(ctx context.Context) error {
	if err := l.enterBy(ctx); err != nil { // want `permit from \(\*permits.limiter\).enterBy is not released on the path that returns at line 337`
		return err
	}
	if err := l.run(); err != nil {
		return err
	}
	l.leave()
	return nil
}

func (l *limiter) wrappedTry() error {
	if !l.tryEnter() { // want `permit from \(\*permits.limiter\).tryEnter is not released on the path that returns at line 348`
		return errEmpty
	}
	if err := l.run(); err != nil {
		return err
	}
	l.leave()
	return nil
}

func (l *limiter) wrappedFunc() error {
	leave := l.entered() // want `permit from \(\*permits.limiter\).entered is not released on the path that returns at line 357`
	if err := l.run(); err != nil {
		return err
	}
	leave()
	return nil
}

func (l *limiter) wrappedRight(ctx context.Context) error {
	if err := l.enterBy(ctx); err != nil {
		return err
	}
	defer l.leave()
	return l.run()
}

func (l *limiter) mixed() error {
	l.sem <- struct{}{} // want `permit of l.sem is not released on the path that returns at line 374`
	if err := l.run(); err != nil {
		return err
	}
	l.leave()
	return nil
}

func (l *limiter) inGoroutine() error {
	l.sem <- struct{}{}
	if l.run == nil {
		<-l.sem
		return errEmpty
	}
	go l.leaveLater()
	return nil
}

// A worker gives it back, which is given the work in another way.
func (l *limiter) submit(work func()) error {
	l.queued <- struct{}{}
	if work == nil {
		<-l.queued
		return errEmpty
	}
	l.jobs <- work
	return nil
}

func (l *limiter) submitted(work func()) {
	l.queued <- struct{}{}
	if work == nil {
		<-l.queued
		return
	}
	l.jobs <- work
}

func (l *limiter) worker() {
	for w := range l.jobs {
		w()
		<-l.queued
	}
}

// All of them at once, to wait for those that have one.
func (l *limiter) drain() {
	for i := 0; i < cap(l.sem); i++ {
		l.sem <- struct{}{}
	}
	_ = l.run()
	for i := 0; i < cap(l.sem); i++ {
		<-l.sem
	}
}

func (l *limiter) several(ctx context.Context, n int) error {
	for i := range n {
		select {
		case l.sem <- struct{}{}:
		case <-ctx.Done():
			for range i {
				<-l.sem
			}
			return ctx.Err()
		}
	}
	defer func() {
		for range n {
			<-l.sem
		}
	}()
	return l.run()
}

// A signal: somebody waits for it.
func (l *limiter) listens() {
	l.wake <- struct{}{} // the first round
	for {
		select {
		case <-l.wake:
			_ = l.run()
		case <-l.quit:
			return
		}
	}
}

// A queue: what is sent says something.
func (l *limiter) passes(id int) error {
	l.ids <- id
	if err := l.run(); err != nil {
		return err
	}
	<-l.ids
	return nil
}

// It is not known how it is made.
func (l *limiter) unknown() error {
	l.given <- struct{}{}
	if err := l.run(); err != nil {
		return err
	}
	<-l.given
	return nil
}

func (l *limiter) perKey(key string) error {
	l.many[key] <- struct{}{}
	if err := l.run(); err != nil {
		return err
	}
	<-l.many[key]
	return nil
}

// It is given up for a time.
func (l *limiter) yields() {
	<-l.sem
	_ = l.run()
	l.sem <- struct{}{}
}

func (l *limiter) gives(again func() bool) error {
	l.sem <- struct{}{}
	defer func() { <-l.sem }()
	for again() {
		<-l.sem
		err := l.run()
		l.sem <- struct{}{}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *limiter) once() error {
	l.sem <- struct{}{}
	free := sync.OnceFunc(func() { <-l.sem })
	defer free()
	if err := l.run(); err != nil {
		return err
	}
	free()
	return nil
}

func (l *limiter) flagged() error {
	l.sem <- struct{}{}
	held := true
	free := func() {
		if held {
			held = false
			<-l.sem
		}
	}
	defer free()
	if err := l.run(); err != nil {
		return err
	}
	free()
	return nil
}

func (l *limiter) optional() error {
	if l.sem != nil {
		l.sem <- struct{}{}
	}
	err := l.run()
	if l.sem != nil {
		<-l.sem
	}
	return err
}

func (l *limiter) ignored() error {
	//stallcheck:ignore unreleased the process ends then
	l.sem <- struct{}{}
	if err := l.run(); err != nil {
		return err
	}
	<-l.sem
	return nil
}

// semaphore is a type of its own.
type semaphore chan struct{}

func newSemaphore(n int) semaphore { return make(semaphore, n) }

func (s semaphore) Acquire(ctx context.Context) error {
	select {
	case s <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s semaphore) Release() { <-s }

var turns = newSemaphore(2)

type guarded struct {
	sem semaphore
	run func() error
}

func (g *guarded) loses(ctx context.Context) error {
	if err := g.sem.Acquire(ctx); err != nil { // want `permit from \(permits.semaphore\).Acquire is not released on the path that returns at line 587`
		return err
	}
	if err := g.run(); err != nil {
		return err
	}
	g.sem.Release()
	return nil
}

func (g *guarded) keeps(ctx context.Context) error {
	if err := g.sem.Acquire(ctx); err != nil {
		return err
	}
	defer g.sem.Release()
	return g.run()
}

// A listener ends once.
func (l *limiter) serve(ln net.Listener) error {
	for {
		l.sem <- struct{}{}
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer func() { <-l.sem }()
			conn.Close()
		}()
	}
}

// What starts the work gives the permit back when it cannot.
func (l *limiter) starts() error {
	l.sem <- struct{}{}
	if err := l.start(); err != nil {
		<-l.sem
		return err
	}
	return nil
}

func (l *limiter) start() error {
	if l.run == nil {
		return errEmpty
	}
	go func() {
		defer func() { <-l.sem }()
		_ = l.run()
	}()
	return nil
}

// A function for each permit, made elsewhere.
func (l *limiter) ticket(ctx context.Context) (func(), error) {
	select {
	case <-l.tokens:
	default:
		return nil, errEmpty
	}
	select {
	case <-ctx.Done():
		l.tokens <- struct{}{}
		return nil, ctx.Err()
	case l.queued <- struct{}{}:
		return l.leaving(), nil
	}
}

func (l *limiter) leaving() func() {
	var once sync.Once
	return func() {
		once.Do(func() {
			<-l.queued
			l.tokens <- struct{}{}
		})
	}
}

func (l *limiter) withTicket(ctx context.Context) error {
	leave, err := l.ticket(ctx)
	if err != nil {
		return err
	}
	if l.run == nil {
		leave()
		return nil
	}
	defer leave()
	return l.run()
}

// The message says which of those who have a permit may go on, later.
func (l *limiter) onMessage(ctx context.Context, handle func() error) {
	select {
	case <-ctx.Done():
		return
	case l.queued <- struct{}{}:
		break
	}
	if err := handle(); err != nil {
		<-l.queued
	}
}

// The permit that is taken is held by whoever asks.
type turn struct {
	l    *limiter
	held bool
}

func (t *turn) begin(ctx context.Context) error {
	if t.held {
		return nil
	}
	select {
	case t.l.queued <- struct{}{}:
		t.held = true
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *turn) end() {
	if t.held {
		<-t.l.queued
		t.held = false
	}
}

func (t *turn) take(ctx context.Context) error {
	defer t.end()
	if err := t.begin(ctx); err != nil {
		return err
	}
	return t.l.run()
}

func (t *turn) wait(ctx context.Context) error {
	t.end()
	err := t.l.run()
	if err := t.begin(ctx); err != nil {
		return err
	}
	return err
}

// stream has a permit until it is closed.
type stream struct{ l *limiter }

func (s *stream) Close() error {
	<-s.l.queued
	return nil
}

func (l *limiter) open() (*stream, error) {
	l.queued <- struct{}{}
	if err := l.run(); err != nil {
		<-l.queued
		return nil, err
	}
	return &stream{l}, nil
}
