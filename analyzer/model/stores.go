package model

import "errors"

// A Store row is a call that puts a value under a key, or that ends what is
// stored under keys.
type Store struct {
	Symbol  string
	Does    Stores // required
	Key     int    // index of the parameter with the key; -1 when there is none
	Expires int    // index of the parameter that says when the value expires, 0 for never; -1 when there is none
	Note    string
}

func (s *Store) cells() []cell {
	return []cell{
		{"does", &s.Does, true},
		{"key", (*index)(&s.Key), false},
		{"expires", (*index)(&s.Expires), false},
		{"note", (*text)(&s.Note), false},
	}
}

func (s *Store) identity() string { return "" }

func (s *Store) check() error {
	if s.Does == StoresPut && s.Key < 0 {
		return errors.New(`no cell "key": what puts a value puts it under one`)
	}
	return nil
}

// Store returns the store row of a symbol, or nil.
func (l *Library) Store(sym string) *Store { return first[*Store](l, RowStore, sym) }
