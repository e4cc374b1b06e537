// Package store keeps what it is given.
package store

import (
	"io"

	"example.com/testdata/rules/bodylimit/wired/read"
)

type Memory map[string][]byte

func (m Memory) Put(name string, data io.Reader) error {
	b, err := read.All(data)
	m[name] = b
	return err
}
