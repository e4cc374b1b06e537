package unreleased

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"os"
	"time"
)

// What a literal leaves in a variable is the business of the function around.

func again(times int, try func() error) (err error) {
	for range times {
		if err = try(); err == nil {
			return nil
		}
		time.Sleep(time.Millisecond)
	}
	return err
}

func picture(client *http.Client, req *http.Request) ([]byte, error) {
	var resp *http.Response
	err := again(3, func() (err error) {
		resp, err = client.Do(req) // want `response body from \(\*http.Client\).Do is never released: Body.Close is not called`
		return err
	})
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New(resp.Status)
	}
	return io.ReadAll(resp.Body)
}

func pictureOnSuccess(client *http.Client, req *http.Request) ([]byte, error) {
	var resp *http.Response
	fetch := func() error {
		var err error
		resp, err = client.Do(req) // want `response body from \(\*http.Client\).Do is not released on the path that returns at line 51`
		return err
	}
	if err := fetch(); err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New(resp.Status)
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func pictureClosed(client *http.Client, req *http.Request) ([]byte, error) {
	var resp *http.Response
	err := again(3, func() (err error) {
		resp, err = client.Do(req)
		return err
	})
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func pictureIfAny(client *http.Client, req *http.Request) ([]byte, error) {
	var resp *http.Response
	defer func() {
		if resp != nil {
			resp.Body.Close()
		}
	}()
	err := again(3, func() (err error) {
		resp, err = client.Do(req)
		return err
	})
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

// The literal closes what it does not hand out.
func pictureJudged(client *http.Client, req *http.Request) (*http.Response, error) {
	var resp *http.Response
	err := again(3, func() (err error) {
		resp, err = client.Do(req)
		if err == nil && resp.StatusCode >= 500 {
			resp.Body.Close()
			return errors.New(resp.Status)
		}
		return err
	})
	return resp, err
}

func pictureRead(client *http.Client, req *http.Request) (body []byte, err error) {
	var resp *http.Response
	err = again(3, func() (err error) {
		resp, err = client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		body, err = io.ReadAll(resp.Body)
		return err
	})
	if err != nil || resp.StatusCode != http.StatusOK {
		return nil, err
	}
	return body, nil
}

func handedOver(client *http.Client, req *http.Request) (*http.Response, error) {
	var resp *http.Response
	err := again(3, func() (err error) {
		resp, err = client.Do(req)
		return err
	})
	if err != nil {
		return nil, err
	}
	return resp, nil
}

func pictureHandedOver(client *http.Client, req *http.Request) (string, error) {
	resp, err := handedOver(client, req) // want `response body from unreleased.handedOver is never released: Body.Close is not called`
	if err != nil {
		return "", err
	}
	return resp.Status, nil
}

// Which file it is, is not known before.
func firstOf(names []string) (*os.File, error) {
	var f *os.File
	err := again(len(names), func() (err error) {
		f, err = os.Open(names[0])
		names = names[1:]
		return err
	})
	if err != nil {
		return nil, err
	}
	if _, err := f.Stat(); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func counted(ctx context.Context, db *sql.DB) (n int, err error) {
	var rows *sql.Rows
	err = again(2, func() (err error) {
		rows, err = db.QueryContext(ctx, "select 1")
		return err
	})
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

// A goroutine's variable is another matter.
func later(client *http.Client, req *http.Request, start func(func() error) error) error {
	var resp *http.Response
	go func() { _ = again(1, func() (err error) { resp, err = client.Do(req); return err }) }()
	return start(func() error {
		if resp != nil {
			return resp.Body.Close()
		}
		return nil
	})
}

// A literal may call itself.
func walked(names []string, client *http.Client, req *http.Request) error {
	var resp *http.Response
	var walk func(at int) error
	walk = func(at int) (err error) {
		if at < len(names) {
			return walk(at + 1)
		}
		resp, err = client.Do(req) // want `response body from \(\*http.Client\).Do is never released: Body.Close is not called`
		return err
	}
	if err := walk(0); err != nil {
		return err
	}
	return errors.New(resp.Status)
}
