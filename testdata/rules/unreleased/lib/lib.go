// Package lib has the helpers of package moved.
package lib

import (
	"io"
	"net/http"
	"os"
)

var file *os.File

func Closes(f *os.File) { f.Close() }

func ClosesLater(f *os.File) error {
	defer Closes(f)
	_, err := f.Stat()
	return err
}

func Reads(f *os.File) (int64, error) {
	st, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

func ClosesSometimes(f *os.File, really bool) {
	if really {
		f.Close()
	}
}

func Keeps(f *os.File) { file = f }

func KeepsReader(r io.Reader) *holderOfReader { return &holderOfReader{r} }

type holderOfReader struct{ r io.Reader }

func Drains(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

func DrainsAndCloses(resp *http.Response) {
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
}

func ClosesBody(body io.Closer) { body.Close() }

// Fetch passes the duty to its caller.
func Fetch(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

func Acquires(name string) (*os.File, bool) {
	f, err := os.Open(name)
	return f, err == nil
}
