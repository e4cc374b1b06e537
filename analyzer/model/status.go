package model

import "errors"

// A Status row is a call that says how a request ended: a method that answers,
// or a function that makes an error of which the framework makes the answer.
type Status struct {
	Symbol string
	Arg    int  // index of the parameter with the status; -1 when it is always the same
	Code   int  // the status, when it is always the same; -1 otherwise
	GRPC   bool // the status is one of gRPC, not of HTTP
	Note   string
}

func (s *Status) cells() []cell {
	return []cell{
		{"arg", (*index)(&s.Arg), false},
		{"code", (*status)(&s.Code), false},
		{"grpc", (*yes)(&s.GRPC), false},
		{"note", (*text)(&s.Note), false},
	}
}

func (s *Status) identity() string { return "" }

func (s *Status) check() error {
	if (s.Arg < 0) == (s.Code < 0) {
		return errors.New(`want one of the cells "arg" and "code"`)
	}
	return nil
}

// Status returns the status row of a symbol, or nil.
func (l *Library) Status(sym string) *Status { return first[*Status](l, RowStatus, sym) }

// Hides reports whether a status tells whoever asks that all went well, or that
// there is no such thing: neither is tried again.
func (s *Status) Hides(code int64) bool {
	if s.GRPC {
		return code == 0 || code == 5
	}
	return code >= 200 && code < 300 || code == 404
}
