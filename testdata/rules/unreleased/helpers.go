package unreleased

import (
	"io"
	"net/http"
	"os"
)

func closes(f *os.File) { f.Close() }

func closesLater(f *os.File) error {
	defer closes(f)
	_, err := f.Stat()
	return err
}

func reads(f *os.File) (int64, error) {
	st, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

func closesSometimes(f *os.File, really bool) {
	if really {
		f.Close()
	}
}

func keeps(f *os.File) { global = f }

func keepsReader(r io.Reader) *holderOfReader { return &holderOfReader{r} }

type holderOfReader struct{ r io.Reader }

func drains(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

func drainsAndCloses(resp *http.Response) {
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
}

func closesBody(body io.Closer) { body.Close() }

func acquires(name string) (*os.File, bool) {
	f, err := os.Open(name)
	return f, err == nil
}

func viaHelpers(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	closes(f)
	if f, err = os.Open(name); err != nil {
		return err
	}
	if err := closesLater(f); err != nil {
		return err
	}
	if f, err = os.Open(name); err != nil {
		return err
	}
	closesSometimes(f, true)
	if f, err = os.Open(name); err != nil {
		return err
	}
	keeps(f)
	if f, err = os.Open(name); err != nil { // want `file from os.Open is never released: Close is not called`
		return err
	}
	_ = keepsReader(f)
	if f, err = os.Open(name); err != nil { // want `file from os.Open is never released: Close is not called`
		return err
	}
	if _, err := reads(f); err != nil {
		return err
	}
	return drains(f)
}

func bodiesViaHelpers(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	drainsAndCloses(resp)
	if resp, err = http.Get(url); err != nil {
		return err
	}
	closesBody(resp.Body)
	if resp, err = http.Get(url); err != nil { // want `response body from http.Get is never released: Body.Close is not called`
		return err
	}
	return drains(resp.Body)
}

func acquired(name string) {
	if f, ok := acquires(name); ok { // want `file from unreleased.acquires is never released: Close is not called`
		reads(f)
	}
	if f, ok := acquires(name); ok {
		f.Close()
	}
	f, ok := acquires(name)
	if !ok {
		return
	}
	defer f.Close()
}
