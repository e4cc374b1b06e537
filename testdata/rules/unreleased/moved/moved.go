// Package moved calls helpers of another package: what they do is the same.
package moved

import (
	"net/http"
	"os"

	"example.com/testdata/rules/unreleased/lib"
)

func viaHelpers(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	lib.Closes(f)
	if f, err = os.Open(name); err != nil {
		return err
	}
	if err := lib.ClosesLater(f); err != nil {
		return err
	}
	if f, err = os.Open(name); err != nil {
		return err
	}
	lib.ClosesSometimes(f, true)
	if f, err = os.Open(name); err != nil {
		return err
	}
	lib.Keeps(f)
	if f, err = os.Open(name); err != nil { // want `file from os.Open is never released: Close is not called`
		return err
	}
	_ = lib.KeepsReader(f)
	if f, err = os.Open(name); err != nil { // want `file from os.Open is never released: Close is not called`
		return err
	}
	if _, err := lib.Reads(f); err != nil {
		return err
	}
	return lib.Drains(f)
}

func bodiesViaHelpers(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	lib.DrainsAndCloses(resp)
	if resp, err = http.Get(url); err != nil {
		return err
	}
	lib.ClosesBody(resp.Body)
	if resp, err = http.Get(url); err != nil { // want `response body from http.Get is never released: Body.Close is not called`
		return err
	}
	return lib.Drains(resp.Body)
}

func acquired(name string) {
	if f, ok := lib.Acquires(name); ok { // want `file from lib.Acquires is never released: Close is not called`
		lib.Reads(f)
	}
	if f, ok := lib.Acquires(name); ok {
		f.Close()
	}
	f, ok := lib.Acquires(name)
	if !ok {
		return
	}
	defer f.Close()
}

func fetched(url string) error {
	body, err := lib.Fetch(url) // want `response body from lib.Fetch is never released: Close is not called`
	if err != nil {
		return err
	}
	return lib.Drains(body)
}
