package driver

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/report"
)

// schedule analyses the candidates in topological order.
type schedule struct {
	opts      *Options
	graph     *graph
	loader    *loader
	analyzers []*analysis.Analyzer // the umbrella last, after what it requires
	jobs      map[*node]*job
	queue     []*job // imports before importers
	below     map[*node]map[*job]bool
	progress  progress
}

// job is the analysis of one candidate. Its fields are final when it is done.
type job struct {
	node     *node
	waits    atomic.Int32 // jobs that must be done before
	next     []*job       // jobs that wait for this one
	result   any          // of the umbrella
	failures []*report.Failure
}

func newSchedule(opts *Options, g *graph, candidates []*node) *schedule {
	s := &schedule{
		opts:      opts,
		graph:     g,
		loader:    newLoader(g.sizes),
		analyzers: inOrder(opts.Analyzer),
		jobs:      make(map[*node]*job, len(candidates)),
		below:     make(map[*node]map[*job]bool),
		progress:  progress{total: len(candidates), tell: opts.Progress},
	}
	for _, n := range candidates {
		j := &job{node: n}
		s.jobs[n] = j
		s.queue = append(s.queue, j)
	}
	s.order()
	return s
}

// inOrder lists an analyzer after all that it requires.
func inOrder(umbrella *analysis.Analyzer) []*analysis.Analyzer {
	var out []*analysis.Analyzer
	seen := make(map[*analysis.Analyzer]bool)
	var visit func(a *analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		if seen[a] {
			return
		}
		seen[a] = true
		for _, req := range a.Requires {
			visit(req)
		}
		out = append(out, a)
	}
	visit(umbrella)
	return out
}

// order makes every job wait for those that its types or its facts come from:
// the candidates that it imports, and those below the export data that it
// imports. Were that read first, it would bring its own idea of their types.
func (s *schedule) order() {
	for _, n := range s.graph.nodes {
		deps := make(map[*job]bool)
		for _, imp := range n.imports {
			if j := s.jobs[imp]; j != nil {
				deps[j] = true
				continue
			}
			for j := range s.below[imp] {
				deps[j] = true
			}
		}
		j := s.jobs[n]
		if j == nil {
			s.below[n] = deps
			continue
		}
		for dep := range deps {
			dep.next = append(dep.next, j)
		}
		j.waits.Store(int32(len(deps)))
	}
}

// run does every job, as many at a time as there are processors.
func (s *schedule) run(ctx context.Context) error {
	if len(s.queue) == 0 {
		return nil
	}
	s.readCertain()
	ready := make(chan *job, len(s.queue))
	for _, j := range s.queue {
		if j.waits.Load() == 0 {
			ready <- j
		}
	}
	var left atomic.Int32
	left.Store(int32(len(s.queue)))
	group, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for {
				select {
				case <-ctx.Done():
					return fmt.Errorf("analyse packages: %w", ctx.Err())
				case j, ok := <-ready:
					if !ok {
						return nil
					}
					s.do(j)
					s.progress.step(j.node.path())
					for _, next := range j.next {
						if next.waits.Add(-1) == 0 {
							ready <- next
						}
					}
					if left.Add(-1) == 0 {
						close(ready)
					}
				}
			}
		})
	}
	return group.Wait()
}

// readCertain reads, before anything runs, the export data that is needed in
// any case, so that jobs seldom have to stop the others for it.
func (s *schedule) readCertain() {
	for _, j := range s.queue {
		if !j.node.own && !s.usesOps(j.node) {
			continue
		}
		for _, imp := range j.node.imports {
			if imp.bound && len(s.below[imp]) == 0 {
				// Whoever imports it tries again, and reports the error.
				_ = s.loader.readExports([]*node{imp})
			}
		}
	}
}

// usesOps reports whether n will be analysed whatever its imports have to say.
func (s *schedule) usesOps(n *node) bool {
	for _, imp := range n.imports {
		if s.opts.Knowledge.HasOps(imp.path()) {
			return true
		}
	}
	return false
}
