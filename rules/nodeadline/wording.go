package nodeadline

import (
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/link"
)

// message says what waits and why nothing ends it.
func message(s *link.Stall) string {
	name := link.Name(s.Symbol) + " may wait forever"
	if s.Wait.Op.Symbol != s.Symbol {
		name += " in " + link.Name(s.Wait.Op.Symbol)
	}
	return name + ": " + reason(s)
}

// reason says why nothing ends the wait.
func reason(s *link.Stall) string {
	made := link.Name(s.Made)
	switch {
	case s.Form == link.NoContext && s.Dropped:
		return "it takes no context, though the function is given one"
	case s.Form == link.NoContext:
		return "it takes no context and a request waits for it"
	case strings.HasSuffix(made, "Request"):
		return made + " gives its request no context"
	case s.Dropped:
		return made + " replaces the context that the function is given"
	}
	return made + " never ends and a request waits for it"
}
