// Package load reads files through a client that it makes itself.
package load

import (
	"context"
	"io"
	"net/http"

	"cloud.google.com/go/storage"
)

type loader struct{ photo *storage.ObjectHandle }

func New(photo *storage.ObjectHandle) http.Handler { return &loader{photo} }

func Open(ctx context.Context) *storage.ObjectHandle {
	c, err := storage.NewClient(ctx)
	if err != nil {
		panic(err)
	}
	return c.Bucket("photos").Object("one")
}

func (l *loader) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	photo, err := l.photo.NewReader(context.Background()) // want `NewReader may wait forever: context.Background replaces`
	if err != nil {
		return
	}
	defer photo.Close()
	_, _ = io.Copy(w, photo)
}
