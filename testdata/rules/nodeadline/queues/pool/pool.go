// Package pool has a worker that others give jobs to.
package pool

import (
	"context"
	"database/sql"
)

// Job is what a worker does.
type Job struct {
	ID    int
	Reply chan int
}

// Pool has one worker.
type Pool struct {
	jobs chan Job
	db   *sql.DB
}

// New starts the worker.
func New(db *sql.DB) *Pool {
	p := &Pool{jobs: make(chan Job, 16), db: db}
	go p.run(context.Background())
	return p
}

func (p *Pool) run(ctx context.Context) {
	for job := range p.jobs {
		job.Reply <- p.store(ctx, job)
	}
}

func (p *Pool) store(ctx context.Context, job Job) int {
	_, err := p.db.ExecContext(ctx, "insert into jobs values (?)", job.ID)
	if err != nil {
		return -1
	}
	return job.ID
}

// Do waits for its turn.
func (p *Pool) Do(id int) int {
	reply := make(chan int)
	p.jobs <- Job{id, reply} // want `send to jobs may wait forever: the other end waits for \(\*sql.DB\).ExecContext, and no case ends with the request`
	return <-reply           // the same worker
}

// Try waits as long as its context lasts.
func (p *Pool) Try(ctx context.Context, id int) {
	select {
	case p.jobs <- Job{ID: id}:
	case <-ctx.Done():
	}
}

// Work does what a channel of somebody else brings.
func Work(db *sql.DB, ids <-chan int) {
	for id := range ids {
		_, _ = db.Exec("update jobs set done = true where id = ?", id)
	}
}
