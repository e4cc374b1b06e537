package config

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
)

// Executable is the hash of the program that runs, in hexadecimal: what it finds
// holds for the same program and the same configuration only.
func Executable() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find executable: %w", err)
	}
	f, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("read executable: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("read executable: %w", err)
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}
