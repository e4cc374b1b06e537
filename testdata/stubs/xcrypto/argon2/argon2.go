// Package argon2 has the API of the real one that fixtures use, without bodies.
package argon2

func IDKey(password, salt []byte, time, memory uint32, threads uint8, keyLen uint32) []byte {
	return nil
}
