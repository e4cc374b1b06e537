// Package pool has the API of the real one that fixtures use, without bodies.
package pool

type Pool struct{}

func New() *Pool { return nil }

func (p *Pool) WithMaxGoroutines(n int) *Pool { return p }
func (p *Pool) WithErrors() *ErrorPool        { return nil }
func (p *Pool) Go(f func())                   {}
func (p *Pool) Wait()                         {}

type ErrorPool struct{}

func (p *ErrorPool) WithMaxGoroutines(n int) *ErrorPool { return p }
func (p *ErrorPool) Go(f func() error)                  {}
func (p *ErrorPool) Wait() error                        { return nil }
