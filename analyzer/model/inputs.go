package model

import "errors"

// An Input row is a call whose first result is what the client wrote in its
// request: a parameter of the query or path, a header, a field of a form.
type Input struct {
	Symbol string
	Note   string
}

func (i *Input) cells() []cell {
	return []cell{
		{"note", (*text)(&i.Note), false},
	}
}

func (i *Input) identity() string { return "" }
func (i *Input) check() error     { return nil }

// A Size row is a call that takes as much memory or time as a number among its
// arguments says.
type Size struct {
	Symbol string
	Arg    int // required: index of the parameter
	// Exponent says that each step of it doubles the work.
	Exponent bool
	Note     string
}

func (s *Size) cells() []cell {
	return []cell{
		{"arg", (*argument)(&s.Arg), true},
		{"exponent", (*yes)(&s.Exponent), false},
		{"note", (*text)(&s.Note), false},
	}
}

func (s *Size) identity() string { return (*argument)(&s.Arg).String() }

func (s *Size) check() error {
	if s.Arg < 0 {
		return errors.New(`want cell "arg" with an index from 0`)
	}
	return nil
}
