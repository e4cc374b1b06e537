package unreleased

import (
	"os"
	"testing"
)

// A file that imports testing helps tests.
func openForTest(t *testing.T, name string) {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.Stat()
}
