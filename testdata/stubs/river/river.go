// Package river has the API of the real one that fixtures use, without bodies.
package river

import (
	"context"
	"time"
)

type JobArgs interface{ Kind() string }

type Job[T JobArgs] struct{ Args T }

type WorkerDefaults[T JobArgs] struct{}

func (w WorkerDefaults[T]) Timeout(job *Job[T]) time.Duration { return 0 }

type Worker[T JobArgs] interface {
	Timeout(job *Job[T]) time.Duration
	Work(ctx context.Context, job *Job[T]) error
}

type Workers struct{}

func AddWorker[T JobArgs](workers *Workers, worker Worker[T]) {}
