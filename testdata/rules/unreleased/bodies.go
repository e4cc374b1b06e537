package unreleased

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"os"
)

func decoded(client *http.Client, req *http.Request) (v map[string]any, err error) {
	resp, err := client.Do(req) // want `response body from \(\*http.Client\).Do is never released: Body.Close is not called`
	if err != nil {
		return nil, err
	}
	err = json.NewDecoder(resp.Body).Decode(&v)
	return v, err
}

func readAll(url string) ([]byte, error) {
	resp, err := http.Get(url) // want `response body from http.Get is never released: Body.Close is not called`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

func unzipped(url string, to io.Writer) error {
	resp, err := http.Get(url) // want `response body from http.Get is never released: Body.Close is not called`
	if err != nil {
		return err
	}
	zr, err := gzip.NewReader(bufio.NewReader(resp.Body))
	if err != nil {
		return err
	}
	defer zr.Close()
	_, err = io.Copy(to, zr)
	return err
}

func dumped(url string) (string, error) {
	resp, err := http.Get(url) // want `response body from http.Get is never released: Body.Close is not called`
	if err != nil {
		return "", err
	}
	b, err := httputil.DumpResponse(resp, true)
	return fmt.Sprint(resp.Status, string(b)), err
}

func ignored(url string) error {
	_, err := http.Get(url) // want `response body from http.Get is never released: Body.Close is not called`
	return err
}

func statusOnly(url string) (int, error) {
	resp, err := http.Get(url) // want `response body from http.Get is not released on the path that returns at line 68`
	if err != nil {
		return 0, err
	}
	if resp.StatusCode != http.StatusOK {
		return resp.StatusCode, errors.New(resp.Status)
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

func headed(url string) (bool, error) {
	resp, err := http.Head(url)
	return err == nil && resp.StatusCode == 200, err
}

// Wrappers pass the duty on.

type api struct{ client *http.Client }

func (a *api) do(ctx context.Context, url string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := a.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("do: %w", err)
	}
	if resp.StatusCode >= 400 {
		resp.Body.Close()
		return nil, errors.New(resp.Status)
	}
	return resp, nil
}

func (a *api) body(ctx context.Context, url string) (io.ReadCloser, error) {
	resp, err := a.do(ctx, url)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

func (a *api) get(ctx context.Context, url string) (string, error) {
	resp, err := a.do(ctx, url) // want `response body from \(\*unreleased.api\).do is never released: Body.Close is not called`
	if err != nil {
		return "", err
	}
	return resp.Header.Get("ETag"), nil
}

func (a *api) read(ctx context.Context, url string) ([]byte, error) {
	body, err := a.body(ctx, url) // want `response body from \(\*unreleased.api\).body is never released: Close is not called`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(body)
}

func (a *api) readAndClose(ctx context.Context, url string) ([]byte, error) {
	body, err := a.body(ctx, url)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(body)
}

// What fetch returns is closed already.
func (a *api) fetch(ctx context.Context, url string) (*http.Response, []byte, error) {
	resp, err := a.do(ctx, url)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp, b, err
}

func (a *api) fetched(ctx context.Context, url string) (int, error) {
	resp, b, err := a.fetch(ctx, url)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode + len(b), nil
}

// The body is read, closed and replaced.
func (a *api) buffered(ctx context.Context, url string) (*http.Response, error) {
	resp, err := a.do(ctx, url)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(b))
	return resp, err
}

func (a *api) useBuffered(ctx context.Context, url string) (int, error) {
	resp, err := a.buffered(ctx, url)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// Generic wrappers.

type result[T any] struct{ value T }

func call[T any](f func() (*http.Response, error), decode func(io.Reader) (T, error)) (T, error) {
	resp, err := f()
	if err != nil {
		var zero T
		return zero, err
	}
	defer resp.Body.Close()
	return decode(resp.Body)
}

func first[T any](f func() (T, error)) (T, error) { return f() }

func viaGeneric(url string) (int, error) {
	resp, err := checked(http.Get(url)) // want `response body from http.Get is never released: Body.Close is not called`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func viaGenericAndClosed(url string) (int, error) {
	resp, err := checked(http.Get(url))
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

func checked[T any](v T, err error) (T, error) {
	if err != nil {
		return v, fmt.Errorf("checked: %w", err)
	}
	return v, nil
}

// A helper that closes what it does not return.
func successful(resp *http.Response, err error) (*http.Response, error) {
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 400 {
		resp.Body.Close()
		return nil, errors.New(resp.Status)
	}
	return resp, nil
}

func viaSuccessful(url string) (int, error) {
	resp, err := successful(http.Get(url)) // want `response body from http.Get is never released: Body.Close is not called`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func viaSuccessfulAndClosed(url string) (int, error) {
	resp, err := successful(http.Get(url))
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

// Own interfaces and function values: whoever makes a request must close the
// body of its response.

type doer interface {
	Do(*http.Request) (*http.Response, error)
}

func viaDoer(d doer, req *http.Request) (int, error) {
	resp, err := d.Do(req) // want `response body from \(unreleased.doer\).Do is never released: Body.Close is not called`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func logged(next http.RoundTripper) http.RoundTripper {
	return roundTrip(func(req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		fmt.Println(resp.Status)
		return resp, nil
	})
}

// A request closes the body that it is given.
func uploaded(client *http.Client, url, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	req, err := http.NewRequest("PUT", url, f)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// What is deferred on one path has nothing to do with another.
func inflated(client *http.Client, url string) (io.ReadCloser, error) {
	resp, err := client.Get(url) // want `response body from \(\*http.Client\).Get is not released on the path that returns at line \d+`
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		return nil, errors.New(resp.Status)
	}
	var r io.ReadCloser = resp.Body
	if resp.Header.Get("Content-Encoding") == "gzip" {
		r, err = gzip.NewReader(resp.Body)
		defer r.Close()
	}
	return r, err
}
