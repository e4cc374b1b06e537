// Package jobs waits until a job is done.
package jobs

import (
	"sync"
	"time"
)

type Jobs struct {
	mu    sync.Mutex
	state map[string]string
}

func New() *Jobs { return &Jobs{state: map[string]string{}} }

func (j *Jobs) Await(id string) string {
	for {
		j.mu.Lock()
		state := j.state[id]
		j.mu.Unlock()
		if state != "" {
			return state
		}
		time.Sleep(time.Second) // want `time.Sleep in a loop .* \(via \(\*api.handler\).ServeHTTP → \(\*jobs.Jobs\).Await\)`
	}
}
