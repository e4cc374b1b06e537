// Package workerpool has the API of the real one that fixtures use, without bodies.
package workerpool

type WorkerPool struct{}

func New(maxWorkers int) *WorkerPool { return nil }

func (p *WorkerPool) Submit(task func())     {}
func (p *WorkerPool) SubmitWait(task func()) {}
