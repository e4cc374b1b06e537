// Package scrypt has the API of the real one that fixtures use, without bodies.
package scrypt

func Key(password, salt []byte, N, r, p, keyLen int) ([]byte, error) { return nil, nil }
