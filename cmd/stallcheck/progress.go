package main

import (
	"fmt"
	"io"
)

// progress is one line on a terminal that tells how far a run is, and nothing
// anywhere else.
type progress struct{ w io.Writer }

func (c *command) progress() progress {
	if !isTerminal(c.stderr) {
		return progress{}
	}
	return progress{c.stderr}
}

const clearLine = "\r\x1b[K"

func (p progress) step(done, total int, pkg string) {
	if p.w != nil {
		fmt.Fprintf(p.w, "%s%d/%d %.60s", clearLine, done, total, pkg)
	}
}

func (p progress) clear() {
	if p.w != nil {
		fmt.Fprint(p.w, clearLine)
	}
}
