package bodylimit

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"net/http"
	"net/http/httputil"
	"strings"
)

// Example is the one of the documentation.

func upload(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body) // want `io.ReadAll reads a request of any size: one client can take all memory`
	answer(w, body, err)
}

func answer(w http.ResponseWriter, body []byte, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	_, _ = w.Write(body)
}

func buffered(w http.ResponseWriter, r *http.Request) {
	var buf bytes.Buffer
	if _, err := buf.ReadFrom(r.Body); err != nil { // want `\(\*bytes.Buffer\).ReadFrom reads a request of any size`
		return
	}
	answer(w, buf.Bytes(), nil)
}

func copied(w http.ResponseWriter, r *http.Request) {
	var sb strings.Builder
	_, err := io.Copy(&sb, io.TeeReader(r.Body, w)) // want `io.Copy reads a request of any size`
	answer(w, []byte(sb.String()), err)
}

func form(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseMultipartForm(1 << 20); err != nil { // want `\(\*http.Request\).ParseMultipartForm takes files of any size: one client can fill the disk`
		answer(w, nil, err)
	}
}

func file(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodPost:
		f, _, err := r.FormFile("file") // want `\(\*http.Request\).FormFile takes files of any size`
		if err != nil {
			return
		}
		body, err := io.ReadAll(f)
		answer(w, body, err)
	}
}

func parts(w http.ResponseWriter, r *http.Request) {
	mr, err := r.MultipartReader()
	if err != nil {
		return
	}
	for {
		part, err := mr.NextPart()
		if err != nil {
			return
		}
		body, err := io.ReadAll(part) // want `io.ReadAll reads a request of any size`
		answer(w, body, err)
	}
}

func table(w http.ResponseWriter, r *http.Request) {
	_, err := csv.NewReader(r.Body).ReadAll() // want `\(\*csv.Reader\).ReadAll reads a request of any size`
	answer(w, nil, err)
}

func dumped(w http.ResponseWriter, r *http.Request) {
	b, err := httputil.DumpRequest(r, true) // want `httputil.DumpRequest reads a request of any size`
	answer(w, b, err)
}

// The limit is on what is sent, not on what comes out.
func unzipped(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	zr, err := gzip.NewReader(r.Body)
	if err != nil {
		return
	}
	defer zr.Close()
	body, err := io.ReadAll(zr) // want `io.ReadAll reads compressed data of any size: a small request can take all memory`
	answer(w, body, err)
}

func maybeUnzipped(w http.ResponseWriter, r *http.Request) {
	var body io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" {
		zr, err := gzip.NewReader(r.Body)
		if err != nil {
			return
		}
		body = zr
	}
	b, err := io.ReadAll(body) // want `io.ReadAll reads compressed data of any size`
	answer(w, b, err)
}

// Helpers read for their callers.

func helped(w http.ResponseWriter, r *http.Request) {
	b, err := readRequest(r)
	answer(w, b, err)
}

func readRequest(r *http.Request) ([]byte, error) {
	defer r.Body.Close()
	return readFrom(r.Body)
}

func readFrom(body io.Reader) ([]byte, error) {
	return io.ReadAll(body) // want `io.ReadAll reads a request of any size.*via bodylimit.helped → bodylimit.readRequest → bodylimit.readFrom`
}

func inLiteral(w http.ResponseWriter, r *http.Request) {
	read := func() ([]byte, error) {
		return io.ReadAll(r.Body) // want `io.ReadAll reads a request of any size`
	}
	b, err := read()
	answer(w, b, err)
}

func serve() error {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /files", upload)
	return http.ListenAndServe(":8080", mux)
}
