// Package store keeps blobs.
package store

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
)

// Remote keeps them behind a server.
type Remote struct{ Client *http.Client }

// Open reads a blob.
func (s *Remote) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://blobs.example.com/"+name, nil)
	if err != nil {
		return nil, err
	}
	resp, err := s.Client.Do(req)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// Disk keeps them in a directory.
type Disk struct{ Dir string }

// Open reads a blob.
func (s *Disk) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	return os.Open(filepath.Join(s.Dir, name))
}

// Memory keeps them itself.
type Memory struct{ Blobs map[string][]byte }

// View reads a blob.
func (s *Memory) View(ctx context.Context, name string) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(s.Blobs[name])), nil
}
