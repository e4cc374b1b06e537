// Package testutils has what tests use instead of a database.
package testutils

import (
	"errors"
	"sync"
)

// Tags are kept in memory.
type Tags struct {
	mu   sync.Mutex
	tags map[string]bool
}

// Add adds a tag.
func (t *Tags) Add(tag string) error {
	t.mu.Lock()
	if t.tags[tag] {
		return errors.New("exists")
	}
	t.tags[tag] = true
	t.mu.Unlock()
	return nil
}
