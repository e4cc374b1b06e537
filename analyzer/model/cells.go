package model

import (
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// A cell binds a key to the field that holds its value.
type cell struct {
	key      string
	value    value
	required bool
}

// A value is a field that can be written in a cell. String is "" when the cell
// is not given, and what set understands otherwise.
type value interface {
	String() string
	set(string) error
}

// wanted is an error that says which values are allowed. It is a type of its
// own so that no error value is made before main.
type wanted string

func (w wanted) Error() string { return "want " + string(w) }

// text is prose, or a symbol that this package does not look into.
type text string

func (t *text) String() string { return string(*t) }

func (t *text) set(s string) error {
	if s == "" {
		return wanted("a value")
	}
	*t = text(s)
	return nil
}

// list is names, separated by commas.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) set(s string) error {
	*l = strings.Split(s, ",")
	if slices.Contains(*l, "") {
		return wanted("names, separated by commas")
	}
	return nil
}

// options is a list of functions of the row's own package.
type options list

func (o *options) String() string { return (*list)(o).String() }

func (o *options) set(s string) error {
	if err := (*list)(o).set(s); err != nil || slices.ContainsFunc(*o, func(name string) bool { return !token.IsIdentifier(name) }) {
		return wanted("functions of the same package by their names, separated by commas")
	}
	return nil
}

// Options are the functions of its package, besides the one that it is about,
// that an entry names.
func Options(e Entry) []string {
	for _, c := range e.cells() {
		if o, ok := c.value.(*options); ok {
			return *o
		}
	}
	return nil
}

// yes is a flag: given or not.
type yes bool

func (y *yes) String() string {
	if *y {
		return "yes"
	}
	return ""
}

func (y *yes) set(s string) error {
	if s != "yes" {
		return wanted("yes, or no such cell")
	}
	*y = true
	return nil
}

// index counts parameters or results; -1 is none.
type index int

func (i *index) String() string {
	if *i < 0 {
		return ""
	}
	return strconv.Itoa(int(*i))
}

func (i *index) set(s string) error {
	n, err := parseIndex(s)
	if err != nil {
		return wanted("an index from 0")
	}
	*i = index(n)
	return nil
}

// parseIndex reads the index of a parameter or result.
func parseIndex(s string) (int, error) {
	n, err := strconv.ParseUint(s, 10, 8)
	return int(n), err
}

// status is a number of three digits, or a smaller one of gRPC; -1 is none.
type status int

func (s *status) String() string { return (*index)(s).String() }

func (s *status) set(text string) error {
	n, err := strconv.ParseUint(text, 10, 10)
	if err != nil {
		return wanted("a status")
	}
	*s = status(n)
	return nil
}

// argument is [Callback.Arg].
type argument int

func (a *argument) String() string {
	switch *a {
	case ArgVariadic:
		return "*"
	case ArgReceiver:
		return "recv"
	}
	return strconv.Itoa(int(*a))
}

func (a *argument) set(s string) error {
	switch s {
	case "*":
		*a = ArgVariadic
		return nil
	case "recv":
		*a = ArgReceiver
		return nil
	}
	n, err := parseIndex(s)
	if err != nil {
		return wanted("an index from 0, * (the variadic tail) or recv")
	}
	*a = argument(n)
	return nil
}

// Ctx says where a call takes its context from: an index from 0 of the
// parameter, without the receiver, or one of the constants.
type Ctx int

// Where a call takes its context from when it is not a parameter.
const (
	CtxNone     Ctx = -1 - iota // nowhere
	CtxRequest                  // from an argument that carries it, such as *http.Request
	CtxReceiver                 // from the receiver, to which it was bound before
)

// Index returns the index of the context parameter, and whether there is one.
func (c Ctx) Index() (int, bool) { return int(c), c >= 0 }

func (c Ctx) String() string {
	switch c {
	case CtxNone:
		return ""
	case CtxRequest:
		return "req"
	case CtxReceiver:
		return "recv"
	}
	return strconv.Itoa(int(c))
}

func (c *Ctx) set(s string) error {
	switch s {
	case "req":
		*c = CtxRequest
		return nil
	case "recv":
		*c = CtxReceiver
		return nil
	}
	n, err := parseIndex(s)
	if err != nil {
		return wanted("an index from 0, req (it travels in an argument), recv (bound to the receiver), or no such cell")
	}
	*c = Ctx(n)
	return nil
}

// names lists the values of an enumeration in the order of its constants,
// which count from 1; 0 is a cell that is not given.
type names string

func (n names) String() string { return strings.ReplaceAll(string(n), "|", ", ") }

// of returns the name of a constant.
func (n names) of(i uint8) string {
	rest, name := string(n), ""
	for ; i > 0; i-- {
		name, rest, _ = strings.Cut(rest, "|")
	}
	return name
}

// setName finds the constant of a name.
func setName[E ~uint8](e *E, n names, s string) error {
	i := E(1)
	for name := range strings.SplitSeq(string(n), "|") {
		if name == s {
			*e = i
			return nil
		}
		i++
	}
	return wanted("one of " + n.String())
}
