package bodylimit

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
)

// What was sent is limited; what an entry of it grows to is not.
func entries(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	f, header, err := r.FormFile("archive")
	if err != nil {
		return
	}
	defer f.Close()
	archive, err := zip.NewReader(f, header.Size)
	if err != nil {
		return
	}
	for _, file := range archive.File {
		entry, err := file.Open()
		if err != nil {
			return
		}
		b, err := io.ReadAll(entry) // want `io.ReadAll reads compressed data of any size`
		entry.Close()
		answer(w, b, err)
	}
}

// The same when it was read before.
func inMemory(w http.ResponseWriter, r *http.Request) {
	sent, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		return
	}
	zr, err := gzip.NewReader(bytes.NewReader(sent))
	if err != nil {
		return
	}
	b, err := io.ReadAll(zr) // want `io.ReadAll reads compressed data of any size`
	answer(w, b, err)
	again, err := io.ReadAll(bytes.NewReader(sent)) // as much as was let in
	answer(w, again, err)
}

func entriesLimited(w http.ResponseWriter, r *http.Request) {
	sent, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		return
	}
	archive, err := zip.NewReader(bytes.NewReader(sent), int64(len(sent)))
	if err != nil {
		return
	}
	entry, err := archive.File[0].Open()
	if err != nil {
		return
	}
	defer entry.Close()
	b, err := io.ReadAll(io.LimitReader(entry, 1<<20))
	answer(w, b, err)
}

// Who asks for a file of a form that was read reads no more of it.
func parsed(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseMultipartForm(32 << 20); err != nil { // want `\(\*http.Request\).ParseMultipartForm takes files of any size`
		return
	}
	f, _, err := r.FormFile("file")
	if err != nil {
		return
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	answer(w, b, err)
}
