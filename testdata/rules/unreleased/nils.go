package unreleased

import (
	"errors"
	"io"
	"net/http"
	"os"
)

func nilChecked(url string) error {
	resp, err := http.Get(url)
	if resp != nil && resp.Body != nil {
		resp.Body.Close()
	}
	return err
}

func nilInLoop(urls []string) {
	for _, u := range urls {
		resp, err := http.Get(u)
		if resp != nil && resp.Body != nil {
			resp.Body.Close()
		}
		if err != nil {
			continue
		}
	}
}

func openedOnDemand(name string) (err error) {
	var f *os.File
	if name != "" {
		if f, err = os.Open(name); err != nil {
			return err
		}
	}
	if f != nil {
		f.Close()
	}
	return nil
}

func openedOnSameCondition(name string, verbose bool) (err error) {
	var f *os.File
	if verbose {
		if f, err = os.Open(name); err != nil {
			return err
		}
	}
	if len(name) == 0 {
		return closeIf(f, verbose)
	}
	if verbose {
		f.Close()
	}
	return nil
}

func closeIf(f *os.File, verbose bool) error {
	if verbose {
		return f.Close()
	}
	return nil
}

type options struct {
	trace bool
	name  string
}

func openedOnField(o *options) (err error) {
	var f *os.File
	if o.trace {
		if f, err = os.Create(o.name); err != nil {
			return err
		}
	}
	if o.trace {
		return f.Close()
	}
	return nil
}

func openedOnOtherCondition(name string, a, b bool) (err error) {
	var f *os.File
	if a {
		if f, err = os.Open(name); err != nil { // want `file from os.Open is not released on the path that returns at line 94`
			return err
		}
	}
	if b {
		return f.Close()
	}
	return nil
}

func flagged(name string) error {
	opened := false
	f, err := os.Open(name)
	if err == nil {
		opened = true
	}
	if !opened {
		return errors.New("not opened")
	}
	return f.Close()
}

func stdoutOrFile(name string) (err error) {
	out := os.Stdout
	if name != "-" {
		if out, err = os.Create(name); err != nil {
			return err
		}
		defer out.Close()
	}
	_, err = io.WriteString(out, "x")
	return err
}

func stdoutOrFileLeaks(name string) (err error) {
	out := os.Stdout
	if name != "-" {
		if out, err = os.Create(name); err != nil { // want `file from os.Create is never released: Close is not called`
			return err
		}
	}
	_, err = io.WriteString(out, "x")
	return err
}

// A thing that cannot be closed need not be.
func closerOrNot(url string) error {
	r, err := stream(url)
	if err != nil {
		return err
	}
	if c, ok := r.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

func stream(url string) (io.Reader, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}
