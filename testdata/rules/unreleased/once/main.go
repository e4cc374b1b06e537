// Command once loads what it needs when it starts, and then serves.
package main

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"os"
)

type settings struct{ Addr, Greeting string }

func main() {
	s, err := load("settings.json")
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range os.Args[1:] {
		if err := check(name); err != nil {
			log.Print(err)
		}
	}
	if err := announce(s); err != nil {
		log.Print(err)
	}
	http.HandleFunc("/", greet)
	server := &http.Server{Addr: s.Addr}
	log.Fatal(server.ListenAndServe())
}

// load fails once at most, and the file is closed with the process.
func load(name string) (*settings, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	s := &settings{}
	if err := json.NewDecoder(f).Decode(s); err != nil {
		return nil, err
	}
	if s.Addr == "" {
		return nil, errors.New("no address")
	}
	return s, f.Close()
}

// check fails for any of many.
func check(name string) error {
	f, err := os.Open(name) // want `file from os.Open is not released on the path that returns at line 56`
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, f); err != nil {
		return err
	}
	return f.Close()
}

// announce leaves it open for as long as the program serves.
func announce(s *settings) error {
	res, err := http.Get("http://localhost/?" + s.Addr) // want `response body from http.Get is never released: Body.Close is not called`
	if err != nil {
		return err
	}
	log.Print(res.Status)
	return nil
}

func greet(w http.ResponseWriter, r *http.Request) {
	s, err := reload("settings.json")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	io.WriteString(w, s.Greeting)
}

// reload fails for any request.
func reload(name string) (*settings, error) {
	f, err := os.Open(name) // want `file from os.Open is not released on the path that returns at line 88`
	if err != nil {
		return nil, err
	}
	s := &settings{}
	if err := json.NewDecoder(f).Decode(s); err != nil {
		return nil, err
	}
	return s, f.Close()
}
