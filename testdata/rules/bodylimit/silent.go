package bodylimit

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httputil"
	"os"
)

// Silent: http.MaxBytesReader, io.LimitReader, a helper or another reader of yours
// limits the body

func limited(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	b, err := io.ReadAll(r.Body)
	answer(w, b, err)
	b, err = readRequest(r)
	answer(w, b, err)
}

func limitedBefore(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	}
	f, _, err := r.FormFile("file")
	if err != nil {
		return
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	answer(w, b, err)
}

func limitedReader(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	answer(w, b, err)
	b, err = readFrom(&io.LimitedReader{R: r.Body, N: 1 << 20})
	answer(w, b, err)
	b, err = io.ReadAll(first(r))
	answer(w, b, err)
}

func first(r *http.Request) io.Reader { return io.LimitReader(r.Body, 1<<10) }

func unzippedAndLimited(w http.ResponseWriter, r *http.Request) {
	zr, err := gzip.NewReader(r.Body)
	if err != nil {
		return
	}
	b, err := io.ReadAll(io.LimitReader(zr, 1<<20))
	answer(w, b, err)
}

func limitedByHelper(w http.ResponseWriter, r *http.Request) {
	capBody(w, r)
	b, err := io.ReadAll(r.Body)
	answer(w, b, err)
}

func capBody(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
}

type quota struct {
	io.ReadCloser
	left int
}

func limitedByOwn(w http.ResponseWriter, r *http.Request) {
	r.Body = &quota{r.Body, 1 << 20}
	b, err := io.ReadAll(r.Body)
	answer(w, b, err)
}

// Silent: middleware limits it, or the framework does by default

func behindOwn() {
	http.Handle("/behind", http.MaxBytesHandler(http.HandlerFunc(behind), 1<<20))
}

func behind(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(r.Body)
	answer(w, b, err)
}

// Silent: it is what a server answered

func fetched(w http.ResponseWriter, r *http.Request) {
	resp, err := http.Get("http://127.0.0.1/x")
	if err != nil {
		return
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	answer(w, b, err)
	answer(w, nil, readAnswer(resp))
}

func readAnswer(resp *http.Response) error {
	_, err := io.ReadAll(resp.Body)
	return err
}

// Silent: it was read before, and is read again from memory

func readTwice(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(b))
	b, err = io.ReadAll(r.Body)
	answer(w, b, err)
	b, err = httputil.DumpRequest(r, false)
	answer(w, b, err)
}

// Silent: it is passed on piece by piece, to a file or another service

func stored(w http.ResponseWriter, r *http.Request) {
	f, err := os.CreateTemp("", "")
	if err != nil {
		return
	}
	defer f.Close()
	_, err = io.Copy(f, r.Body)
	answer(w, nil, err)
	_, _ = io.Copy(io.Discard, r.Body)
}

// Silent: no request comes with it, or no server is started where it is seen

func readFile(f *os.File) ([]byte, error) {
	defer f.Close()
	return readFrom(f)
}

func roundTrip(req *http.Request) ([]byte, error) { return io.ReadAll(req.Body) }

func send() ([]byte, error) {
	req, err := http.NewRequest(http.MethodGet, "http://127.0.0.1/", nil)
	if err != nil {
		return nil, err
	}
	return roundTrip(req)
}

//stallcheck:ignore bodylimit only our own services come here
func ignored(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(r.Body)
	answer(w, b, err)
}
