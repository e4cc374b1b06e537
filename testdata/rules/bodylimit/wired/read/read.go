// Package read reads, and does not know what.
package read

import "io"

func All(r io.Reader) ([]byte, error) {
	return io.ReadAll(r) // want `io.ReadAll reads a request of any size`
}
