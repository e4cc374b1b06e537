package deferloop

import (
	"io"
	"log"
)

type blobs interface {
	Open(name string) (io.ReadCloser, int64, error)
}

func shut(c io.Closer) {
	if c == nil {
		return
	}
	if err := c.Close(); err != nil {
		log.Print(err)
	}
}

func archive(b blobs, w io.Writer, names []string) error {
	for _, name := range names {
		r, _, err := b.Open(name)
		defer shut(r) // want `shut is deferred in a loop: what each turn acquires from \(deferloop.blobs\).Open is held until the function returns`
		if err != nil {
			return err
		}
		if _, err := io.Copy(w, r); err != nil {
			return err
		}
	}
	return nil
}

func archiveOneByOne(b blobs, w io.Writer, names []string) error {
	for _, name := range names {
		r, _, err := b.Open(name)
		if err != nil {
			return err
		}
		_, err = io.Copy(w, r)
		shut(r)
		if err != nil {
			return err
		}
	}
	return nil
}

func first(b blobs, w io.Writer, names []string) error {
	for _, name := range names {
		r, _, err := b.Open(name)
		if err != nil {
			continue
		}
		defer r.Close()
		_, err = io.Copy(w, r)
		return err
	}
	return nil
}
