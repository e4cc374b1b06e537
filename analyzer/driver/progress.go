package driver

import "sync"

// progress counts finished packages.
type progress struct {
	mu    sync.Mutex
	done  int
	total int
	tell  func(done, total int, pkg string)
}

func (p *progress) step(pkg string) {
	if p.tell == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	p.tell(p.done, p.total, pkg)
}
