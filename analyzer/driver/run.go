package driver

import "context"

// Run analyses the packages that the patterns name, in one process. The error
// is about the whole run: the go command is missing, or understood nothing.
// What went wrong with single packages is among the failures of the outcome.
func Run(ctx context.Context, opts Options, patterns []string) (*Outcome, error) {
	g, err := loadGraph(ctx, &opts, patterns)
	if err != nil {
		return nil, err
	}
	g.classify(opts.Knowledge, opts.Own)
	candidates := g.candidates()
	if err := loadExports(ctx, &opts, exportable(candidates)); err != nil {
		return nil, err
	}
	s := newSchedule(&opts, g, candidates)
	if err := s.run(ctx); err != nil {
		return nil, err
	}
	return s.outcome(patterns), nil
}

// exportable lists what may have to be read from export data: each import of
// a candidate that is not certain to be read from source.
func exportable(candidates []*node) []*node {
	seen := make(map[*node]bool)
	var out []*node
	for _, n := range candidates {
		for _, imp := range n.imports {
			if !imp.own && !seen[imp] {
				seen[imp] = true
				out = append(out, imp)
			}
		}
	}
	return out
}
