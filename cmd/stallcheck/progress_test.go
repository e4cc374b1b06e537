package main

import (
	"bytes"
	"testing"
)

func TestProgress(t *testing.T) {
	var b bytes.Buffer
	p := progress{&b}
	p.step(1, 2, "example.com/m")
	p.clear()
	if got, want := b.String(), "\r\x1b[K1/2 example.com/m\r\x1b[K"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	b.Reset()
	c := command{stderr: &b} // no terminal
	c.progress().step(1, 2, "example.com/m")
	c.progress().clear()
	if b.Len() > 0 {
		t.Errorf("got %q, want nothing", b.String())
	}
}
