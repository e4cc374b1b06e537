package nodeadline

import (
	"fmt"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// message says what waits and why nothing ends it.
func message(s *link.Stall) string {
	name := link.Name(s.Symbol) + " may wait forever"
	if s.Wait.Op.Symbol != s.Symbol {
		name += " in " + link.Name(s.Wait.Op.Symbol)
	}
	return name + ": " + reason(s)
}

// blocked says that nothing ends a wait for a channel, a condition or a group.
func blocked(l *link.Load) string {
	if l.Passes {
		return l.Op.Symbol + " waits while the other end waits for " + link.Name(l.Behind) + ": no case ends with the request"
	}
	if l.Behind != "" {
		return l.Op.Symbol + " may wait forever: the other end waits for " + link.Name(l.Behind) + ", and no case ends with the request"
	}
	return l.Op.Symbol + " may wait forever: no case ends with the request"
}

// fleet says what the handlers of a router may do, and why.
func fleet(f *link.Fleet) (may, why string) {
	if f.Made != "" {
		why = "the context of " + link.Name(f.Made) + " is Background unless it is set"
		if f.Switch != "" {
			why = link.Name(f.Made) + " never ends without " + f.Switch
		}
		if len(f.Also) > 0 {
			why += fmt.Sprintf(", and %d more as long as the client does", len(f.Also))
		}
		return "may wait for ever:", why
	}
	return "may wait", "as long as the client does: nothing on the way in sets a deadline"
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
	if s.Made == summary.OfProcess {
		return made + " ends with the process and a request waits for it"
	}
	return made + " never ends and a request waits for it"
}
