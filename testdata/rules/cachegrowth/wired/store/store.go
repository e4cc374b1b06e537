// Package store keeps names.
package store

import "sync"

// Names are all that were ever given.
type Names struct {
	mu    sync.Mutex
	names map[string]string
}

// New makes an empty one.
func New() *Names { return &Names{names: map[string]string{}} }

// Put adds a name.
func (n *Names) Put(id, name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.names[id] = name // want `store.Names.names keeps a key for every one that requests bring`
}

// Visits are emptied here, Pages nowhere.
var (
	Visits = map[string]int{}
	Pages  = map[string]int{}
)

// Reset forgets the visits.
func Reset() { clear(Visits) }
