// Package cpubound has cases of the rule cpubound.
package cpubound

import (
	"net/http"
	"runtime"

	"golang.org/x/crypto/bcrypt"
)

var hash []byte

func login(w http.ResponseWriter, r *http.Request) {
	err := bcrypt.CompareHashAndPassword(hash, []byte(r.FormValue("password"))) // want `bcrypt.CompareHashAndPassword computes for every request: nothing limits how many run at once \[cpubound\]`
	answer(w, err)
}

func answer(w http.ResponseWriter, err error) {
	if err != nil {
		w.WriteHeader(http.StatusUnauthorized)
	}
}

// As it should be.
var hashing = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))

func loginInTurn(w http.ResponseWriter, r *http.Request) {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	err := bcrypt.CompareHashAndPassword(hash, []byte(r.FormValue("password")))
	answer(w, err)
}

// The operation is in a helper, which keeps what it computes.

type user struct{ hash []byte }

func register(w http.ResponseWriter, r *http.Request) {
	u := &user{}
	answer(w, u.setPassword(r.FormValue("password")))
}

func (u *user) setPassword(password string) error {
	h, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost) // want `bcrypt.GenerateFromPassword computes for every request: .* \(via cpubound.register → \(\*cpubound.user\).setPassword\)`
	u.hash = h
	return err
}

// A goroutine for each request limits nothing.
func later(w http.ResponseWriter, r *http.Request) {
	password := r.FormValue("password")
	go func() {
		_, _ = bcrypt.GenerateFromPassword([]byte(password), 12) // want `bcrypt.GenerateFromPassword computes for every request`
	}()
}

// One finding for a function: one permit would do for all of it.
func change(w http.ResponseWriter, r *http.Request) {
	if err := bcrypt.CompareHashAndPassword(hash, []byte(r.FormValue("old"))); err != nil { // want `bcrypt.CompareHashAndPassword and 1 more compute for every request`
		answer(w, err)
		return
	}
	_, err := bcrypt.GenerateFromPassword([]byte(r.FormValue("new")), bcrypt.DefaultCost)
	answer(w, err)
}

//stallcheck:ignore cpubound nobody but the operator calls it
func reset(w http.ResponseWriter, r *http.Request) {
	_, err := bcrypt.GenerateFromPassword([]byte(r.FormValue("new")), bcrypt.DefaultCost)
	answer(w, err)
}
