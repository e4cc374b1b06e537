package unreleased

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/semaphore"
)

var errEmpty = errors.New("empty")

type cache struct {
	sync.RWMutex
	mu     sync.Mutex
	items  map[string]int
	shards [4]struct {
		mu sync.Mutex
		n  int
	}
	sem *semaphore.Weighted
}

func (c *cache) missing(key string) (int, error) {
	c.mu.Lock() // want `c.mu is not unlocked on the path that returns at line 28 \[unreleased\]`
	v, ok := c.items[key]
	if !ok {
		return 0, errEmpty
	}
	c.mu.Unlock()
	return v, nil
}

func (c *cache) found(key string) (int, error) {
	c.mu.Lock()
	v, ok := c.items[key]
	if !ok {
		c.mu.Unlock()
		return 0, errEmpty
	}
	c.mu.Unlock()
	return v, nil
}

func (c *cache) deferred(key string) int {
	c.RLock()
	defer c.RUnlock()
	return c.items[key]
}

func (c *cache) deferredLiteral(key string) (v int) {
	c.mu.Lock()
	defer func() {
		v++
		c.mu.Unlock()
	}()
	return c.items[key]
}

func (c *cache) embedded(key string) {
	c.Lock() // want `c is not unlocked on the path that returns at line 63`
	if _, ok := c.items[key]; ok {
		return
	}
	c.items[key] = 1
	c.Unlock()
}

// An RUnlock does not unlock for writing.
func (c *cache) otherKind(key string) {
	c.RLock() // want `c is not unlocked on the path that reaches the end of the function`
	if c.items[key] == 0 {
		c.RUnlock()
		return
	}
	c.Unlock()
}

func (c *cache) loop(keys []string) {
	for _, k := range keys {
		c.mu.Lock() // want `c.mu is not unlocked before the loop locks it again`
		if c.items[k] == 0 {
			continue
		}
		c.items[k]--
		c.mu.Unlock()
	}
}

func (c *cache) sharded(i, j int) {
	c.shards[i].mu.Lock()
	if c.shards[i].n == 0 {
		c.shards[i].mu.Unlock()
		return
	}
	c.shards[i].n--
	c.shards[i].mu.Unlock()
}

func (c *cache) all() int {
	n := 0
	for i := range c.shards {
		c.shards[i].mu.Lock()
	}
	for i := range c.shards {
		n += c.shards[i].n
		c.shards[i].mu.Unlock()
	}
	return n
}

func (c *cache) conditional(locked bool) {
	if !locked {
		c.mu.Lock()
	}
	c.items["x"]++
	if !locked {
		c.mu.Unlock()
	}
}

func (c *cache) try(key string) bool {
	if !c.mu.TryLock() {
		return false
	}
	c.items[key]++
	c.mu.Unlock()
	return true
}

func (c *cache) tryLeaks(key string) bool {
	if !c.mu.TryLock() { // want `c.mu is not unlocked on the path that returns at line 136`
		return false
	}
	if c.items[key] == 0 {
		return false
	}
	c.mu.Unlock()
	return true
}

// Functions that lock for their caller, and unlock.

func (c *cache) lockAll() {
	c.Lock()
	c.mu.Lock()
}

func (c *cache) unlockAll() {
	c.mu.Unlock()
	c.Unlock()
}

func (c *cache) lockIf(key string) error {
	c.mu.Lock()
	if c.items[key] == 0 {
		c.mu.Unlock()
		return errEmpty
	}
	return nil
}

func (c *cache) lockTwo(key string) (*cache, error) {
	c.mu.Lock()
	c.RLock()
	defer c.RUnlock()
	if c.items[key] == 0 {
		c.mu.Unlock()
		return nil, errEmpty
	}
	return c, nil
}

func (c *cache) locked() func() {
	c.mu.Lock()
	return c.mu.Unlock
}

func (c *cache) viaWrappers(key string) int {
	c.lockAll()
	defer c.unlockAll()
	return c.items[key]
}

func (c *cache) viaWrappersLeaks(key string) int {
	c.lockAll() // want `lock from \(\*unreleased.cache\).lockAll is not unlocked on the path that returns at line 188`
	if c.items[key] == 0 {
		return 0
	}
	c.unlockAll()
	return 1
}

func (c *cache) viaConditional(key string) error {
	if err := c.lockIf(key); err != nil {
		return err
	}
	defer c.mu.Unlock()
	c.items[key]--
	return nil
}

func (c *cache) viaConditionalLeaks(key string) error {
	if err := c.lockIf(key); err != nil { // want `lock from \(\*unreleased.cache\).lockIf is not unlocked on the path that returns at line 208`
		return err
	}
	if c.items[key] > 9 {
		return errEmpty
	}
	c.mu.Unlock()
	return nil
}

func (c *cache) viaFunc(key string) int {
	defer c.locked()()
	return c.items[key]
}

// Entered with the lock held.
func (c *cache) refresh(load func() int) {
	c.mu.Unlock()
	v := load()
	c.mu.Lock()
	c.items["x"] = v
}

func (c *cache) waitFor(key string, cond *sync.Cond) {
	c.mu.Lock()
	for c.items[key] == 0 {
		c.refresh(func() int { return 1 })
		cond.Wait()
	}
	c.mu.Unlock()
}

// Unlocked in another goroutine.
func (c *cache) handedOver(done chan<- int) {
	c.mu.Lock()
	if len(c.items) == 0 {
		c.mu.Unlock()
		return
	}
	go func() {
		defer c.mu.Unlock()
		done <- len(c.items)
	}()
}

// The deferred call comes first.
func (c *cache) poll(key string) int {
	defer c.mu.Unlock()
	for {
		c.mu.Lock()
		if c.items[key] > 0 {
			return c.items[key]
		}
		c.mu.Unlock()
	}
}

func (c *cache) perKey(locks *sync.Map, key string) {
	m, _ := locks.LoadOrStore(key, &sync.Mutex{})
	m.(*sync.Mutex).Lock()
	defer m.(*sync.Mutex).Unlock()
	c.items[key]++
}

func (c *cache) local(keys []string) (n int) {
	var (
		mu sync.Mutex
		wg sync.WaitGroup
	)
	for _, k := range keys {
		wg.Go(func() {
			mu.Lock() // want `mu is not unlocked on the path that returns at line 277`
			if k == "" {
				return
			}
			n++
			mu.Unlock()
		})
	}
	wg.Wait()
	return n
}

// Permits.

func (c *cache) permit(ctx context.Context, skip bool) error {
	if err := c.sem.Acquire(ctx, 1); err != nil { // want `permit of c.sem is not released on the path that returns at line 294`
		return err
	}
	if skip {
		return nil
	}
	c.sem.Release(1)
	return nil
}

func (c *cache) permits(ctx context.Context, work []func()) error {
	for _, w := range work {
		if err := c.sem.Acquire(ctx, 1); err != nil {
			return err
		}
		go func() {
			defer c.sem.Release(1)
			w()
		}()
	}
	return c.sem.Acquire(ctx, 4)
}

func (c *cache) tryPermit(work func()) bool {
	if !c.sem.TryAcquire(1) {
		return false
	}
	defer c.sem.Release(1)
	work()
	return true
}

// A gate hands on what its semaphore says.
type gate struct{ sem *semaphore.Weighted }

func (g *gate) enter(ctx context.Context) error { return g.sem.Acquire(ctx, 8) }

func (g *gate) tryEnter() bool { return g.sem.TryAcquire(8) }

func (g *gate) leave() { g.sem.Release(8) }

func (g *gate) inside(ctx context.Context, work func()) error {
	if err := g.enter(ctx); err != nil {
		return err
	}
	defer g.leave()
	work()
	return nil
}

func (g *gate) tryInside(work func()) bool {
	if !g.tryEnter() {
		return false
	}
	defer g.leave()
	work()
	return true
}

func (g *gate) stays(ctx context.Context, skip bool) error {
	if err := g.enter(ctx); err != nil { // want `permit from \(\*unreleased.gate\).enter is not released on the path that returns at line 354`
		return err
	}
	if skip {
		return nil
	}
	g.leave()
	return nil
}
