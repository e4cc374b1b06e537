package rule

import (
	"fmt"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// maxNamed is how many handlers a message names.
const maxNamed = 3

// ReportFleet adds one finding for all handlers that lack the same, at their
// router or server: what each of them does, and why.
func (p *Pass) ReportFleet(f *link.Fleet, verb, rest string) {
	subject := fmt.Sprintf("%d handlers %s", len(f.Roots), verb)
	if len(f.Roots) == 1 {
		subject = "1 handler " + singular(verb)
	}
	finding := Finding{
		Op:      f.Front.Pos,
		Message: fmt.Sprintf("%s %s (%s)", subject, rest, handlerNames(f.Roots)),
		Entries: f.Roots,
		Notes:   []Note{{Pos: f.Op.Pos, Message: link.Name(f.Op.Symbol) + " is where one of them does"}},
	}
	p.Report(finding, nil, f.Front.Ignored)
}

// singular is a verb for one handler: may waits are left alone.
func singular(verb string) string {
	if strings.Contains(verb, " ") {
		return verb
	}
	return verb + "s"
}

// handlerNames are the first few handlers, by their bare names.
func handlerNames(roots []string) string {
	var names []string
	for _, r := range roots {
		name := witness.Name(r)
		name, _, _ = strings.Cut(name[strings.LastIndex(name, ".")+1:], "$")
		if len(names) == maxNamed {
			return strings.Join(append(names, "…"), ", ")
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}
